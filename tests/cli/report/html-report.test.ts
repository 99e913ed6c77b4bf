import { createHash } from 'node:crypto';

import type { ESLint, Linter, Rule } from 'eslint';
import { describe, expect, it } from 'vitest';

import { htmlReport, type ReportInput } from '../../../src/cli/report/html-report.ts';
import { EvidenceLog, type Evidence } from '../../../src/kit/evidence.ts';

const CWD = '/code/shop';

const SOURCE = `import { readFileSync } from 'node:fs';
export async function load(): Promise<string> {
  return readFileSync('a', 'utf8');
}
`;

function message(given: Partial<Linter.LintMessage>): Linter.LintMessage {
  return {
    ruleId: 'await/no-blocking-call',
    severity: 2,
    message: '`readFileSync` blocks. Await `readFile` instead.',
    line: 3,
    column: 10,
    endLine: 3,
    endColumn: 22,
    ...given,
  };
}

function result(
  file: string,
  messages: Linter.LintMessage[],
  source: string | null = SOURCE,
): ESLint.LintResult {
  return {
    filePath: `${CWD}/${file}`,
    messages,
    suppressedMessages: [],
    errorCount: messages.length,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
    ...(source === null ? {} : { source }),
  };
}

const META = {
  'await/no-blocking-call': {
    docs: { description: 'Disallow blocking', url: 'https://example.com/no-blocking-call.md' },
  },
} satisfies Record<string, Rule.RuleMetaData>;

function report(results: readonly ESLint.LintResult[], more: Partial<ReportInput> = {}): string {
  return htmlReport({
    results,
    rulesMeta: META,
    cwd: CWD,
    sources: new Map(),
    evidence: new EvidenceLog(),
    version: '1.2.3',
    ...more,
  });
}

/** What a person reads, without the style and the script. */
function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<\/?(?:code|span|mark|b)\b[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim();
}

function evidenceOf(evidence: Evidence, at: Linter.LintMessage, file = 'a.ts'): EvidenceLog {
  const log = new EvidenceLog();
  log.add({ ...at, filePath: `${CWD}/${file}` }, SOURCE, evidence);
  return log;
}

