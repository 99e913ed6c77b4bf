import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { RequestFact } from '../../catalogue/row.ts';
import type { Body, Callee } from '../callee.ts';
import { withWrappers, withoutWrappers } from '../callee.ts';
import { nameText, namesIn } from '../declared-names.ts';
import { promiseCallOf } from '../promise-call.ts';
import type { TypedProgram } from '../typescript.ts';
import { valueSymbol } from './private-object.ts';
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
  catalogue: Rows,
  given: Given = untold,
): RequestKind {
  const row = catalogue.row(callee.module, callee.name);
  const fact = row?.request;
  if (!fact || typed.ts.isTaggedTemplateExpression(call)) return 'none';
  const kind = kindOf(fact, call.arguments, typed, given);
  return kind === 'read' && !isUsed(call, typed) ? 'write' : kind;
}

/**
 * What one call of the function around gives for a value that its parameters hold: an expression,
 * `nothing` where it is left out, `undefined` where that is not known.
 */
export type Given = (value: ts.Expression) => ts.Expression | 'nothing' | undefined;

const untold: Given = () => undefined;

/** What `call` gives for the parameters of `body`, which it calls. */
export function givenBy(call: ts.CallExpression, body: Body, typed: TypedProgram): Given {
  const { ts } = typed;
  const parameters = ts.isClassLike(body) ? [] : body.parameters;
  return valueOf;

  function valueOf(value: ts.Expression): ts.Expression | 'nothing' | undefined {
    const inner = withoutWrappers(value, ts);
    if (ts.isIdentifier(inner)) return ofVariable(inner);
    if (ts.isPropertyAccessExpression(inner)) {
      const owner = valueOf(inner.expression);
      return owner === 'nothing' && inner.questionDotToken
        ? 'nothing'
        : propertyOf(owner, inner.name.text);
    }
    if (!ts.isBinaryExpression(inner)) return undefined;
    const { QuestionQuestionToken, BarBarToken } = ts.SyntaxKind;
    const { kind } = inner.operatorToken;
    if (kind !== QuestionQuestionToken && kind !== BarBarToken) return undefined;
    const left = valueOf(inner.left);
    return left === 'nothing' ? inner.right : left;
  }

  function ofVariable(name: ts.Identifier): ts.Expression | 'nothing' | undefined {
    const declaration = valueSymbol(name, typed)?.declarations?.[0];
    if (!declaration || namesIn(name.getSourceFile(), typed).assignedVariables.has(name.text)) {
      return undefined;
    }
    if (ts.isParameter(declaration)) return ofParameter(declaration);
    if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) {
      return undefined;
    }
    const parameter = declaration.parent.parent;
    const key = nameText(declaration.propertyName ?? declaration.name, ts);
    if (!ts.isParameter(parameter) || key === undefined || declaration.dotDotDotToken) {
      return undefined;
    }
    const own = propertyOf(ofParameter(parameter), key);
    return own === 'nothing' ? (declaration.initializer ?? own) : own;
  }

  function ofParameter(parameter: ts.ParameterDeclaration): ts.Expression | 'nothing' | undefined {
    const index = parameters
      .filter(({ name }) => !(ts.isIdentifier(name) && name.text === 'this'))
      .indexOf(parameter);
    const before = call.arguments.slice(0, index + 1);
    if (index < 0 || parameter.dotDotDotToken || before.some((each) => ts.isSpreadElement(each))) {
      return undefined;
    }
    return call.arguments[index] ?? parameter.initializer ?? 'nothing';
  }

  function propertyOf(
    owner: ts.Expression | 'nothing' | undefined,
    key: string,
  ): ts.Expression | 'nothing' | undefined {
    const object = owner === undefined || owner === 'nothing' ? owner : withoutWrappers(owner, ts);
    if (object === undefined || object === 'nothing') return undefined;
    if (!ts.isObjectLiteralExpression(object)) return undefined;
    let found: ts.Expression | 'nothing' | undefined = 'nothing';
    for (const property of object.properties) {
      const name = property.name && nameText(property.name, ts);
      if (name !== undefined && name !== key) continue;
      found = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    }
    return found;
  }
}

