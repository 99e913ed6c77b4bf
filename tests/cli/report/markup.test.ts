import { describe, expect, it } from 'vitest';

import { markup, prose, sentences } from '../../../src/cli/report/markup.ts';

describe('a template', () => {
  it('escapes what is put into it, and markup not twice', () => {
    const inner = markup`<b>${'<&"\''}</b>`;
    expect(markup`<p title="${'"'}">${inner}${[inner, 'x>y']}${undefined}${0}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;&amp;&quot;&#39;</b><b>&lt;&amp;&quot;&#39;</b>x&gt;y0</p>',
    );
  });
});

describe('prose', () => {
  it.for<[text: string, html: string]>([
    ['`a` waits for `b`.', '<code>a</code> waits for <code>b</code>.'],
    ['(`a`, `b.c()`)', '(<code>a</code>, <code>b.c()</code>)'],
    ["`a`'s result", '<code>a</code>&#39;s result'],
    ['one ` alone', 'one ` alone'],
    ['while `get( `https://…` waits', 'while <code>get( `https://…</code> waits'],
    ['`<b>`', '<code>&lt;b&gt;</code>'],
  ])('%s', ([text, html]) => {
    expect(prose(text).text).toBe(html);
  });
});

describe('the first sentence', () => {
  it.for<[text: string, first: string, others: string]>([
    ['One. Two. Three.', 'One.', 'Two. Three.'],
    ['Only one.', 'Only one.', ''],
    ['`a. b` blocks. `c` does not.', '`a. b` blocks.', '`c` does not.'],
    ['In settings.ts:3 it reads. Await it.', 'In settings.ts:3 it reads.', 'Await it.'],
  ])('%s', ([text, first, others]) => {
    expect(sentences(text)).toEqual([first, others]);
  });
});
