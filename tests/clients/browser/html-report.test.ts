import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { htmlReport } from '../../../src/cli/report/html-report.ts';
import plugin from '../../../src/index.ts';
import { collectEvidence } from '../../../src/kit/evidence.ts';
import { chromiumPath, openBrowser } from './browser.ts';

/** A small project with a chain through files, awaits in a row, loops, and code that looks like a page. */
const FILES = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ strict: true, target: 'es2022', module: 'nodenext', noEmit: true },
      ...{ types: ['node'], typeRoots: [path.resolve('node_modules/@types')] },
    },
  }),
  'src/settings.ts': `import { readFileSync } from 'node:fs';
export function readText(name: string): string {
  return readFileSync(name, 'utf8');
}
export class Settings {
  load(): unknown {
    return JSON.parse(readText('settings.json'));
  }
}
`,
  'src/<b>server.ts': `import { readFile } from 'node:fs/promises';
import { Settings } from './settings.js';
export async function handle(): Promise<string> {
  const text = '</script><img src=x onerror="document.title = \\'broken\\'"><!--';
  return text + String(new Settings().load());
}
export async function page(): Promise<string[]> {
  const head = await readFile('head.html', 'utf8');
  const named = await readFile(head, 'utf8');
  const foot = await readFile('foot.html', 'utf8');
  return [head, named, foot];
}
`,
  'src/files.ts': `import { readFile } from 'node:fs/promises';
export async function all(names: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const name of names) {
    texts.push(await readFile(name, 'utf8'));
  }
  return texts;
}
async function save(text: string): Promise<void> {
  if (text === '') throw new Error('nothing');
  await readFile(text);
}
export function onSave(text: string): void {
  save(text);
}
${'// A long line '.repeat(40)}
`,
};

const chromium = chromiumPath();

