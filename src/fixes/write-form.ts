import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import type { WrittenForm } from '../catalogue/row.ts';
import { insertion, type Edit } from './edit.ts';
import { frameFor, isParenthesized, type Tightness } from './parentheses.ts';
import type { ImportedName, Repair } from './repair.ts';
import { isOptional } from './insert-await.ts';
import { childrenOf, hasCommentWithin, identifiersIn } from './replace-call.ts';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** The repair by the first of `forms` that can be written in the place of `call`. */
export function firstFormFor(
  call: Call,
  forms: readonly WrittenForm[],
  sourceCode: Readonly<TSESLint.SourceCode>,
): Repair | undefined {
  for (const form of forms) {
    const repair = writtenForm(call, form, sourceCode);
    if (repair) return repair;
  }
  return undefined;
}

/**
 * The repair that writes `form` in the place of `call`. The arguments stay where they are, comments
 * in them too, as long as the form names each once and in order. `undefined` where the arguments do
 * not fit the form, where an argument with effects would be dropped, moved or doubled, where a
 * comment would be lost, and where a name of the form means something else in this place.
 */
export function writtenForm(
  call: Call,
  form: WrittenForm,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Repair | undefined {
  const args = call.arguments;
  if (isOptional(call) || call.typeArguments || !takes(form, args)) return undefined;
  // With the callee goes what it is read from: `connect().execSync(c)` would no longer connect.
  if (!isPlain(call.callee, sourceCode)) return undefined;

  const awaited = call.parent.type === 'AwaitExpression' ? call.parent : undefined;
  const tightness = tightnessOf(withTypeArguments(form.text, false));
  const inLanguage = withTypeArguments(form.text, isTypeScript(sourceCode));
  const text = awaited && tightness === 'await' ? inLanguage.replace(/^await\s+/, '') : inLanguage;
  // `await (await exec(c)).stdout` would wait twice: the old `await` goes with the call.
  const target = awaited && tightness !== 'await' ? awaited : call;

  const parts = partsOf(text, args, sourceCode);
  const slots = parts.flatMap((part) => (part.kind === 'argument' ? [part] : []));
  const used = args.filter((_, index) => slots.some((slot) => covers(slot, index)));
  if (slots.some((slot) => slot.from >= args.length)) return undefined;
  if (args.some((arg) => !used.includes(arg) && !isPlain(arg, sourceCode))) return undefined;
  if (!meansTheSameAt(call, text, form, used, sourceCode)) return undefined;

  const inPlace = slots.every((slot, index) => slot.from > (slots[index - 1]?.to ?? -1));
  if (!inPlace && !used.every((arg) => isPlain(arg, sourceCode))) return undefined;
  const ranges = slots.map((slot) => slotRange(slot, call, sourceCode));
  const replaced = inPlace ? gaps(target.range, ranges) : [target.range];
  if (replaced.some((range) => hasCommentWithin(range, sourceCode))) return undefined;

  const needs = Object.entries(form.imports ?? {}).map(([name, module]) => ({ name, module }));
  return {
    site: call,
    needs,
    released: identifiersIn(call, sourceCode, used),
    edits: (written) => {
      const texts = parts.map((part) => {
        if (part.kind === 'text') return withNames(part.text, needs, written);
        const argument = sourceCode.text.slice(...slotRange(part, call, sourceCode));
        return part.enclosed || isAtom(args[part.from]) ? argument : `(${argument})`;
      });
      const { before, after } = frameFor(
        target,
        texts.join(''),
        awaited && target === call ? 'call' : tightness,
        sourceCode,
      );
      if (!inPlace) return [{ range: target.range, text: before + texts.join('') + after }];
      return alongArguments(parts, texts, replaced, ranges, { before, after }, args);
    },
  };
}

/** The edits between the arguments, which stay untouched. */
function alongArguments(
  parts: readonly Part[],
  texts: readonly string[],
  replaced: readonly Edit['range'][],
  kept: readonly Edit['range'][],
  { before, after }: { before: string; after: string },
  args: readonly TSESTree.CallExpressionArgument[],
): Edit[] {
  const between: string[] = [before];
  const wrappers: Edit[] = [];
  parts.forEach((part, index) => {
    if (part.kind === 'text') {
      between.push((between.pop() ?? '') + (texts[index] ?? ''));
      return;
    }
    const range = kept[between.length - 1];
    if (range && !part.enclosed && !isAtom(args[part.from])) {
      wrappers.push(insertion(range[0], '('), insertion(range[1], ')'));
    }
    between.push('');
  });
  between.push((between.pop() ?? '') + after);
  const edits = replaced.map((range, index) => ({ range, text: between[index] ?? '' }));
  // A wrapper touches the edit beside it: joined, so that their order is certain.
  return edits.map(({ range, text }) => {
    const opens = wrappers.some((each) => each.range[0] === range[1] && each.text === '(');
    const closes = wrappers.some((each) => each.range[0] === range[0] && each.text === ')');
    return { range, text: (closes ? ')' : '') + text + (opens ? '(' : '') };
  });
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'argument';
      /** Index of the first argument and of the last. */
      readonly from: number;
      readonly to: number;
      /** Whether it stands as an argument or element, where any expression can. */
      readonly enclosed: boolean;
      /** Whether it stands for the properties of the object literal that it is. */
      readonly asProperties: boolean;
    };

function partsOf(
  text: string,
  args: readonly TSESTree.CallExpressionArgument[],
  sourceCode: Readonly<TSESLint.SourceCode>,
): Part[] {
  const cleaned =
    args.length === 0 ? text.replace(/\$\*\s*,\s*/g, '').replace(/(?:,\s*)?\$\*/g, '') : text;
  const parts: Part[] = [];
  let end = 0;
  for (const match of cleaned.matchAll(/\$(\d+|\*)/g)) {
    const after = match.index + match[0].length;
    const before = cleaned.slice(end, match.index);
    const from = match[1] === '*' ? 0 : Number(match[1]) - 1;
    const asProperties = /\.{3}$/.test(before) && hasOnlyProperties(args[from], sourceCode);
    parts.push(
      { kind: 'text', text: asProperties ? before.slice(0, -'...'.length) : before },
      {
        kind: 'argument',
        from,
        to: match[1] === '*' ? args.length - 1 : from,
        enclosed:
          /(?:[(,[]|\.{3})\s*$/.test(cleaned.slice(0, match.index)) &&
          /^\s*[),\]}]/.test(cleaned.slice(after)),
        asProperties,
      },
    );
    end = after;
  }
  parts.push({ kind: 'text', text: cleaned.slice(end) });
  return parts;
}