describe('what comes from outside is text', () => {
  const EVIL = `</script><img src=x onerror="alert('1')">&amp;`;

  it.for<[string, (evil: string) => string]>([
    ['a message', (evil) => report([result('a.ts', [message({ message: evil })])])],
    [
      'code in a message',
      (evil) => report([result('a.ts', [message({ message: `\`${evil}\`` })])]),
    ],
    ['a file name', (evil) => report([result(evil, [message({})])])],
    ['the name of the project', (evil) => report([], { cwd: `/code/${evil.replaceAll('/', '')}` })],
    ['the name of a rule', (evil) => report([result('a.ts', [message({ ruleId: evil })])])],
    ['the source', (evil) => report([result('a.ts', [message({})], SOURCE + evil)])],
    [
      'the marked source',
      (evil) => report([result('a.ts', [message({ line: 1, column: 1, endLine: 2 })], evil)]),
    ],
    [
      'a fix',
      (evil) => report([result('a.ts', [message({ fix: { range: [0, 1], text: evil } })])]),
    ],
    [
      'a suggestion',
      (evil) => {
        const fix = { range: [0, 1] as [number, number], text: evil };
        const suggestions = [
          { desc: evil, fix },
          { desc: evil, fix },
        ];
        return report([result('a.ts', [message({ suggestions })])]);
      },
    ],
    [
      'a chain',
      (evil) => {
        const at = message({});
        const steps = [{ called: evil, file: `${CWD}/${evil}`, line: 1, code: evil }];
        const evidence = evidenceOf({ kind: 'chain', steps, on: evil }, at);
        return report([result('a.ts', [at])], { evidence });
      },
    ],
    [
      'a picture',
      (evil) => {
        const at = message({});
        const awaits = [1, 2].map((line) => ({ called: evil, line, together: true }));
        const evidence = evidenceOf({ kind: 'awaits', awaits }, at);
        return report([result('a.ts', [at])], { evidence });
      },
    ],
    [
      'what the parser says',
      (evil) => report([result('a.ts', [message({ fatal: true, message: evil })])]),
    ],
    [
      'the description of a rule',
      (evil) =>
        report([result('a.ts', [message({})])], {
          rulesMeta: { 'await/no-blocking-call': { docs: { description: evil } } },
        }),
    ],
    ['the version', (evil) => report([], { version: evil })],
  ])('%s', ([, page]) => {
    const html = page(EVIL);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('&amp;amp;amp;');
    expect(html).toMatch(/&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;|&lt;script/);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    // The attributes stay what they are: each quote that opens one is closed.
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) {
      expect((tag.match(/"/g) ?? []).length % 2, tag).toBe(0);
    }
  });

  it('a link to a rule goes to the web and runs nothing', () => {
    const docs = { url: 'javascript:alert(1)' };
    const html = report([result('a.ts', [message({})])], {
      rulesMeta: { 'await/no-blocking-call': { docs } },
    });
    expect(html).not.toContain('javascript:');
    expect(report([result('a.ts', [message({})])])).toContain(
      'href="https://example.com/no-blocking-call.md"',
    );
  });

  it('characters that are not seen are shown by their number', () => {
    const html = report([result('a.ts', [message({ line: 1 })], 'a\u202Eb\u0000c\u001Bd\te')]);
    expect(html).toContain('⟦U+202E⟧b⟦U+0000⟧c⟦U+001B⟧d\te');
  });

  it('what of the page may run is named by its hash', () => {
    const html = report([]);
    const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    for (const text of [script, style]) {
      const hash = createHash('sha256').update(text).digest('base64');
      expect(html).toContain(`-src &#39;sha256-${hash}&#39;`);
    }
    expect(html).toContain(`default-src 'none'`);
    expect(html).not.toMatch(/\sstyle=|\son\w+=/);
    expect(html.replaceAll('href="data:,"', '')).not.toMatch(/\b(?:src|href)="(?!#|https:\/\/)/);
  });
});

describe('what it shows', () => {
  const START = SOURCE.lastIndexOf('readFileSync');
  const fixed = message({ fix: { range: [START, START + 12], text: 'await readFile' } });
  const suggested = message({
    line: 2,
    suggestions: [
      { desc: 'Await `readFile`.', fix: { range: [0, 6], text: 'IMPORT' } },
      { desc: 'Do it later.', fix: { range: [0, 6], text: '' } },
    ],
  });

  it('a run without findings', () => {
    const html = report([result('a.ts', [], null), result('b.ts', [], null)]);
    expect(textOf(html)).toBe(
      'Asynchronous code in shop Skip to the findings eslint-plugin-await 1.2.3 Asynchronous code in shop No findings in 2 files.',
    );
  });

  it('how many findings there are, by rule, by file and by repair', () => {
    const other = message({ ruleId: 'await/no-busy-wait' });
    const html = report([
      result('a.ts', [suggested, fixed]),
      result('b/c.ts', [other]),
      result('d.ts', []),
    ]);
    const text = textOf(html);
    expect(text).toContain('3 findings in 2 of 3 files.');
    expect(text).toContain('1 --fix');
    expect(text).toContain('1 suggestion');
    expect(text).toContain('1 by hand');
    expect(text).toContain('await/no-blocking-call Disallow blocking 2 1 1');
    expect(text).toContain('a.ts line 2 3 2 1 1');
    expect(text).toContain('b/c.ts line 3 1 1');
  });

  it('the code with its numbers, and the place marked', () => {
    const html = report([result('a.ts', [message({})])]);
    expect(html).toContain(
      `<span class="line marked" data-line="3">  return <mark>readFileSync</mark>(&#39;a&#39;, &#39;utf8&#39;);\n</span>`,
    );
    expect(html).toContain('data-line="1">import');
  });

  it('a place over several lines, and one without an end', () => {
    const long = report([result('a.ts', [message({ line: 2, column: 8, endLine: 3 })])]);
    expect(long).toContain('export <mark>async function load(): Promise&lt;string&gt; {</mark>');
    expect(long).toContain('  <mark>return readFileSync</mark>(');
    // ESLint leaves out the end of a point.
    const { endLine, endColumn, ...point } = message({ line: 4, column: 2 });
    expect([endLine, endColumn]).toEqual([3, 22]);
    expect(report([result('a.ts', [point])])).toContain('data-line="4">}<mark> </mark>');
  });

  it('what `--fix` does, by the lines that it changes', () => {
    const html = report([result('a.ts', [fixed])]);
    expect(textOf(html)).toContain('What --fix does');
    expect(html).toContain(
      `<span class="line removed" data-line="3">-   return readFileSync(&#39;a&#39;, &#39;utf8&#39;);`,
    );
    expect(html).toContain(
      `<span class="line added" data-line="">+   return await readFile(&#39;a&#39;, &#39;utf8&#39;);`,
    );
  });

  it('what the first suggestion does, and which others there are', () => {
    const html = report([result('a.ts', [suggested])]);
    expect(textOf(html)).toContain('Suggestion: Await readFile.');
    expect(html).toContain('+ IMPORT');
    expect(textOf(html)).toContain('Or: Do it later.');
  });

  it('ranges are those of a text without its byte order mark', () => {
    const html = report([result('a.ts', [fixed], `\uFEFF${SOURCE}`)]);
    expect(html).toContain(`+   return await readFile(&#39;a&#39;, &#39;utf8&#39;);`);
  });

  it('messages are about the text that `--fix` left', () => {
    const left = { ...result('a.ts', [message({ line: 1, column: 1 })]), output: 'left();\n' };
    expect(report([left])).toContain('<mark>left();</mark>');
  });

  it('a text that the results do not carry', () => {
    const bare = result('a.ts', [message({})], null);
    const sources = new Map([[bare.filePath, SOURCE]]);
    expect(report([bare], { sources })).toContain('<mark>readFileSync</mark>');
    expect(textOf(report([bare]))).toContain('a.ts:3:10');
  });

  it('the way to what blocks', () => {
    const at = message({});
    const steps = [
      { called: 'load', file: `${CWD}/a.ts`, line: 3, code: 'return load();' },
      { called: 'readFileSync', file: `${CWD}/lib/b.ts`, line: 7, code: 'readFileSync(x)' },
    ];
    const evidence = evidenceOf({ kind: 'chain', steps, on: 'the disk' }, at);
    const text = textOf(report([result('a.ts', [at])], { evidence }));
    expect(text).toContain(
      'load a.ts:3 return load(); readFileSync waits for the disk lib/b.ts:7 readFileSync(x)',
    );
    expect(textOf(report([result('a.ts', [at])]))).not.toContain('waits for the disk');
  });

  it('files that could not be read', () => {
    const text = textOf(report([result('a.ts', [message({ fatal: true, message: 'Bad `x`.' })])]));
    expect(text).toContain('Not checked a.ts Bad x.');
    expect(text).toContain('No findings in 1 file.');
  });

  it('findings that no rule made', () => {
    const html = report([result('a.ts', [message({ ruleId: null, line: 0, column: 0 })])]);
    expect(textOf(html)).toContain('eslint');
    expect(html).toContain('data-line="1"');
  });

  it('lines too long for a page are cut around the place', () => {
    const source = `${'x'.repeat(5_000)};call();${'y'.repeat(5_000)}`;
    const at = message({ line: 1, column: 5_002, endLine: 1, endColumn: 5_006 });
    const html = report([result('a.ts', [at], source)]);
    expect(html).toContain(';<mark>call</mark>();y');
    expect(html).not.toContain('x'.repeat(1_000));
  });

  it('the same input gives the same page', () => {
    const [a, b] = [result('a.ts', [fixed]), result('b.ts', [suggested])];
    expect(report([b, a])).toBe(report([a, b]));
  });
});
