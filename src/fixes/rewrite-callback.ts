import type ts from 'typescript';

import type {
  ParserServicesWithTypeInformation,
  TSESLint,
  TSESTree,
} from '@typescript-eslint/utils';

import { canAwaitAt, functionAround, type FunctionNode } from '../analysis/await-site.ts';
import type { Receiver, ReceiverKind } from '../analysis/callback-receiver.ts';
import { returnsSomething } from '../analysis/combinator-misuse.ts';
import { iteratedKind } from '../analysis/iterated.ts';
import { thenabilityOfType, type Thenability } from '../analysis/thenable.ts';
import { allowsTopLevelAwait } from '../analysis/top-level-await.ts';
import type { TypedProgram } from '../analysis/typescript.ts';
import { membersOf } from '../analysis/union-members.ts';
import { awaitInHandler } from './async-callback.ts';
import { forEachAsLoop } from './callback-loop.ts';
import { combined } from './combine.ts';
import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import { awaitedAll, isGlobal, isOptional } from './insert-await.ts';
import { asyncKeyword, makeAsync } from './make-async.ts';
import { frameFor } from './parentheses.ts';
import type { Repair } from './repair.ts';
import { hasCommentWithin } from './replace-call.ts';

/** The file that is repaired, with its types. */
export interface CallbackFile {
  readonly services: ParserServicesWithTypeInformation;
  readonly typed: TypedProgram;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
}

/** One way to look after the promises of a callback. */
export interface CallbackRepair {
  /**
   * `inTurn`: a loop that awaits each; `together`: `Promise.all`; `awaitAll`: the promises of a chain
   * are awaited before it goes on; `awaitAnswers`: those that a predicate returns; `catchInside`:
   * the function handles its own errors.
   */
  readonly kind: 'inTurn' | 'together' | 'awaitAll' | 'awaitAnswers' | 'catchInside';
  /** The code to write, shortened for a person. */
  readonly code: string;
  /** What must become async for that, as the rest of a sentence. */
  readonly within: string;
  readonly repair: Repair;
  readonly proven: boolean;
}

/** The ways to look after the promises of the function at `place`, the best first. */
export function repairsOf(
  receiver: Receiver,
  place: TSESTree.Node,
  file: CallbackFile,
): CallbackRepair[] {
  const called = receiver.call && file.services.tsNodeToESTreeNodeMap.get(receiver.call);
  const call = called && unchained(called);
  switch (receiver.kind) {
    case 'iteration':
    case 'dropped':
      return call?.type === 'CallExpression' ? forEachRepairs(call, place, file) : [];
    case 'chain':
      return call?.type === 'CallExpression' ? chainRepairs(call, receiver, file) : [];
    case 'predicate':
      return call?.type === 'CallExpression' ? predicateRepairs(call, receiver, file) : [];
    case 'comparator':
    case 'key':
    case 'reducer':
    case 'replacement':
    case 'effect':
      return [];
    default: {
      const caught = caughtInside(place, receiver, file);
      return caught ? [caught] : [];
    }
  }
}

/** The map of nodes has the whole chain for its last call. */
function unchained(node: TSESTree.Node): TSESTree.Node {
  return node.type === 'ChainExpression' ? node.expression : node;
}

function forEachRepairs(
  call: TSESTree.CallExpression,
  callback: TSESTree.Node,
  file: CallbackFile,
): CallbackRepair[] {
  const loop = forEachAsLoop(call, callback, file);
  const together = awaitedTogether(call, file);
  return [
    ...(loop ? waited('inTurn', loop.code, loop.repair, file) : []),
    ...(together ? waited('together', together.code, together.repair, file) : []),
  ];
}

interface Written {
  readonly code: string;
  readonly repair: Repair;
}

