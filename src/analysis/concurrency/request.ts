import type ts from 'typescript';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { RequestFact } from '../../catalogue/row.ts';
import type { Callee } from '../callee.ts';
import { withWrappers, withoutWrappers } from '../callee.ts';
import { nameText } from '../declared-names.ts';
import { promiseCallOf } from '../promise-call.ts';
import type { TypedProgram } from '../typescript.ts';
import { calledName } from './read-name.ts';

/**
 * What a call asks a server for, by its method, command or statement:
 * - `read`: something safe (RFC 9110: GET, HEAD), and the answer is used;
 * - `write`: anything else that is written out, or an answer that nobody looks at;
 * - `unknown`: the method is computed;
 * - `none`: it is no request, or the catalogue does not say how to tell.
 */
export type RequestKind = 'read' | 'write' | 'unknown' | 'none';

export function requestAt(
  call: ts.CallExpression | ts.TaggedTemplateExpression,
  callee: Extract<Callee, { kind: 'library' }>,
  typed: TypedProgram,
  catalogue: Pick<Catalogue, 'row'>,
): RequestKind {
  const row = catalogue.row(callee.module, callee.name);
  const fact = row?.request;
  if (!fact || typed.ts.isTaggedTemplateExpression(call)) return 'none';
  const kind = kindOf(fact, call.arguments, typed);
  return kind === 'read' && !isUsed(call, typed) ? 'write' : kind;
}

/**
 * Whether anybody looks at the value of a call, or at what it resolves to. Of what is gathered or goes
 * on, `Promise.all([f(), g()])`, `Promise.all(xs.map((x) => f(x)))` and `f().then(g)`, whether anybody
 * looks at the whole.
 */
export function isUsed(call: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const outer = withWrappers(call, ts);
  const { parent } = outer;
  if (ts.isAwaitExpression(parent)) return isUsed(parent, typed);
  const whole = chainedBy(outer, typed) ?? gatheredBy(outer, typed);
  if (whole) return isUsed(whole, typed);
  return !ts.isExpressionStatement(parent) && !ts.isVoidExpression(parent);
}

function chainedBy({ parent }: ts.Node, typed: TypedProgram): ts.CallExpression | undefined {
  const { ts } = typed;
  const call = ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
  return call &&
    ts.isCallExpression(call) &&
    call.expression === parent &&
    promiseCallOf(call, typed)?.kind === 'chain'
    ? call
    : undefined;
}

/** The call of a combinator that `value` is an element of, or is made for by a callback. */
function gatheredBy(value: ts.Node, typed: TypedProgram): ts.CallExpression | undefined {
  const { ts } = typed;
  let collection = value.parent;
  if (ts.isReturnStatement(collection)) collection = collection.parent.parent;
  if (ts.isArrowFunction(collection)) collection = withWrappers(collection, ts).parent;
  else if (!ts.isArrayLiteralExpression(collection)) return undefined;
  const isCollection =
    ts.isArrayLiteralExpression(collection) ||
    (ts.isCallExpression(collection) && calledName(collection, ts) === 'map');
  const call = isCollection ? withWrappers(collection, ts).parent : undefined;
  return call && ts.isCallExpression(call) && promiseCallOf(call, typed)?.kind === 'combinator'
    ? call
    : undefined;
}

function kindOf(
  fact: RequestFact,
  given: readonly ts.Expression[],
  typed: TypedProgram,
): RequestKind {
  const { ts } = typed;
  if (given.slice(0, fact.argument).some((each) => ts.isSpreadElement(each))) return 'unknown';
  const argument = given[fact.argument - 1];
  const value = argument && withoutWrappers(argument, ts);
  switch (fact.by) {
    case 'options':
      return ofOptions(value, typed);
    case 'method': {
      const text = value && literalText(value, typed);
      return text === undefined ? 'unknown' : ofMethod(text.split(' ')[0] ?? '');
    }
    case 'command': {
      const name = value && ts.isNewExpression(value) ? lastName(value.expression, ts) : undefined;
      if (name === undefined) return 'unknown';
      return READING_COMMAND.test(name) ? 'read' : 'write';
    }
    case 'statement': {
      const text = value && literalText(value, typed);
      if (text === undefined) return 'unknown';
      return READING_STATEMENT.test(text) && !CHANGES.test(text) ? 'read' : 'write';
    }
    case 'pipeline':
      return ofPipeline(value, typed);
  }
}

function ofOptions(options: ts.Expression | undefined, typed: TypedProgram): RequestKind {
  const { ts } = typed;
  if (!options) return 'read';
  if (!ts.isObjectLiteralExpression(options)) return 'unknown';
  let kind: RequestKind = 'read';
  for (const property of options.properties) {
    // Properties of a spread object may hold a method; one that is written after them wins.
    if (ts.isSpreadAssignment(property)) kind = 'unknown';
    else if (nameText(property.name, ts)?.toLowerCase() === 'method') {
      const method = ts.isPropertyAssignment(property)
        ? literalText(withoutWrappers(property.initializer, ts), typed)
        : undefined;
      kind = method === undefined ? 'unknown' : ofMethod(method);
    }
  }
  return kind;
}

/** The stages of an aggregation: `$out` and `$merge` store what it gives. */
function ofPipeline(stages: ts.Expression | undefined, { ts }: TypedProgram): RequestKind {
  if (!stages) return 'read';
  if (!ts.isArrayLiteralExpression(stages)) return 'unknown';
  let kind: RequestKind = 'read';
  for (const stage of stages.elements) {
    const value = withoutWrappers(stage, ts);
    const [name] = ts.isObjectLiteralExpression(value) ? value.properties : [];
    const text = name?.name && nameText(name.name, ts);
    if (text === undefined) kind = 'unknown';
    else if (/^\$(?:out|merge)$/.test(text)) return 'write';
  }
  return kind;
}

function ofMethod(method: string): RequestKind {
  return /^(?:get|head)$/i.test(method) ? 'read' : 'write';
}

/** The text of a literal, or of an expression whose type is one. */
function literalText(value: ts.Expression, { ts, checker }: TypedProgram): string | undefined {
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isTemplateExpression(value)) return value.head.text;
  const type = checker.getTypeAtLocation(value);
  return type.isStringLiteral() ? type.value : undefined;
}

function lastName(expression: ts.Expression, t: typeof ts): string | undefined {
  if (t.isIdentifier(expression)) return expression.text;
  return t.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

const READING_COMMAND =
  /^(?:Get|List|Head|Describe|Query|Scan|BatchGet|TransactGet|Select|Lookup|Search)(?:[A-Z]\w*)?Command$/;

const READING_STATEMENT = /^\s*(?:select|show|explain|describe|pragma table_info)\b/i;

/** What a reading statement may have in it that changes something after all. */
const CHANGES =
  /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\binto\b|\bnextval\b|\banalyze\b|;\s*\S/i;