/** Whether the argument is an object literal whose properties can stand without its braces. */
function hasOnlyProperties(
  arg: TSESTree.Node | undefined,
  sourceCode: Readonly<TSESLint.SourceCode>,
): arg is TSESTree.ObjectExpression {
  const [first, last] =
    arg?.type === 'ObjectExpression' ? [arg.properties[0], arg.properties.at(-1)] : [];
  return (
    arg !== undefined &&
    first !== undefined &&
    last !== undefined &&
    !isParenthesized(arg, sourceCode) &&
    !hasCommentWithin([arg.range[0], first.range[0]], sourceCode) &&
    !hasCommentWithin([last.range[1], arg.range[1]], sourceCode)
  );
}

function covers({ from, to }: { from: number; to: number }, index: number): boolean {
  return from <= index && index <= to;
}

/** Whether the form allows these arguments: their number, and the options of object literals. */
function takes(form: WrittenForm, args: readonly TSESTree.CallExpressionArgument[]): boolean {
  const [least, most] =
    typeof form.arguments === 'number' ? [form.arguments, form.arguments] : form.arguments;
  const hasSpread = args.some((arg) => arg.type === 'SpreadElement');
  if (args.length < least || args.length > most || hasSpread) return false;
  return Object.entries(form.options ?? {}).every(([number, allowed]) => {
    const arg = args[Number(number) - 1];
    return (
      arg === undefined ||
      (arg.type === 'ObjectExpression' &&
        arg.properties.every(
          (property) =>
            property.type === 'Property' &&
            !property.computed &&
            allowed.includes(
              property.key.type === 'Identifier' ? property.key.name : String(property.key.value),
            ),
        ))
    );
  });
}