/** `xs.forEach(f)` → `await Promise.all(xs.map(f))`, as a statement. */
function awaitedTogether(call: TSESTree.CallExpression, file: CallbackFile): Written | undefined {
  const { sourceCode, services } = file;
  const { callee } = call;
  const whole = statementValue(call);
  if (!whole || !isGlobal('Promise', call, sourceCode)) return undefined;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined;
  if (callee.property.name === 'from') return all(`Array.from(…)`, []);

  const { object } = callee;
  const receiver = shown(sourceCode.getText(object));
  const kind = iteratedKind(services.getTypeAtLocation(object), file.typed);
  const optional = isOptional(call);
  if (kind === 'array') {
    const map: Edit = { range: callee.property.range, text: 'map' };
    return all(`${receiver}${callee.optional ? '?.' : '.'}map(…)`, [map], optional ? ' ?? []' : '');
  }
  const [argument, second] = call.arguments;
  const takesOne =
    argument?.type === 'ArrowFunctionExpression' &&
    argument.params.length === 1 &&
    argument.params[0]?.type !== 'RestElement';
  if (optional || !argument || second || !takesOne || kind === undefined) return undefined;
  if (hasCommentWithin([object.range[1], argument.range[0]], sourceCode)) return undefined;
  if (hasCommentWithin([argument.range[1], call.range[1]], sourceCode)) return undefined;
  const values = kind === 'map' ? '.values()' : '';
  return all(`Array.from(${receiver}${values}, …)`, [
    insertion(call.range[0], 'Array.from('),
    { range: [object.range[1], argument.range[0]], text: `${values}, ` },
    { range: [argument.range[1], call.range[1]], text: ')' },
  ]);

  function all(code: string, edits: readonly Edit[], fallback = ''): Written | undefined {
    if (!whole) return undefined;
    const awaiting = whole.type === 'AwaitExpression' ? '' : 'await ';
    const inner = whole.type === 'AwaitExpression' ? whole.argument : whole;
    const [start, end] = inner.range;
    return {
      code: `await Promise.all(${code}${fallback})`,
      repair: {
        site: call,
        needs: [],
        released: [],
        edits: () => [
          insertion(start, `${awaiting}Promise.all(`),
          ...edits,
          insertion(end, `${fallback})`),
        ],
      },
    };
  }
}

/** What the statement of `call` consists of: the call, its optional chain, an `await` of it. */
function statementValue(
  call: TSESTree.CallExpression,
): TSESTree.CallExpression | TSESTree.ChainExpression | TSESTree.AwaitExpression | undefined {
  let whole: TSESTree.CallExpression | TSESTree.ChainExpression | TSESTree.AwaitExpression = call;
  if (whole.parent.type === 'ChainExpression') whole = whole.parent;
  if (whole.parent.type === 'AwaitExpression') whole = whole.parent;
  return whole.parent.type === 'ExpressionStatement' ? whole : undefined;
}

/** `xs.map(f).join()` → `(await Promise.all(xs.map(f))).join()`. */
function chainRepairs(
  call: TSESTree.CallExpression,
  { name, reader }: Receiver,
  file: CallbackFile,
): CallbackRepair[] {
  const { sourceCode, services, typed } = file;
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  const isFrom = name === 'Array.from';
  const isArray =
    isFrom || iteratedKind(services.getTypeAtLocation(callee.object), typed) === 'array';
  if (!isArray || isOptional(call)) return [];

  const code = shown(sourceCode.getText(callee));
  if (name === 'flatMap') {
    if (!isGlobal('Promise', call, sourceCode)) return [];
    const { before, after } = frameFor(call, '(', 'call', sourceCode);
    const repair: Repair = {
      site: call,
      needs: [],
      released: [],
      edits: () => [
        insertion(call.range[0], `${before}(await Promise.all(`),
        { range: callee.property.range, text: 'map' },
        insertion(call.range[1], `)).flat()${after}`),
      ],
    };
    const written = `(await Promise.all(${code.replace(/flatMap$/, 'map')}(…))).flat()`;
    return waited('awaitAll', written, repair, file);
  }
  const repair = awaitedAll(call, sourceCode);
  if (!repair) return [];
  // What these return has the same type, whatever the elements are.
  const isText = /^(?:join|toString|toLocaleString)$/.test(reader?.name.text ?? '');
  return waited('awaitAll', `await Promise.all(${code}(…))`, repair, file, isText);
}

