import { createHash } from 'node:crypto';
import path from 'node:path';

import type { ESLint, Rule } from 'eslint';

import type { CallChain, EvidenceLog } from '../../kit/evidence.ts';
import { codeFrame, diffFrame } from './code-frame.ts';
import { shownPath } from '../shown-path.ts';
import { findingsOf, type Finding, type RepairKind, type Unread } from './findings.ts';
import { Markup, markup, prose, sentences } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { waterfallPicture } from './waterfall-picture.ts';
import { waterfallOf } from './waterfall.ts';

export interface ReportInput {
  readonly results: readonly ESLint.LintResult[];
  /** By the names in the results: `await/no-blocking-call`. */
  readonly rulesMeta: Readonly<Record<string, Rule.RuleMetaData>>;
  /** The folder that paths are shown relative to. */
  readonly cwd: string;
  /** The texts of files by their path, where the results do not carry them. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the rules said beyond their messages; an empty log if nobody listened. */
  readonly evidence: EvidenceLog;
  /** Of the plugin. */
  readonly version: string;
}

/** So many findings are shown in full at once; of more, each opens by itself. */
const MAX_OPEN = 20;

const REPAIRS: Readonly<Record<RepairKind, { badge: string; explained: string }>> = {
  fix: { badge: '--fix', explained: 'repaired by `--fix`, which behaves the same' },
  suggestion: { badge: 'suggestion', explained: 'a repair to read first, one click in the editor' },
  hand: { badge: 'by hand', explained: 'the message says what to do' },
};
const KINDS: readonly RepairKind[] = ['fix', 'suggestion', 'hand'];

/**
 * The findings of one run as a page in one file, which asks nothing of the network and works without
 * its script. The same input gives the same page.
 */