describe('the HTML report', () => {
  if (chromium === undefined) {
    it('in a browser', ({ skip }) => {
      skip('there is no `chromium` here');
    });
    return;
  }

  let folder: string;
  let url: string;
  let browser: Browser;
  let close: () => Promise<void>;
  let page: Page;
  /** Whatever the page should not do. */
  let trouble: string[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'eslint-plugin-await-report-'));
    mkdirSync(path.join(folder, 'src'));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text);
    const file = path.join(folder, 'report.html');
    writeFileSync(file, await reportOn(folder));
    url = pathToFileURL(file).href;
    ({ browser, close } = await openBrowser(chromium));
  });

  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    page = await browser.newPage();
    trouble = [];
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`));
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) trouble.push(request.url());
    });
    await page.setViewport({ width: 1200, height: 900 });
  });

  afterEach(async () => {
    await page.close();
    expect(trouble).toEqual([]);
  });

  const visible = (): Promise<string[]> =>
    page.$$eval('.finding', (all) =>
      all
        .filter((each) => each.checkVisibility())
        .map((each) => each.getAttribute('data-rule') ?? ''),
    );

  it('opens from the disk without an error and without a request', async () => {
    await page.goto(url);
    expect(await page.title()).toBe(`Asynchronous code in ${path.basename(folder)}`);
    expect(await visible()).toEqual([
      'await/no-await-in-loop',
      'await/no-blocking-call',
      'await/no-floating-promise',
      'await/no-sequential-await',
    ]);
    expect(await page.$$eval('img', (all) => all.length)).toBe(0);
    const code = await page.$$eval('pre', (all) => all.map((each) => each.textContent).join(''));
    expect(code).toContain(`'</script><img src=x onerror=`);
  });

  it('shows the chain from file to file', async () => {
    await page.goto(url);
    const steps = await page.$$eval('.chain .place', (all) => all.map((each) => each.textContent));
    expect(steps).toEqual(['src/<b>server.ts:5', 'src/settings.ts:7', 'src/settings.ts:3']);
  });

  it('searches in all that is shown, and says how many match', async () => {
    await page.goto(url);
    await page.type('input[type=search]', 'FOOT.html promise.all');
    expect(await visible()).toEqual(['await/no-sequential-await']);
    expect(await page.$eval('output', (each) => each.value)).toBe('1 of 4');
    await page.type('input[type=search]', ' nowhere');
    expect(await visible()).toEqual([]);
    expect(await page.$eval('.none', (each) => each.checkVisibility())).toBe(true);
  });

  it('shows one rule, or one kind of repair', async () => {
    await page.goto(url);
    await page.select('select[name=rule]', 'await/no-floating-promise');
    expect(await visible()).toEqual(['await/no-floating-promise']);
    await page.select('select[name=rule]', '');
    await page.select('select[name=repair]', 'fix');
    expect(await visible()).toEqual(['await/no-sequential-await']);
  });

  it('groups by file, and by rule again', async () => {
    await page.goto(url);
    const heads = (): Promise<string[]> =>
      page.$$eval('.group h3', (all) => all.map((each) => each.textContent.split(' ')[0] ?? ''));
    const byRule = await heads();
    await page.select('select[name=group]', 'file');
    expect(await heads()).toEqual(['src/<b>server.ts', 'src/files.ts']);
    expect(await visible()).toHaveLength(4);
    await page.select('select[name=group]', 'rule');
    expect(await heads()).toEqual(byRule);
    expect(await visible()).toHaveLength(4);
  });

  it('opens and closes findings by mouse, by keyboard, and all at once', async () => {
    await page.goto(url);
    const open = (): Promise<boolean[]> =>
      page.$$eval('.finding', (all) => all.map((each) => (each as HTMLDetailsElement).open));
    await page.click('button[name=close]');
    expect(await open()).toEqual([false, false, false, false]);
    await page.click('.finding summary');
    expect(await open()).toEqual([true, false, false, false]);
    await page.focus('.finding summary');
    await page.keyboard.press('Enter');
    expect(await open()).toEqual([false, false, false, false]);
    await page.click('button[name=open]');
    expect(await open()).toEqual([true, true, true, true]);
  });

  it('everything that can be used is reached with the tabulator, and shows its focus', async () => {
    await page.goto(url);
    const reached = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const [what, outline] = await page.evaluate(() => {
        const { activeElement: element } = document;
        if (!element) return ['', ''];
        const name = element.getAttribute('name') ?? element.className;
        return [`${element.tagName} ${name}`.trim(), getComputedStyle(element).outlineStyle];
      });
      if (what === 'BODY') break;
      expect(outline, what).not.toBe('none');
      reached.add(what ?? '');
    }
    expect([...reached].sort()).toEqual(
      [
        ...['A', 'A page', 'A skip', 'BUTTON close', 'BUTTON open', 'INPUT search'],
        ...['SELECT group', 'SELECT repair', 'SELECT rule', 'SUMMARY'],
      ].sort(),
    );
  });

  it('a link from the list of files opens its finding, also one that a search hides', async () => {
    await page.goto(url);
    await page.click('button[name=close]');
    await page.type('input[type=search]', 'nowhere');
    await page.click('.lines a');
    await page.waitForSelector('.finding[open]', { visible: true });
    const [top = -1] = await page.$$eval('.finding[open]', (all) =>
      all.map((each) => each.getBoundingClientRect().top),
    );
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(900);
  });

  it.for(['no-sequential-await', 'no-await-in-loop'])(
    'the picture of %s: one after the other before, at the same time after',
    async (rule) => {
      await page.goto(url);
      const spans = (state: string): Promise<{ left: number; right: number }[]> =>
        page.$$eval(`[data-rule="await/${rule}"] .${state} .wait:not(.stays)`, (all) =>
          all.map((each) => {
            const { left, right } = each.getBoundingClientRect();
            return { left, right };
          }),
        );
      const overlapping = (all: { left: number; right: number }[]): number =>
        all.flatMap((one, index) =>
          all.slice(index + 1).filter((other) => other.left < one.right && one.left < other.right),
        ).length;
      const [before, after] = [await spans('before'), await spans('after')];
      expect(before.length).toBeGreaterThan(1);
      expect(after).toHaveLength(before.length);
      expect(overlapping(before)).toBe(0);
      expect(overlapping(after)).toBe((after.length * (after.length - 1)) / 2);
    },
  );

  it.for(['light', 'dark'])('can be read in %s', async (value) => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await page.goto(url);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(value === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 29)');
    expect(await page.evaluate(textsOfLowContrast)).toEqual([]);
  });

  it.for([320, 360, 800])('a window of %i pixels needs no scrolling sideways', async (width) => {
    await page.setViewport({ width, height: 700 });
    await page.goto(url);
    await page.click('button[name=open]');
    const { scrollWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
    }));
    expect(scrollWidth).toBeLessThanOrEqual(width);
  });

  it('is complete without its script', async () => {
    await page.setJavaScriptEnabled(false);
    await page.goto(url);
    expect(await visible()).toHaveLength(4);
    expect(await page.$eval('.controls', (each) => each.checkVisibility())).toBe(false);
    const isCodeVisible = (): Promise<boolean> =>
      page.$eval('.finding .code', (each) => each.checkVisibility());
    await page.click('.finding summary');
    expect(await isCodeVisible()).toBe(false);
    const id = await page.$eval('.finding .body', (each) => each.id);
    await page.click(`.lines a[href="#${id}"]`);
    expect(await isCodeVisible()).toBe(true);
  });

  it('on paper, findings are open and controls are gone', async () => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.goto(url);
    await page.click('button[name=close]');
    await page.emulateMediaType('print');
    const heights = await page.$$eval('.finding .code', (all) =>
      all.map((each) => each.getBoundingClientRect().height),
    );
    expect(Math.min(...heights)).toBeGreaterThan(20);
    expect(await page.$eval('.controls', (each) => each.checkVisibility())).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
  });
});