function predicateRepairs(
  call: TSESTree.CallExpression,
  { name }: Receiver,
  file: CallbackFile,
): CallbackRepair[] {
  const { sourceCode, services, typed } = file;
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  if (isOptional(call) || !isGlobal('Promise', call, sourceCode)) return [];
  if (iteratedKind(services.getTypeAtLocation(callee.object), typed) !== 'array') return [];
  if (name === 'filter') return filterRepairs(call, callee, file);

  const receiver = sourceCode.getText(callee.object);
  const finder = /^find(?:Last)?$/.test(name) ? `${name}Index` : name;
  const picks = finder !== name;
  if (picks && !isPath(callee.object)) return [];
  const opening = picks ? `${receiver}[(await Promise.all(` : '(await Promise.all(';
  const closing = `)).${finder}(Boolean)${picks ? ']' : ''}`;
  const { before, after } = frameFor(call, opening, 'call', sourceCode);
  const repair: Repair = {
    site: call,
    needs: [],
    released: [],
    edits: () => [
      insertion(call.range[0], before + opening),
      { range: callee.property.range, text: 'map' },
      insertion(call.range[1], closing + after),
    ],
  };
  return waited('awaitAnswers', `${opening}${shown(receiver)}.map(…)${closing}`, repair, file);
}

/** `const kept = await Promise.all(xs.map(f));` before the statement, and `kept[index]` in it. */
function filterRepairs(
  call: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
  file: CallbackFile,
): CallbackRepair[] {
  const { sourceCode } = file;
  const [callback, second] = call.arguments;
  const statement = statementStartingWith(call);
  if (!callback || second || !statement || !isPath(callee.object)) return [];
  const name = ['kept', 'isKept', 'keep'].find((each) => !isUsedName(each, sourceCode));
  if (name === undefined || isUsedName('index', sourceCode, callee.object)) return [];

  const receiver = sourceCode.getText(callee.object);
  const { text } = sourceCode;
  const [start] = statement.range;
  const moved = text.slice(...callback.range);
  const precomputed = `const ${name} = await Promise.all(${receiver}.map(${moved}));`;
  const repair: Repair = {
    site: call,
    needs: [],
    released: [],
    edits: () => [
      insertion(start, `${precomputed}${newlineOf(text)}${indentAt(text, start)}`),
      { range: callback.range, text: `(_, index) => ${name}[index]` },
    ],
  };
  const code = `const ${name} = await Promise.all(${shown(receiver)}.map(…))`;
  return waited('awaitAnswers', code, repair, file);
}

/** The statement of a block that evaluates `call` before anything else. */
function statementStartingWith(call: TSESTree.CallExpression): TSESTree.Node | undefined {
  let value: TSESTree.Expression = call;
  while (
    (value.parent.type === 'MemberExpression' && value.parent.object === value) ||
    (value.parent.type === 'CallExpression' && value.parent.callee === value)
  ) {
    value = value.parent;
  }
  const { parent } = value;
  const isDeclared =
    parent.type === 'VariableDeclarator' && parent.parent.declarations.length === 1;
  const statement: TSESTree.Node = isDeclared ? parent.parent : parent;
  const isStatement = /^(?:VariableDeclaration|ReturnStatement|ExpressionStatement)$/.test(
    statement.type,
  );
  const block = statement.parent?.type;
  return isStatement && (block === 'BlockStatement' || block === 'Program') ? statement : undefined;
}

function isUsedName(
  name: string,
  sourceCode: CallbackFile['sourceCode'],
  within: TSESTree.Node = sourceCode.ast,
): boolean {
  return sourceCode.getTokens(within).some(({ value }) => value === name);
}

/** A name, or members read from one: evaluating it twice is evaluating it once. */
function isPath(expression: TSESTree.Expression): boolean {
  return (
    expression.type === 'Identifier' ||
    expression.type === 'ThisExpression' ||
    (expression.type === 'MemberExpression' && !expression.computed && isPath(expression.object))
  );
}

