/** The looks of the page: in light and dark, on paper, and in a narrow window. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f7f8fa; --text: #1c2128; --quiet: #59636e; --line: #d9dee4; --link: #0759b8;
  --mark: #ffe08a; --mark-text: #1c2128; --row: #fff6db;
  --fix: #14735a; --suggestion: #2b5fb4; --hand: #8a5200;
  --added: #dff5e6; --removed: #fde4e1; --track: #e8ebef; --before: #b3510f; --after: #14806a; --stays: #717c89;
  --code: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181d; --card: #1b2027; --text: #dde3ea; --quiet: #97a3b0; --line: #333c46; --link: #79b4ff;
    --mark: #7a5c00; --mark-text: #fff3cf; --row: #2a2618;
    --fix: #4fc3a1; --suggestion: #86b3ff; --hand: #e3a857;
    --added: #16352a; --removed: #41211f; --track: #262d35; --before: #e58a4b; --after: #3fb99b; --stays: #6f7b88;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
main { padding-bottom: 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; scroll-margin-top: 5.5rem; }
h4 { font-size: .9rem; margin: 1rem 0 .35rem; } .plain { font-weight: normal; }
p { margin: .5rem 0; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre, .file, .called { font-family: var(--code); font-size: .92em; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; }
.tool { color: var(--quiet); margin: 0; font-size: .9rem; }
.lead { font-size: 1.1rem; }
.number { color: var(--quiet); font-weight: normal; }
.page { font-weight: normal; font-size: .85rem; margin-left: .5rem; }
.unread { border-left: 4px solid var(--hand); padding-left: 1rem; }

.bar { display: block; width: 100%; height: .9rem; border-radius: .3rem; }
.bar .fix { fill: var(--fix); } .bar .suggestion { fill: var(--suggestion); } .bar .hand { fill: var(--hand); }
.repairs { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .5rem 1.5rem; margin: .75rem 0 1.5rem; }
.repairs dt { font-size: 1rem; } .repairs dt b { font-size: 1.5rem; margin-right: .25rem; }
.repairs dd { margin: 0; color: var(--quiet); font-size: .9rem; }
.repairs .fix dt { color: var(--fix); } .repairs .suggestion dt { color: var(--suggestion); } .repairs .hand dt { color: var(--hand); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: normal; }
thead th { color: var(--quiet); font-size: .85rem; }
.count { width: 6.5rem; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.all { font-weight: 600; }
.about { display: block; color: var(--quiet); font-size: .85rem; }
.lines a { margin-right: .2rem; }
.files { margin-top: 1.5rem; } .files > summary { font-weight: 600; cursor: pointer; }

.controls { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; padding: .75rem 0; position: sticky; top: 0; background: var(--page); border-bottom: 1px solid var(--line); z-index: 1; }
.controls[hidden] { display: none; }
.controls label { font-size: .8rem; color: var(--quiet); }
.controls input, .controls select, .controls button { display: block; font: inherit; font-size: .95rem; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: .3rem .5rem; max-width: 100%; }
.controls label:first-child { flex: 1 1 14rem; } .controls input { width: 100%; }
.buttons { display: flex; gap: .4rem; }
output { color: var(--quiet); }

.finding { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; background: var(--card); content-visibility: auto; contain-intrinsic-size: auto 5rem; scroll-margin-top: 5rem; }
.finding > summary { cursor: pointer; padding: .5rem .75rem; list-style-position: inside; }
.finding[open] > summary { border-bottom: 1px solid var(--line); }
.place { color: var(--quiet); font-family: var(--code); font-size: .9em; } .place .file { color: var(--text); font-size: 1em; }
.rule { display: none; }
.message { display: block; margin-top: .15rem; }
.body { padding: .25rem .75rem .75rem; scroll-margin-top: 9rem; }
.badge { font-size: .78rem; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; }
.badge.fix { color: var(--fix); } .badge.suggestion { color: var(--suggestion); } .badge.hand { color: var(--hand); }

.code { margin: .5rem 0; padding: .4rem 0; background: var(--page); border: 1px solid var(--line); border-radius: .3rem; white-space: pre-wrap; tab-size: 2; font-size: .85rem; line-height: 1.45; }
.code code { font-size: 1em; }
.line { display: block; position: relative; padding: 0 .6rem 0 4rem; min-height: 1.45em; }
.line::before { content: attr(data-line); position: absolute; left: 0; width: 3.3rem; text-align: right; color: var(--quiet); }
.marked { background: var(--row); } .added { background: var(--added); } .removed { background: var(--removed); }
.gap { color: var(--quiet); }
mark { background: var(--mark); color: var(--mark-text); border-radius: .15rem; }

.chain { list-style: none; margin: .5rem 0; padding: 0; }
.chain li { position: relative; padding: 0 0 .6rem 1.4rem; }
.chain li::before { content: ""; position: absolute; left: .2rem; top: .45rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--suggestion); }
.chain li::after { content: ""; position: absolute; left: .45rem; top: 1.05rem; bottom: -.4rem; border-left: 2px solid var(--line); }
.chain li.last::before { background: var(--before); } .chain li.last::after { display: none; }
.called { font-weight: 600; } .blocks { color: var(--before); }
.at { display: block; color: var(--quiet); font-size: .82rem; }

.waterfall { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin-top: 1rem; }
.waterfall figure { margin: 0; min-width: 0; max-width: 100%; }
.waterfall figcaption { font-size: .9rem; margin-bottom: .2rem; }
.waterfall svg { display: block; max-width: 100%; height: auto; }
.waterfall text { font: 11.5px var(--code); fill: var(--text); }
.track { fill: var(--track); } .before .wait { fill: var(--before); } .after .wait { fill: var(--after); } .waterfall .stays { fill: var(--stays); }
.note { flex-basis: 100%; margin: 0; color: var(--quiet); font-size: .8rem; }
.others { font-size: .9rem; color: var(--quiet); }

@media (max-width: 40rem) {
  body { font-size: 14px; }
  header { padding-top: 1rem; }
  .controls { position: static; }
  th, td { padding: .3rem .25rem; } .count { width: 3rem; } .count:not(.all) { display: none; }
  h3, .finding, .body { scroll-margin-top: 1rem; }
  .line { padding-left: 2.9rem; } .line::before { width: 2.4rem; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb; --link: #000; --mark: #ffe08a; --mark-text: #000; --row: #fff6db; --fix: #14735a; --suggestion: #2b5fb4; --hand: #8a5200; --added: #dff5e6; --removed: #fde4e1; --track: #e8ebef; --before: #b3510f; --after: #14806a; --stays: #717c89; }
  * { print-color-adjust: exact; }
  .controls, .skip { display: none !important; }
  .finding { content-visibility: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .line, .waterfall, .chain li { break-inside: avoid; }
  summary, h2, h3, h4 { break-after: avoid; }
}
`;