async function reportOn(cwd: string): Promise<string> {
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [
      ...(plugin.configs.recommended as Linter.Config[]),
      {
        files: ['**/*.ts'],
        languageOptions: {
          parser,
          parserOptions: { projectService: true, tsconfigRootDir: cwd },
        },
      },
    ],
  });
  const { result, evidence } = await collectEvidence(() => eslint.lintFiles(['src/*.ts']));
  const { version } = plugin.meta;
  const rulesMeta = eslint.getRulesMetaForResults(result);
  return htmlReport({ results: result, rulesMeta, cwd, sources: new Map(), evidence, version });
}

/**
 * Runs in the page: texts with less than 4.5 : 1 of contrast to what is behind them (WCAG 2.2, 1.4.3),
 * and bars with less than 3 : 1.
 */
function textsOfLowContrast(): string[] {
  type Color = [red: number, green: number, blue: number, alpha: number];
  const colorOf = (css: string): Color => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const luminance = ([red, green, blue]: Color): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue]
      .map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element): Color => {
    for (let each: Element | null = element; each; each = each.parentElement) {
      const color = colorOf(getComputedStyle(each).backgroundColor);
      if (color[3] === 1) return color;
    }
    return [255, 255, 255, 1];
  };
  const contrast = (one: Color, other: Color): number => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const found: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility() || element.closest('script')) continue;
    const isBar = element.matches('.wait');
    const hasText = [...element.childNodes].some(
      (each) => each.nodeType === Node.TEXT_NODE && each.textContent?.trim() !== '',
    );
    if (!isBar && !hasText) continue;
    const style = getComputedStyle(element);
    const color = colorOf(element instanceof SVGElement ? style.fill : style.color);
    const ratio = contrast(color, behind(element));
    if (ratio >= (isBar ? 3 : 4.5)) continue;
    found.push(`${element.tagName}.${element.getAttribute('class') ?? ''} ${ratio.toFixed(2)}`);
  }
  return [...new Set(found)];
}