/** The repair where `await` can be written, else with the functions around it made async. */
function waited(
  kind: CallbackRepair['kind'],
  code: string,
  inner: Repair,
  file: CallbackFile,
  proven = false,
): CallbackRepair[] {
  const fn = functionAround(inner.site);
  if (canAwaitAt(inner.site)) {
    const top = file.services.esTreeNodeToTSNodeMap.get(inner.site).getSourceFile();
    if (!fn && !allowsTopLevelAwait(top, file.typed)) return [];
    return [{ kind, code, within: '', repair: inner, proven }];
  }
  if (!fn) return [];
  const name = nameOf(fn);
  const repair = makeAsync([inner], inner.site, file.sourceCode, {
    returns: (each) => returnedBy(each, file),
    isSame: (use, declared) =>
      file.services.getSymbolAtLocation(use) === file.services.getSymbolAtLocation(declared),
  });
  const made = repair ?? asyncAlone(fn, inner, file);
  if (!made) return [];
  const within = `, and make \`${name}\` async`;
  return [{ kind, code, within, repair: made, proven: false }];
}

/** A function that returns nothing can become async without harm to the types of its callers. */
function asyncAlone(fn: FunctionNode, inner: Repair, file: CallbackFile): Repair | undefined {
  const { services, typed } = file;
  const isNamed =
    fn.type === 'FunctionDeclaration' ||
    (fn.parent.type === 'VariableDeclarator' && !fn.parent.id.typeAnnotation) ||
    (fn.parent.type === 'MethodDefinition' &&
      fn.parent.parent.parent.superClass === null &&
      fn.parent.parent.parent.implements.length === 0);
  const [signature] = services.getTypeAtLocation(fn).getCallSignatures();
  const { Void } = typed.ts.TypeFlags;
  const returnsNothing = signature && (signature.getReturnType().flags & Void) !== 0;
  const keyword = isNamed && returnsNothing ? asyncKeyword(fn, file.sourceCode) : undefined;
  return keyword && combined(inner.site, [inner], keyword);
}

function nameOf(fn: FunctionNode): string {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier')
    return parent.id.name;
  return parent.type === 'MethodDefinition' && 'name' in parent.key
    ? parent.key.name
    : 'the function around it';
}

function returnedBy(fn: FunctionNode, { services, typed }: CallbackFile): Thenability {
  const node = services.esTreeNodeToTSNodeMap.get(fn);
  const [signature] = typed.checker.getTypeAtLocation(node).getCallSignatures();
  return signature ? thenabilityOfType(signature.getReturnType(), node, typed) : 'unknown';
}

/** The function logs what it throws, so that its promise never rejects. */
function caughtInside(
  place: TSESTree.Node,
  { kind }: Receiver,
  file: CallbackFile,
): CallbackRepair | undefined {
  const { sourceCode } = file;
  // Others call a method by its own type, and await it: they would no longer see it fail.
  if (kind === 'inherited') return undefined;
  if (!isGlobal('console', place, sourceCode)) return undefined;
  const made = (repair: Repair | undefined, code: string): CallbackRepair | undefined =>
    repair && { kind: 'catchInside', code, within: '', repair, proven: false };

  if (place.type === 'ArrowFunctionExpression' || place.type === 'FunctionExpression') {
    if (place.async) return made(tryInside(place, kind, file), 'try { … } catch (error) { … }');
    if (place.body.type === 'BlockStatement') return undefined;
    const catcher = catcherOf(place, kind, file);
    const caught = catcher && catchAfter(place.body, catcher.name, file);
    const repair = caught && combined(caught.site, [caught], catcher.edits);
    return catcher && made(repair, `.catch(${catcher.name})`);
  }
  // A listener is removed by the function that was added.
  const wrapped = kind === 'listener' ? undefined : catchingReference(place, kind, file);
  return wrapped && made(wrapped.repair, wrapped.code);
}

/**
 * The function that gets the error: where somebody waits for an answer, `next` of a request handler and
 * `reject` of an executor; the console elsewhere. `undefined` for a handler that has no `next`.
 */
