import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type App, html, NotFound, plainName, type Query, type Reply } from './http.ts';
import type { MenuEntry } from './settings.ts';
import { content } from './start-up.ts';

interface Article {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

const PARTIALS = ['header', 'footer'];

export async function showHome(_query: Query, app: App): Promise<Reply> {
  const body = `<h1>${app.settings.title}</h1>`;
  return html(await renderPage('page', { title: app.settings.title, body }, app.settings.menu()));
}

export async function showArticle(query: Query, app: App): Promise<Reply> {
  const name = plainName(query.rest);
  if (!existsSync(join(content, 'articles', `${name}.txt`))) throw new NotFound(name);
  const article = await loadArticle(name);
  const menu = app.settings.menu();
  const body = article.paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
  return html(await renderPage('page', { title: article.title, body }, menu));
}

async function renderPage(
  template: string,
  values: Readonly<Record<string, string>>,
  menu: readonly MenuEntry[],
): Promise<string> {
  const page = await loadTemplate(template);
  const partials = await loadPartials(PARTIALS);
  const links = menu.map((entry) => `<a href="${entry.path}">${entry.label}</a>`).join(' ');
  return fill(fill(page, { ...values, ...partials }), { menu: links });
}

async function loadTemplate(name: string): Promise<string> {
  const source = readFileSync(join(content, 'templates', `${name}.html`), 'utf8');
  return source.replaceAll('\r\n', '\n').trim();
}

async function loadPartials(names: readonly string[]): Promise<Record<string, string>> {
  const sources = names.map((name) =>
    readFileSync(join(content, 'partials', `${name}.html`), 'utf8'),
  );
  return Object.fromEntries(names.map((name, index) => [name, (sources[index] ?? '').trim()]));
}

async function loadArticle(name: string): Promise<Article> {
  const [title = name, ...paragraphs] = readFileSync(
    join(content, 'articles', `${name}.txt`),
    'utf8',
  )
    .trim()
    .split('\n\n');
  return { title, paragraphs };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);
}
