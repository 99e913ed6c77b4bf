/** A piece of HTML in which everything that came from outside is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, anything else as text; nothing for `undefined`. */
export type Part = Markup | string | number | undefined | readonly Part[];

/** A template of HTML. Strings that are put into it are escaped, as text and within quoted attributes. */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = template[0] ?? '';
  parts.forEach((part, index) => {
    text += textOf(part) + (template[index + 1] ?? '');
  });
  return new Markup(text);
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Control characters have no place in HTML, and those that turn the direction of writing around would
 * show code as what it is not: they are shown by their number.
 */
const UNSEEN = /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (each) => ENTITIES[each] ?? each)
    .replaceAll(
      UNSEEN,
      (each) => `⟦U+${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
    );
}

/** Code in backticks within prose; the code of a template has backticks of its own, within words. */
const QUOTED = /(?<![^\s([])`(.+?)`(?![^\s.,:;!?)\]'’…-])/;

/** Prose with `code` in backticks, as in messages. */
export function prose(text: string): Markup {
  // The odd ones are what the group matched.
  const parts = text.split(QUOTED);
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}

/** The first sentence of a message and the others: a full stop within code ends none. */
export function sentences(text: string): readonly [first: string, others: string] {
  const plain = text.replaceAll(new RegExp(QUOTED, 'g'), (code) => '`'.repeat(code.length));
  const end = /\.(?=\s+\S)/.exec(plain);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()] : [text, ''];
}