function catcherOf(
  fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  kind: ReceiverKind,
  file: CallbackFile,
): { readonly name: string; readonly edits: Edit[] } | undefined {
  const names = fn.params.map((each) => (each.type === 'Identifier' ? each.name : ''));
  switch (kind) {
    case 'executor': {
      const edits = secondParameter(fn, file.sourceCode);
      return edits && { name: names[1] ?? 'reject', edits };
    }
    case 'handler': {
      const [answer] = answerOf(fn, names, file) ?? [];
      return answer === 'next(error);' ? { name: 'next', edits: [] } : undefined;
    }
    default:
      return { name: 'console.error', edits: [] };
  }
}

/** The edits that give an executor its second parameter, `reject`; `undefined` where they cannot be written. */
function secondParameter(
  fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  sourceCode: CallbackFile['sourceCode'],
): Edit[] | undefined {
  const [first, second] = fn.params;
  if (second) return second.type === 'Identifier' ? [] : undefined;
  const isTaken = /\breject\b/.test(sourceCode.getText(fn));
  if (first?.type !== 'Identifier' || isTaken) return undefined;
  const isBare = sourceCode.getTokenAfter(first)?.value === '=>';
  if (isBare) return [insertion(first.range[0], '('), insertion(first.range[1], ', reject)')];
  const isLast = sourceCode.getTokenAfter(first)?.value === ')';
  return isLast ? [insertion(first.range[1], ', reject')] : undefined;
}

function tryInside(
  fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  kind: ReceiverKind,
  file: CallbackFile,
): Repair | undefined {
  const { sourceCode, services, typed } = file;
  const isHandler = kind === 'handler';
  const type = fn.returnType && sourceCode.getText(fn.returnType.typeAnnotation);
  if (type !== undefined && type !== 'Promise<void>') return undefined;
  const nothing: Repair = { site: fn.body, needs: [], released: [], edits: () => [] };
  const { body } = fn;
  if (body.type === 'BlockStatement') {
    const [first] = body.body;
    // The `catch` leaves without a value, where `noImplicitReturns` asks for one.
    const isImplicit =
      typed.program.getCompilerOptions().noImplicitReturns === true &&
      returnsSomething(services.esTreeNodeToTSNodeMap.get(body), typed.ts);
    const isCaught = body.body.length === 1 && first?.type === 'TryStatement';
    if (!first || isCaught || isImplicit) return undefined;
    const reaction = (parameters: readonly string[]): string[] | undefined => {
      if (kind === 'executor') return [`${parameters[1] ?? 'reject'}(error);`];
      return isHandler ? answerOf(fn, parameters, file) : ['console.error(error);'];
    };
    const caught = awaitInHandler({ ...nothing, site: first }, reaction, sourceCode);
    const named = kind === 'executor' ? secondParameter(fn, sourceCode) : [];
    return caught && named && combined(caught.site, [caught], named);
  }
  if (isHandler || kind === 'executor' || sourceCode.text.charAt(body.range[0] - 1) === '(')
    return undefined;
  const awaiting = body.type === 'AwaitExpression' ? '' : 'await ';
  const edits = [
    insertion(body.range[0], `{ try { ${awaiting}`),
    insertion(body.range[1], '; } catch (error) { console.error(error); } }'),
  ];
  const isTight = /^(?:Await|Call|Import)Expression$|^ChainExpression$/.test(body.type);
  return isTight ? { ...nothing, edits: () => edits } : undefined;
}

/** A client waits for an answer: `next(error)`, or one of Node's own responses. */
function answerOf(
  fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  parameters: readonly string[],
  { services, typed }: CallbackFile,
): string[] | undefined {
  const next = fn.params[parameters.indexOf('next')];
  if (next) {
    return takesError(services.getTypeAtLocation(next)) ? ['next(error);'] : undefined;
  }
  const [, response] = fn.params;
  const [, name] = parameters;
  if (!response || name === undefined || name === '') return undefined;
  const type = services.getTypeAtLocation(response);
  const isAnswer = ['statusCode', 'end'].every((each) =>
    typed.checker.getPropertyOfType(type, each),
  );
  if (!isAnswer) return undefined;
  return ['console.error(error);', `${name}.statusCode = 500;`, `${name}.end();`];
}