export function htmlReport(input: ReportInput): string {
  const { results, cwd, version } = input;
  const { findings, unread } = findingsOf(input);
  const project = path.basename(path.resolve(cwd));
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Asynchronous code in ${project}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<p class="tool">eslint-plugin-await ${version}</p>
<h1>Asynchronous code in <span class="project">${project}</span></h1>
<p class="lead">${headline(findings, results.length)}</p>
</header>
<main>
${unreadFiles(unread)}
${findings.length > 0 ? [summary(findings, input.rulesMeta), allFindings(findings, input)] : undefined}
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

/** The page runs and shows nothing but what is known here, whatever the code in it says. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function headline(findings: readonly Finding[], files: number): Markup {
  const checked = counted(files, 'file');
  if (findings.length === 0) return markup`<b>No findings</b> in ${checked}.`;
  const found = new Set(findings.map(({ file }) => file)).size;
  return markup`<b>${counted(findings.length, 'finding')}</b> in ${String(found)} of ${checked}.`;
}

function unreadFiles(unread: readonly Unread[]): Markup | undefined {
  if (unread.length === 0) return undefined;
  return markup`<section class="unread"><h2>Not checked</h2>
<ul>${unread.map(({ file, problem }) => markup`<li><span class="file">${file}</span> ${prose(problem)}</li>`)}</ul>
</section>`;
}

// Summary

function summary(findings: readonly Finding[], rulesMeta: ReportInput['rulesMeta']): Markup {
  return markup`<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
${repairBar(findings)}
<div class="scroll"><table>
<thead><tr><th scope="col">Rule</th>${countHeads()}</tr></thead>
<tbody>${[...groupedBy(findings, 'rule')].map(
    ([rule, of]) => markup`<tr><th scope="row"><a href="#${anchorOf(rule)}">${rule}</a>
<span class="about">${prose(rulesMeta[rule]?.docs?.description ?? '')}</span></th>${counts(of)}</tr>\n`,
  )}</tbody>
</table></div>
${fileTable(findings)}
</section>`;
}

function repairBar(findings: readonly Finding[]): Markup {
  let x = 0;
  const parts = KINDS.map((kind) => ({ kind, count: countOf(findings, kind) }));
  const bars = parts.map(({ kind, count }) => {
    const bar = markup`<rect class="${kind}" x="${x}" y="0" width="${count}" height="1"/>`;
    x += count;
    return bar;
  });
  const legend = parts.map(
    ({ kind, count }) =>
      markup`<div class="${kind}"><dt><b>${count}</b> ${REPAIRS[kind].badge}</dt><dd>${prose(REPAIRS[kind].explained)}</dd></div>`,
  );
  return markup`<svg class="bar" viewBox="0 0 ${findings.length} 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<dl class="repairs">${legend}</dl>`;
}

/** Each finding by its line, so that the page has an index by file without its script, too. */
function fileTable(findings: readonly Finding[]): Markup {
  const byFile = [...groupedBy(findings, 'file')].sort(([, a], [, b]) => b.length - a.length);
  const rows = byFile.map(([file, of]) => {
    const lines = of.map(
      ({ id, line, rule }) => markup`<a href="#${id}" title="${rule}">${line}</a> `,
    );
    return markup`<tr><th scope="row"><span class="file">${file}</span>
<span class="about lines">line ${lines}</span></th>${counts(of)}</tr>\n`;
  });
  return markup`<details class="files"${byFile.length <= MAX_OPEN ? new Markup(' open') : undefined}><summary>By file</summary>
<div class="scroll"><table>
<thead><tr><th scope="col">File</th>${countHeads()}</tr></thead>
<tbody>${rows}</tbody>
</table></div></details>`;
}

function countHeads(): Markup {
  const heads = KINDS.map(
    (kind) => markup`<th scope="col" class="count">${REPAIRS[kind].badge}</th>`,
  );
  return markup`<th scope="col" class="count all">all</th>${heads}`;
}

function counts(findings: readonly Finding[]): Markup {
  const each = KINDS.map((kind) => countOf(findings, kind));
  return markup`<td class="count all">${findings.length}</td>${each.map((count) => markup`<td class="count">${count === 0 ? '' : count}</td>`)}`;
}

function countOf(findings: readonly Finding[], kind: RepairKind): number {
  return findings.filter(({ repair }) => repair === kind).length;
}

// Findings

function allFindings(findings: readonly Finding[], input: ReportInput): Markup {
  const byRule = groupedBy(findings, 'rule');
  const groups = [...byRule].map(([rule, of]) => {
    const url = input.rulesMeta[rule]?.docs?.url;
    const page =
      url !== undefined && /^https?:/.test(url)
        ? markup` <a class="page" href="${url}" rel="noreferrer">about this rule</a>`
        : undefined;
    return markup`<section class="group" data-rule="${rule}"><h3 id="${anchorOf(rule)}">${rule} <span class="number">${of.length}</span>${page}</h3>
${of.map((each) => findingCard(each, findings.length <= MAX_OPEN, input))}
</section>`;
  });
  return markup`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<form class="controls" role="search" hidden>
<label>Search <input type="search" name="search" autocomplete="off" spellcheck="false" placeholder="file, code or message"></label>
<label>Rule <select name="rule"><option value="">all</option>${[...byRule.keys()].map((rule) => markup`<option>${rule}</option>`)}</select></label>
<label>Repair <select name="repair"><option value="">all</option>${KINDS.map((kind) => markup`<option value="${kind}">${REPAIRS[kind].badge}</option>`)}</select></label>
<label>Group <select name="group"><option value="rule">by rule</option><option value="file">by file</option></select></label>
<span class="buttons"><button type="button" name="open">Open all</button> <button type="button" name="close">Close all</button></span>
<output name="shown"></output>
</form>
<div id="groups">${groups}</div>
<p class="none" hidden>No finding matches.</p>
</section>`;
}

function findingCard(finding: Finding, isOpen: boolean, { cwd }: ReportInput): Markup {
  const { id, order, file, line, column, rule, message, repair } = finding;
  const [first, rest] = sentences(message);
  const waterfall = waterfallOf(finding.evidence);
  return markup`<details class="finding" data-rule="${rule}" data-file="${file}" data-repair="${repair}" data-order="${order}"${isOpen ? new Markup(' open') : undefined}>
<summary><span class="place"><span class="file">${file}</span>:${line}:${column}</span> <span class="badge ${repair}">${REPAIRS[repair].badge}</span> <span class="rule">${rule}</span>
<span class="message">${prose(first)}</span></summary>
<div class="body" id="${id}">
${rest === '' ? undefined : markup`<p>${prose(rest)}</p>`}
${codeFrame(finding)}
${finding.evidence?.kind === 'chain' ? chainOf(finding.evidence, cwd) : undefined}
${waterfall && waterfallPicture(waterfall, id)}
${repairSection(finding)}
</div></details>
`;
}

/** The way from the asynchronous code to what blocks. */
function chainOf({ steps, on }: CallChain, cwd: string): Markup {
  const items = steps.map(({ called, file, line, code }, index) => {
    const isLast = index === steps.length - 1;
    const what = isLast ? markup` <span class="blocks">waits for ${on}</span>` : undefined;
    return markup`<li${isLast ? new Markup(' class="last"') : undefined}><code class="called">${called}</code>${what} <span class="place"><span class="file">${shownPath(file, cwd)}</span>:${line}</span>
<code class="at">${code.slice(0, 200)}</code></li>`;
  });
  return markup`<h4>The way to what blocks</h4><ol class="chain">${items}</ol>`;
}

function repairSection({ repair, repairTitle, diff, otherSuggestions }: Finding): Markup {
  const title = repair === 'fix' ? prose('What `--fix` does') : suggestionTitle(repairTitle);
  const others =
    otherSuggestions.length > 0
      ? markup`<p class="others">Or: ${otherSuggestions.map((each, index) => markup`${index > 0 ? ' · ' : ''}${prose(each)}`)}</p>`
      : undefined;
  return markup`${repair === 'hand' ? undefined : markup`<h4>${title}</h4>${diffFrame(diff)}`}${others}`;
}

function suggestionTitle(title: string): Markup {
  return markup`Suggestion: <span class="plain">${prose(title)}</span>`;
}

function groupedBy(
  findings: readonly Finding[],
  key: 'rule' | 'file',
): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding[key]);
    if (group) group.push(finding);
    else groups.set(finding[key], [finding]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function anchorOf(rule: string): string {
  return `rule-${rule.replaceAll(/[^\w-]/g, '-')}`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
