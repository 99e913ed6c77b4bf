import type ts from 'typescript';

import { calleeOf, withWrappers } from '../callee.ts';
import { valueSymbol } from '../concurrency/private-object.ts';
import type { Flow, Step } from '../control-flow.ts';
import { flowOf } from '../control-flow.ts';
import { hasModifier, isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';
import { use, type Outcome, type Place, type Question, type Variable } from './place.ts';

/** What becomes of the value that a variable gets: every reference that it reaches. */
export function outcomesOfVariable(variable: Variable, question: Question): readonly Outcome[] {
  const { typed } = question;
  const { ts } = typed;
  const { name, definition, from } = variable;
  const symbol = valueSymbol(name, typed);
  const declaration = symbol?.declarations?.find((each) => isVariable(each, ts));
  const around = { ...from, binding: name };
  if (!symbol || !declaration || isSeenElsewhere(declaration, typed)) {
    return [use('stored', definition, around)];
  }

  const owner = functionAround(declaration, ts);
  const { reads, writes } = referencesOf(name.text, symbol, owner, typed);
  const homeOf = (node: ts.Node): Home => homeIn(owner, node, question);
  const home = homeOf(definition);

  const outcomes: Outcome[] = [];
  const here: ts.Identifier[] = [];
  const closures = new Map<ts.Node, ts.Identifier[]>();
  for (const read of reads) {
    const { fn } = homeOf(read);
    if (fn === home.fn) here.push(read);
    else {
      const closure = closureIn(home.fn, read, ts);
      // Code outside the function that sets the variable: it may look whenever it likes.
      if (!closure) return [use('stored', definition, around)];
      closures.set(closure, [...(closures.get(closure) ?? []), read]);
    }
  }

  const reached = reachedFrom(variable, here, writes, home.fn, typed);
  // The variable outlives the function that sets it: its next run may find the value.
  if (home.fn !== owner && reached.reads.length < here.length) {
    outcomes.push(use('stored', definition, around));
  }
  for (const read of reached.reads) {
    outcomes.push({ to: 'place', place: placeAt(read, around, homeOf(read)) });
  }
  for (const [closure, inside] of closures) {
    outcomes.push({
      to: 'closure',
      use: { kind: 'stored', node: closure, value: from.value, binding: name },
      inside: inside.map((read) => placeAt(read, around, homeOf(read))),
    });
  }
  if (outcomes.length > 0 || variable.isAside) return outcomes;
  return reached.overwrittenBy
    ? [use('overwritten', reached.overwrittenBy, around)]
    : [use('unread', name, around)];
}

function placeAt(read: ts.Identifier, from: Place, { entered }: Home): Place {
  return {
    ...from,
    at: read,
    value: read,
    entered: entered.length > 0 ? new Set([...from.entered, ...entered]) : from.entered,
  };
}

function isVariable(
  declaration: ts.Node,
  t: typeof ts,
): declaration is ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement {
  return (
    t.isVariableDeclaration(declaration) ||
    t.isParameter(declaration) ||
    t.isBindingElement(declaration)
  );
}

/** Whether code that cannot be seen here may read the variable. */
function isSeenElsewhere(declaration: ts.Declaration, { ts }: TypedProgram): boolean {
  let outer: ts.Node = declaration;
  while (ts.isBindingElement(outer) || ts.isBindingName(outer)) outer = outer.parent;
  if (ts.isParameter(outer)) return ts.isParameterPropertyDeclaration(outer, outer.parent);
  const list = outer.parent;
  // `using` reads it at the end of its block.
  if (ts.isVariableDeclarationList(list) && /^(?:await\s+)?using\b/.test(list.getText())) {
    return true;
  }
  const statement = list.parent;
  if (!ts.isVariableStatement(statement)) return false;
  if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return true;
  const file = statement.parent;
  return ts.isSourceFile(file) && !isModule(file, ts);
}

/** Names at the top of a script are seen by other scripts, those of a component by its template. */
function isModule(file: ts.SourceFile, t: typeof ts): boolean {
  if (!/\.[cm]?[jt]sx?$/.test(file.fileName)) return false;
  return (
    t.isExternalModule(file) ||
    /\.[cm][jt]s$/.test(file.fileName) ||
    /\b(?:require\s*\(|module\.exports\b|exports\.)/.test(file.text)
  );
}

/** Where the variable of this name gets a value after its declaration. */
export function writesTo(name: ts.Identifier, typed: TypedProgram): readonly ts.Identifier[] {
  const symbol = valueSymbol(name, typed);
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration) return [];
  const owner = functionAround(declaration, typed.ts);
  const { writes } = referencesOf(name.text, symbol, owner, typed);
  return writes.filter(({ parent }) => parent !== declaration);
}

interface References {
  readonly reads: readonly ts.Identifier[];
  /** Where it gets a value, the declaration included where it has one. */
  readonly writes: readonly ts.Identifier[];
}

function referencesOf(
  name: string,
  symbol: ts.Symbol,
  owner: ts.SignatureDeclaration | undefined,
  typed: TypedProgram,
): References {
  const known = referencesByOwner(symbol, typed);
  let references = known.get(owner);
  if (!references) {
    references = findReferences(name, symbol, owner, typed);
    known.set(owner, references);
  }
  return references;
}

const referencesByOwner = oncePerProgram(
  (): Map<ts.SignatureDeclaration | undefined, References> => new Map(),
);

function findReferences(
  name: string,
  symbol: ts.Symbol,
  owner: ts.SignatureDeclaration | undefined,
  typed: TypedProgram,
): References {
  const { ts } = typed;
  const [first] = symbol.declarations ?? [];
  const reads: ts.Identifier[] = [];
  const writes: ts.Identifier[] = [];
  if (!first) return { reads, writes };
  for (const each of identifiersNamed(name, first.getSourceFile(), ts)) {
    if (owner && (each.pos < owner.pos || each.end > owner.end)) continue;
    if (isMemberName(each, ts) || symbolOf(each, typed) !== symbol) continue;
    const { parent } = each;
    if (isVariable(parent, ts) && parent.name === each) {
      if (getsValue(parent, ts)) writes.push(each);
    } else if (!isInType(each, ts)) {
      const access = accessTo(each, ts);
      if (access !== 'read') writes.push(each);
      if (access !== 'write') reads.push(each);
    }
  }
  return { reads, writes };
}

function symbolOf(identifier: ts.Identifier, typed: TypedProgram): ts.Symbol | undefined {
  const { ts, checker } = typed;
  const { parent } = identifier;
  return ts.isExportSpecifier(parent)
    ? checker.getExportSpecifierLocalTargetSymbol(parent)
    : valueSymbol(identifier, typed);
}

function isMemberName(identifier: ts.Identifier, t: typeof ts): boolean {
  const { parent } = identifier;
  return (
    (t.isPropertyAccessExpression(parent) && parent.name === identifier) ||
    (t.isPropertyAssignment(parent) && parent.name === identifier) ||
    (t.isExportSpecifier(parent) && (parent.propertyName ?? parent.name) !== identifier) ||
    (t.isBindingElement(parent) && parent.propertyName === identifier)
  );
}

function getsValue(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  t: typeof ts,
): boolean {
  if (!t.isVariableDeclaration(declaration)) return true;
  return (
    declaration.initializer !== undefined ||
    t.isForOfStatement(declaration.parent.parent) ||
    t.isForInStatement(declaration.parent.parent)
  );
}

/** `typeof p` in a type. */
function isInType(identifier: ts.Identifier, t: typeof ts): boolean {
  let node: ts.Node = identifier.parent;
  while (t.isQualifiedName(node)) node = node.parent;
  return t.isTypeNode(node) && !t.isExpressionWithTypeArguments(node);
}

function accessTo(identifier: ts.Identifier, t: typeof ts): 'read' | 'write' | 'both' {
  const target = withWrappers(identifier, t);
  const { parent } = target;
  if (t.isBinaryExpression(parent) && parent.left === target) {
    const { kind } = parent.operatorToken;
    if (kind === t.SyntaxKind.EqualsToken) return 'write';
    const { FirstAssignment, LastAssignment } = t.SyntaxKind;
    return kind >= FirstAssignment && kind <= LastAssignment ? 'both' : 'read';
  }
  if (t.isPrefixUnaryExpression(parent) || t.isPostfixUnaryExpression(parent)) {
    const { PlusPlusToken, MinusMinusToken } = t.SyntaxKind;
    return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken
      ? 'both'
      : 'read';
  }
  if (t.isForOfStatement(parent) || t.isForInStatement(parent)) {
    return parent.initializer === target ? 'write' : 'read';
  }
  return isPatternPart(target, t) ? 'write' : 'read';
}

/** Whether an array or object literal, or what stands in one, is what a value is taken apart into. */
export function isPatternPart(node: ts.Node, t: typeof ts): boolean {
  let inner = node;
  for (;;) {
    const { parent } = inner;
    if (t.isBinaryExpression(parent)) {
      // `[a = 1] = xs`: the default has a target of its own.
      if (parent.operatorToken.kind !== t.SyntaxKind.EqualsToken || parent.left !== inner) {
        return false;
      }
      if (t.isArrayLiteralExpression(inner) || t.isObjectLiteralExpression(inner)) return true;
    } else if (t.isForOfStatement(parent) || t.isForInStatement(parent)) {
      return parent.initializer === inner;
    } else if (
      !t.isArrayLiteralExpression(parent) &&
      !t.isObjectLiteralExpression(parent) &&
      !t.isSpreadElement(parent) &&
      !t.isSpreadAssignment(parent) &&
      !t.isParenthesizedExpression(parent) &&
      !(t.isShorthandPropertyAssignment(parent) && parent.name === inner) &&
      !(t.isPropertyAssignment(parent) && parent.initializer === inner)
    ) {
      return false;
    }
    inner = parent;
  }
}

/** The function in whose run a node is evaluated, and the functions called in place between the two. */
interface Home {
  readonly fn: ts.Node | undefined;
  readonly entered: readonly ts.Node[];
}

function homeIn(
  owner: ts.SignatureDeclaration | undefined,
  node: ts.Node,
  question: Question,
): Home {
  const { ts } = question.typed;
  const entered: ts.Node[] = [];
  let fn = functionAround(node, ts);
  while (fn && fn !== owner && isCalledInPlace(fn, question)) {
    entered.push(fn);
    fn = functionAround(fn, ts);
  }
  return { fn, entered };
}

/** The function that is made in a run of `home` and has `node` in it. */
function closureIn(
  home: ts.Node | undefined,
  node: ts.Node,
  t: typeof ts,
): ts.SignatureDeclaration | undefined {
  let inner: ts.SignatureDeclaration | undefined;
  for (let fn = functionAround(node, t); fn !== home; fn = functionAround(fn, t)) {
    if (!fn) return undefined;
    inner = fn;
  }
  return inner;
}

/** `(function)()`, also an async one, and callbacks of functions that call them before they return. */
function isCalledInPlace(fn: ts.SignatureDeclaration, { typed, catalogue }: Question): boolean {
  const { ts } = typed;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  if (fn.asteriskToken) return false;
  const outer = withWrappers(fn, ts);
  const call = outer.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
  if (call.expression === outer) return true;
  if (isAsync(fn, ts)) return false;
  const callee = calleeOf(call, typed);
  if (callee.kind !== 'library') return false;
  const effects = catalogue.row(callee.module, callee.name)?.effects;
  return effects?.callsArguments === true && effects.keepsArguments !== true;
}

interface Reached {
  readonly reads: readonly ts.Identifier[];
  /** What gives the variable its next value, where no path leads past one. */
  readonly overwrittenBy?: ts.Node;
}

/** The reads that the value reaches before the variable gets another one. */
function reachedFrom(
  { definition, replaces }: Variable,
  reads: readonly ts.Identifier[],
  writes: readonly ts.Identifier[],
  home: ts.Node | undefined,
  { ts }: TypedProgram,
): Reached {
  const others = writes.filter((write) => write !== definition);
  const isOnly = others.every(({ parent }) => !replaces && isVariable(parent, ts));
  if (isOnly && reads.every((read) => read.end > definition.pos)) return { reads };

  const flow = flowOf(home ?? definition.getSourceFile(), ts);
  const start = stepOf(definition, flow);
  if (!start) return { reads };
  const barriers = new Set(others.map((write) => stepOf(write, flow)));
  if (replaces) barriers.add(start);
  const passed = new Set<Step>();
  const met: Step[] = [];
  const open = [...start.next];
  for (let step = open.pop(); step; step = open.pop()) {
    if (passed.has(step)) continue;
    passed.add(step);
    if (barriers.has(step)) met.push(step);
    else open.push(...step.next);
  }
  const reached = reads.filter((read) => {
    const step = flow.valueOf(read);
    return !step || passed.has(step); // One that is no step stands in a callback.
  });
  const [next] = met.sort((a, b) => a.node.pos - b.node.pos);
  return reached.length === 0 && next && !passed.has(flow.exit)
    ? { reads: reached, overwrittenBy: next.node }
    : { reads: reached };
}

/** Where a variable gets its value: a write, or a declared name, or the call that puts something in. */
function stepOf(node: ts.Node, flow: Flow): Step | undefined {
  let written = writesOf.get(flow);
  if (!written) {
    written = new Map(
      flow.steps.filter(({ role }) => role === 'write').map((step) => [step.node, step]),
    );
    writesOf.set(flow, written);
  }
  return written.get(node) ?? flow.valueOf(node);
}

const writesOf = new WeakMap<Flow, ReadonlyMap<ts.Node, Step>>();