/** Whether `next` can be called with an error, as far as its type tells. */
function takesError(next: ts.Type): boolean {
  return next.getCallSignatures()[0]?.parameters.length !== 0;
}

/** `f()` → `f().catch(console.error)`. */
function catchAfter(
  promise: TSESTree.Expression,
  catcher: string,
  { sourceCode, services, typed }: CallbackFile,
): Repair | undefined {
  const type = services.getTypeAtLocation(promise);
  const isTight = promise.type === 'CallExpression' || promise.type === 'ImportExpression';
  if (!isTight || !typed.checker.getPropertyOfType(type, 'catch')) return undefined;
  const edits = [insertion(promise.range[1], `.catch(${catcher})`)];
  return sourceCode.getText(promise).includes('?.')
    ? undefined
    : { site: promise, needs: [], released: [], edits: () => edits };
}

/**
 * `f` → `(a) => f(a).catch(console.error)`, with the parameters of `f`; a request handler passes the
 * error on: `(req, res, next) => f(req, res).catch(next)`.
 */
function catchingReference(
  place: TSESTree.Node,
  kind: ReceiverKind,
  file: CallbackFile,
): Written | undefined {
  const { sourceCode, services, typed } = file;
  const { checker } = typed;
  const isName = place.type === 'Identifier' || place.type === 'MemberExpression';
  const isShorthand = place.parent?.type === 'Property' && place.parent.shorthand;
  if (!isName || isShorthand || isOptional(place)) return undefined;
  const signatures = services.getTypeAtLocation(place).getCallSignatures();
  const [signature] = signatures;
  const node = services.esTreeNodeToTSNodeMap.get(place);
  const asked = checker.getContextualType(node as Parameters<typeof checker.getContextualType>[0]);
  const present = asked && checker.getNonNullableType(asked);
  const members = present ? membersOf(present) : [];
  const [taken, ...others] = members.flatMap((each) => each.getCallSignatures());
  // Of handlers and error handlers, which Express tells apart by their parameters, those would have no types.
  if (others.length > 0) return undefined;
  if (!signature || !taken || signatures.length > 1 || signature.typeParameters) return undefined;
  if (!checker.getPropertyOfType(signature.getReturnType(), 'catch')) return undefined;
  const isOpen = [signature, taken].some(({ parameters }) =>
    parameters.some(({ valueDeclaration }) => {
      const { ts } = typed;
      return (
        !valueDeclaration ||
        !ts.isParameter(valueDeclaration) ||
        valueDeclaration.dotDotDotToken !== undefined ||
        !ts.isIdentifier(valueDeclaration.name)
      );
    }),
  );
  const own = signature.parameters.length;
  if (isOpen && own > 0) return undefined;
  const names = signature.parameters.slice(0, taken.parameters.length).map(({ name }) => name);
  const text = sourceCode.getText(place);
  if (names.some((each) => new RegExp(`\\b${each}\\b`).test(text))) return undefined;
  const given = [...names];
  if (kind === 'handler') {
    // The third is there, whether `f` takes it or not.
    const [, , next] = taken.parameters;
    if (next?.name !== 'next' || names.slice(0, 2).includes('next')) return undefined;
    if (!takesError(checker.getTypeOfSymbolAtLocation(next, node))) return undefined;
    const all = taken.parameters.map(({ name }, index) => names[index] ?? name);
    names.splice(0, names.length, ...all.slice(0, 3));
  }
  const catcher = kind === 'handler' ? (names[2] ?? 'next') : 'console.error';
  const code = `(${names.join(', ')}) => ${text}(${given.join(', ')}).catch(${catcher})`;
  const { before, after } = frameFor(place, code, 'loose', sourceCode);
  return {
    code,
    repair: {
      site: place,
      needs: [],
      released: [],
      edits: () => [{ range: place.range, text: `${before}${code}${after}` }],
    },
  };
}

/** A text of code within a message: one line, shortened. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