/** From the first argument of a slot to its last, with the parentheses that are theirs. */
function slotRange(
  { from, to, asProperties }: Extract<Part, { kind: 'argument' }>,
  call: Call,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Edit['range'] {
  const first = call.arguments[from];
  const last = call.arguments[to];
  if (!first || !last) return [call.range[1], call.range[1]];
  if (asProperties && first.type === 'ObjectExpression') {
    const { properties } = first;
    return [
      properties[0]?.range[0] ?? first.range[0],
      properties.at(-1)?.range[1] ?? first.range[1],
    ];
  }
  const opening = sourceCode.getTokenAfter(call.callee, { filter: ({ value }) => value === '(' });
  let opener = sourceCode.getTokenBefore(first);
  while (opener?.value === '(' && opener.range[0] !== opening?.range[0]) {
    opener = sourceCode.getTokenBefore(opener);
  }
  const closing = sourceCode.getLastToken(call);
  let closer = sourceCode.getTokenAfter(last);
  while (closer?.value === ')' && closer.range[0] !== closing?.range[0]) {
    closer = sourceCode.getTokenAfter(closer);
  }
  if (!opener || !closer) return [first.range[0], last.range[1]];
  // The comments beside an argument are its own; one that ends its line keeps the line end.
  const start = sourceCode.getTokenAfter(opener, { includeComments: true });
  const end = sourceCode.getTokenBefore(closer, { includeComments: true });
  return [
    start?.range[0] ?? first.range[0],
    end?.type === 'Line' ? closer.range[0] : (end?.range[1] ?? last.range[1]),
  ];
}

function gaps([start, end]: Edit['range'], kept: readonly Edit['range'][]): Edit['range'][] {
  const starts = [start, ...kept.map((range) => range[1])];
  const ends = [...kept.map((range) => range[0]), end];
  return starts.map((from, index) => [from, ends[index] ?? end]);
}

/** The text with its `$<…>` as type arguments, or without them. */
function withTypeArguments(text: string, keep: boolean): string {
  return text.replace(/\$(<.*?>)(?=\()/g, keep ? '$1' : '');
}

/** Whether the file may have type arguments. */
function isTypeScript({ ast, parserServices }: Readonly<TSESLint.SourceCode>): boolean {
  const file = parserServices?.esTreeNodeToTSNodeMap?.get(ast).getSourceFile();
  return file !== undefined && /\.[cm]?tsx?$/.test(file.fileName);
}

/** How tightly the text of a form holds together, by what stands outside its brackets. */
function tightnessOf(text: string): Tightness {
  const awaits = /^await\s/.test(text);
  const rest = outsideBrackets(text.replace(/^await\s+/, '').replace(/^new\s+/, ''));
  if (/[^\w$.#*]/.test(rest)) return 'loose';
  return awaits ? 'await' : 'call';
}

/** `text` without what is in brackets, and without the strings. */
function outsideBrackets(text: string): string {
  let outside = '';
  let depth = 0;
  for (const [token] of text.matchAll(STRING_OR_CHARACTER)) {
    if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    else if (depth === 0) outside += token.length > 1 ? '' : token;
  }
  return outside;
}

const STRING_OR_CHARACTER = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[\s\S]/g;

/** Strings, and names that are no properties: not `.x`, not `x:`. */
const STRING_OR_NAME =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?<![\w$.])([A-Za-z_][\w$]*)(?!\s*:(?!:))/g;

function withNames(
  text: string,
  needs: readonly ImportedName[],
  written: (needed: ImportedName) => string,
): string {
  return text.replace(STRING_OR_NAME, (match, name?: string) => {
    const needed = needs.find((each) => each.name === name);
    return needed ? written(needed) : match;
  });
}

/** Whether no name of the form is taken by the file, and none of the arguments by the form. */
function meansTheSameAt(
  call: Call,
  text: string,
  form: WrittenForm,
  used: readonly TSESTree.Node[],
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  const bound = new Set<string>();
  for (const [, list] of text.matchAll(/\(([^()]*)\)\s*=>/g)) {
    for (const [name] of (list ?? '').matchAll(/[\w$]+/g)) bound.add(name);
  }
  for (const [, name] of text.matchAll(/([\w$]+)\s*=>|\b(?:const|let)\s+([\w$]+)/g)) {
    if (name !== undefined) bound.add(name);
  }
  const scope = sourceCode.getScope(call);
  const captured = [...text.matchAll(STRING_OR_NAME)].some(
    ([, name]) =>
      name !== undefined &&
      !bound.has(name) &&
      form.imports?.[name] === undefined &&
      (findVariable(scope, name)?.defs.length ?? 0) > 0,
  );
  if (captured) return false;
  // An argument that ends up in an arrow function of the form can no longer await for itself.
  const movesInside = text.includes('=>') && text.indexOf('=>') < text.lastIndexOf('$');
  if (movesInside && used.some((arg) => suspends(arg, sourceCode))) return false;
  return used.every((arg) =>
    identifiersIn(arg, sourceCode).every((identifier) => !bound.has(identifier.name)),
  );
}

function suspends(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  return (
    node.type === 'AwaitExpression' ||
    node.type === 'YieldExpression' ||
    childrenOf(node, sourceCode).some((child) => suspends(child, sourceCode))
  );
}

/** Whether it does not matter when, and how often, the expression is evaluated. */
function isPlain(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
    case 'ThisExpression':
      return true;
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'Property':
    case 'TemplateLiteral':
    case 'TemplateElement':
    case 'MemberExpression':
    case 'TSAsExpression':
      return childrenOf(node, sourceCode).every(
        (child) => isType(child) || isPlain(child, sourceCode),
      );
    case 'UnaryExpression':
      return node.operator !== 'delete' && isPlain(node.argument, sourceCode);
    case 'CallExpression': // require('fs').existsSync
      return (
        node.callee.type === 'Identifier' &&
        node.callee.name === 'require' &&
        node.arguments.every(({ type }) => type === 'Literal')
      );
    case 'NewExpression': // new FileReaderSync().readAsText
      return node.callee.type === 'Identifier' && node.arguments.length === 0;
    default:
      return false;
  }
}

function isType(node: TSESTree.Node): boolean {
  return node.type.startsWith('TS') && node.type !== 'TSAsExpression';
}

/** An expression that needs parentheses in no place but as the callee of `new`. */
function isAtom(node: TSESTree.Node | undefined): boolean {
  return (
    node?.type === 'Identifier' ||
    node?.type === 'Literal' ||
    node?.type === 'MemberExpression' ||
    node?.type === 'CallExpression' ||
    node?.type === 'ArrayExpression' ||
    node?.type === 'TemplateLiteral' ||
    node?.type === 'ThisExpression'
  );
}