/**
 * Whether a call says by a statement that is written out that it only reads, whatever it calls:
 * `db.query('select …')`, `client.request('query { … }')`.
 */
export function statesReading(call: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (!ts.isCallExpression(call) || !TAKES_STATEMENT.test(calledName(call, ts) ?? '')) return false;
  // Some take the connection or the address first.
  return call.arguments.slice(0, 2).some((each) => {
    const value = withoutWrappers(each, ts);
    const text = ts.isStringLiteralLike(value) ? value.text : '';
    return isReadingStatement(text) || READING_DOCUMENT.test(text);
  });
}

const TAKES_STATEMENT = /^(?:query|execute|all|raw|request|rawRequest|\$queryRawUnsafe)$/;

const READING_DOCUMENT = /^\s*(?:query\b|\{)/;

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
  args: readonly ts.Expression[],
  typed: TypedProgram,
  given: Given,
): RequestKind {
  const { ts } = typed;
  if (args.slice(0, fact.argument).some((each) => ts.isSpreadElement(each))) return 'unknown';
  const argument = args[fact.argument - 1];
  const known = argument && (given(argument) ?? argument);
  const value = known && known !== 'nothing' ? withoutWrappers(known, ts) : undefined;
  switch (fact.by) {
    case 'options':
      return ofOptions(value, typed, given);
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
      return isReadingStatement(text) ? 'read' : 'write';
    }
    case 'pipeline':
      return ofPipeline(value, typed);
  }
}

function ofOptions(
  options: ts.Expression | undefined,
  typed: TypedProgram,
  given: Given,
): RequestKind {
  const { ts } = typed;
  if (!options) return 'read';
  if (!ts.isObjectLiteralExpression(options)) return 'unknown';
  let kind: RequestKind = 'read';
  for (const property of options.properties) {
    // Properties of a spread object may hold a method; one that is written after them wins.
    if (ts.isSpreadAssignment(property)) kind = ofSpread(property.expression, kind, typed, given);
    else if (nameText(property.name, ts) === undefined) kind = 'unknown';
    else if (nameText(property.name, ts)?.toLowerCase() === 'method') {
      kind = ofGivenMethod(valueOfProperty(property, ts), typed, given);
    }
  }
  return kind;
}

function valueOfProperty(
  property: ts.ObjectLiteralElementLike,
  t: typeof ts,
): ts.Expression | undefined {
  if (t.isShorthandPropertyAssignment(property)) return property.name;
  return t.isPropertyAssignment(property) ? property.initializer : undefined;
}

function ofGivenMethod(
  value: ts.Expression | undefined,
  typed: TypedProgram,
  given: Given,
): RequestKind {
  const known = value && (given(value) ?? value);
  if (known === 'nothing') return 'read';
  const text = known && literalText(withoutWrappers(known, typed.ts), typed);
  return text === undefined ? 'unknown' : ofMethod(text);
}

/** What `…options` makes of a request that is `kind` without. */
function ofSpread(
  options: ts.Expression,
  kind: RequestKind,
  typed: TypedProgram,
  given: Given,
): RequestKind {
  const known = given(options);
  if (known === 'nothing') return kind;
  const value = known && withoutWrappers(known, typed.ts);
  if (!value || !typed.ts.isObjectLiteralExpression(value)) return 'unknown';
  const names = value.properties.map(({ name }) => name && nameText(name, typed.ts));
  const says = names.some((name) => name === undefined || name.toLowerCase() === 'method');
  return says ? ofOptions(value, typed, untold) : kind;
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

function isReadingStatement(text: string): boolean {
  return READING_STATEMENT.test(text) && !CHANGES.test(text);
}

const READING_STATEMENT = /^\s*(?:select|show|explain|describe|pragma table_info)\b/i;

/** What a reading statement may have in it that changes something after all. */
const CHANGES =
  /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\binto\b|\bnextval\b|\banalyze\b|;\s*\S/i;
