import type ts from 'typescript';

import type { Counterpart, Row, WrittenForm } from '../../catalogue/row.ts';
import { calledExpression, identityOf, unaliased, withoutWrappers } from '../callee.ts';
import { awaitedTypeOf, thenabilityOfType } from '../thenable.ts';
import { membersOf } from '../union-members.ts';
import type { TypedProgram } from '../typescript.ts';

/** The asynchronous function to call in place of a blocking one, for one call. */
export type CounterpartHere =
  | {
      /** Takes this call's arguments and resolves to what its value is used as. */
      readonly kind: 'same';
      /** What it is imported from; `undefined`: it can be named where the call stands. */
      readonly module: string | undefined;
      readonly name: string;
      /** Its path on the receiver of the call, such as `promises.readFile` for `fs.readFileSync()`. */
      readonly onReceiver: string | undefined;
      /** In what it may differ, as a clause; `undefined`: in nothing. */
      readonly doubt: string | undefined;
    }
  | {
      readonly kind: 'written';
      readonly name: string;
      readonly form: WrittenForm;
      readonly doubt: string | undefined;
    }
  | {
      readonly kind: 'none';
      /** Why its counterpart cannot be written here, as a clause; `undefined`: it has none to write. */
      readonly because: string | undefined;
      /** What to do, as a clause that follows “Instead, …”. */
      readonly advice: string | undefined;
    };

/** A counterpart that only names and types show. */
export interface InferredCounterpart {
  readonly name: string;
  /** Its path on the receiver, or `undefined` where it is an export of the same module. */
  readonly onReceiver: string | undefined;
  /** `undefined`: it can be named where the call stands, as the sync function is. */
  readonly module: string | undefined;
}

/**
 * How a person writes the counterpart of what the code calls `called`, such as `fs.promises.readFile`,
 * and what it is imported from; `undefined` where the receiver has it.
 */
export function writtenAs(
  counterpart: Exclude<CounterpartHere, { kind: 'none' }>,
  called: string,
): { readonly name: string; readonly from: string | undefined } {
  if (counterpart.kind === 'written') {
    const { imports } = counterpart.form;
    const module = imports?.[counterpart.name];
    const isPromisified = imports !== undefined && 'promisify' in imports;
    return {
      name: counterpart.name,
      from: module && (isPromisified ? `\`${module}\` through \`promisify\`` : `\`${module}\``),
    };
  }
  const { name, module, onReceiver } = counterpart;
  if (onReceiver === undefined) return { name, from: module && `\`${module}\`` };
  const receiver = /^(.+?)\??(?:\.[^.[\]]*|\[[^\]]*\])$/s.exec(called)?.[1];
  const path = [receiver, onReceiver].filter((part) => part !== undefined && part !== ITSELF);
  return { name: path.join('.'), from: undefined };
}

/** The counterpart that a row or the types promise for the function called at `node`, if it takes this call's place. */
export function counterpartAt(
  node: ts.Node,
  row: Row | undefined,
  inferred: InferredCounterpart | undefined,
  typed: TypedProgram,
): CounterpartHere {
  if (inferred) {
    const doubt = 'only its name and types say that it does the same';
    return { kind: 'same', ...inferred, doubt };
  }
  const counterpart = row?.blocks?.counterpart;
  if (!counterpart) return { kind: 'none', because: undefined, advice: undefined };
  switch (counterpart.kind) {
    case 'advice':
      return { kind: 'none', because: undefined, advice: counterpart.text };
    case 'written':
      return writtenAt(node, counterpart, typed);
    case 'same':
      return sameAt(node, counterpart, typed);
  }
}

const PASSED_BY_NAME = 'it is passed by its name';
const INDIRECT = 'it is not called directly';

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)()`. */
function isIndirect(node: ts.CallExpression | ts.NewExpression, typed: TypedProgram): boolean {
  const called = withoutWrappers(node.expression, typed.ts);
  return (
    typed.ts.isCallExpression(called) ||
    withoutWrappers(calledExpression(node, typed), typed.ts) !== called
  );
}

function writtenAt(
  node: ts.Node,
  counterpart: Counterpart & { kind: 'written' },
  typed: TypedProgram,
): CounterpartHere {
  const { ts, checker } = typed;
  const none = {
    kind: 'none',
    because: `\`${counterpart.name}\` takes other arguments`,
    advice: `use \`${counterpart.name}\``,
  } as const;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) {
    return { ...none, because: PASSED_BY_NAME };
  }
  if (isIndirect(node, typed)) return { ...none, because: INDIRECT };
  const given = node.arguments ?? [];
  if (given.some((argument) => ts.isSpreadElement(argument))) return none;
  const form = counterpart.forms.find((candidate) => {
    const [least, most] =
      typeof candidate.arguments === 'number'
        ? [candidate.arguments, candidate.arguments]
        : candidate.arguments;
    if (given.length < least || given.length > most) return false;
    const fits = Object.entries(candidate.options ?? {}).every(([position, allowed]) => {
      const argument = given[Number(position) - 1];
      return argument === undefined || hasOnly(argument, allowed);
    });
    return fits && (candidate.arrays ?? []).every((position) => isArray(given[position - 1]));
  });
  if (!form) return none;
  const doubt = form.exact ? undefined : 'the call is written in another way';
  return { kind: 'written', name: counterpart.name, form, doubt };

  function isArray(argument: ts.Expression | undefined): boolean {
    const type = argument && checker.getTypeAtLocation(argument);
    return type !== undefined && (checker.isArrayType(type) || checker.isTupleType(type));
  }

  function hasOnly(argument: ts.Expression, allowed: readonly string[]): boolean {
    return (
      ts.isObjectLiteralExpression(argument) &&
      argument.properties.every(
        (property) =>
          property.name !== undefined &&
          (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) &&
          allowed.includes(property.name.text),
      )
    );
  }
}

function sameAt(
  node: ts.Node,
  { name, module, member, refusedOptions, mayReorder }: Counterpart & { kind: 'same' },
  typed: TypedProgram,
): CounterpartHere {
  const { ts, checker } = typed;
  const none = (because: string): CounterpartHere => ({
    kind: 'none',
    because,
    advice: `use \`${name}\` of \`${module}\``,
  });
  if (!ts.isCallExpression(node)) return none(PASSED_BY_NAME);
  const called = withoutWrappers(calledExpression(node, typed), ts);
  if (isIndirect(node, typed)) return none(INDIRECT);
  // What comes first is what the function works on; options follow.
  const optionsGiven = node.arguments.slice(1);
  if (refusedOptions && optionsGiven.some((each) => mentions(each, refusedOptions, typed))) {
    return none(`\`${name}\` does not know its option \`${refusedOptions.join('`, `')}\``);
  }

  const [subject] = node.arguments;
  if (module === 'node:fs/promises' && subject && mayBeDescriptor(subject, typed)) {
    return none('its first argument may be a descriptor');
  }
  // A method's counterpart (`Dir.read` for `Dir.readSync`) is a method of the same receiver.
  const path = member ?? name.slice(name.lastIndexOf('.') + 1);
  const receiver = receiverOf(called, typed);
  const isMethod = member === undefined && name.includes('.');
  const [onReceiver, found] = lookUp();
  if (!found) return none(`its types do not show \`${path}\``);
  const refusal = refusalOf(found, node, typed);
  return refusal === undefined
    ? { kind: 'same', module, name, onReceiver, doubt: reordering() }
    : none(refusal);

  /** On the receiver, as the receiver (`findUp` for `findUp.sync`), or among the module's exports. */
  function lookUp(): readonly [onReceiver: string | undefined, found: Found | undefined] {
    const type = receiver && checker.getTypeAtLocation(receiver);
    const property = type && propertyAt(type, path, typed);
    if (property) return [path, property];
    if (isMethod) return [undefined, undefined];
    const exported = exportedCounterpart(called, path, typed);
    if (exported || !type || nameOf(called) !== 'sync') return [undefined, exported];
    return [ITSELF, propertyAt(type, ITSELF, typed)];
  }

  function nameOf(expression: ts.Expression): string | undefined {
    return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
  }

  function reordering(): string | undefined {
    const applies =
      mayReorder === true ||
      (mayReorder !== undefined &&
        optionsGiven.some((each) => mentions(each, [mayReorder], typed)));
    return applies ? 'its elements may come in another order' : undefined;
  }
}

/** An untyped value that is called a descriptor; where types are known they decide. */
function mayBeDescriptor(subject: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const name = ts.isPropertyAccessExpression(subject) ? subject.name : subject;
  return (
    ts.isIdentifier(name) &&
    /(?:^|[a-z_])(?:fd|FD|Fd)$|descriptor/i.test(name.text) &&
    (checker.getTypeAtLocation(subject).flags & ts.TypeFlags.Any) !== 0
  );
}

/** Whether an options argument has, or may have, one of `options`. */
function mentions(
  argument: ts.Expression,
  options: readonly string[],
  { ts, checker }: TypedProgram,
): boolean {
  const type = checker.getTypeAtLocation(argument);
  if (type.flags & ts.TypeFlags.Any) return true;
  return (
    (ts.isObjectLiteralExpression(argument) &&
      argument.properties.some((each) => ts.isSpreadAssignment(each))) ||
    options.some((option) => checker.getPropertyOfType(type, option) !== undefined)
  );
}

/**
 * The counterpart of a function named `…Sync` that no row knows: `foo`, `fooAsync` or `promises.foo`
 * for `fooSync`, `x` or `x.promise` for `x.sync`, where it takes this call's arguments and resolves
 * to what its value is used as.
 */
export function inferredCounterpart(
  node: ts.Node,
  typed: TypedProgram,
): InferredCounterpart | undefined {
  const { ts, checker } = typed;
  if (!ts.isCallExpression(node)) return undefined;
  const called = withoutWrappers(calledExpression(node, typed), ts);
  const name = ts.isIdentifier(called)
    ? unaliasedName(called, typed)
    : ts.isPropertyAccessExpression(called)
      ? called.name.text
      : undefined;
  if (name === undefined) return undefined;
  // What returns a promise does not block, whatever its name.
  if (thenabilityOfType(checker.getTypeAtLocation(node), node, typed) === 'always')
    return undefined;

  const receiver = receiverOf(called, typed);
  const bare = name.replace(/_?[sS]ync$/, '');
  const paths =
    bare === '' ? [ITSELF, 'promise', 'async'] : [bare, `${bare}Async`, `promises.${bare}`];
  for (const path of paths) {
    const local = receiver || isImported(called, typed) ? undefined : inScope(called, path, typed);
    const found =
      local ??
      (receiver
        ? propertyAt(checker.getTypeAtLocation(receiver), path, typed)
        : exportedCounterpart(called, path, typed));
    if (!found || isEnclosing(found.symbol, node)) continue;
    if (refusalOf(found, node, typed) !== undefined) continue;
    return {
      name: path === ITSELF ? found.symbol.name : path,
      onReceiver: receiver && path,
      module: local ? undefined : identityOf(found.declaration, typed).module,
    };
  }
  return undefined;

  /** `async get() { return this.getSync(); }` cannot call itself instead. */
  function isEnclosing(symbol: ts.Symbol, at: ts.Node): boolean {
    return (
      ts.findAncestor(
        at,
        (each) =>
          ts.isFunctionLike(each) && (symbol.declarations?.some((d) => d === each) ?? false),
      ) !== undefined
    );
  }
}

function unaliasedName(identifier: ts.Identifier, typed: TypedProgram): string | undefined {
  const symbol = typed.checker.getSymbolAtLocation(identifier);
  return symbol && unaliased(symbol, typed).name;
}

/** The path from a value to itself: `findUp` is the counterpart of `findUp.sync`. */
const ITSELF = '';

interface Found {
  readonly symbol: ts.Symbol;
  readonly type: ts.Type;
  readonly declaration: ts.Declaration;
}

function receiverOf(called: ts.Expression, { ts }: TypedProgram): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(called) || ts.isElementAccessExpression(called)
    ? called.expression
    : undefined;
}

/** What `path` leads to from a value of `type`. */
function propertyAt(type: ts.Type, path: string, typed: TypedProgram): Found | undefined {
  const { checker } = typed;
  let current = type;
  let symbol = type.getSymbol();
  for (const segment of path === ITSELF ? [] : path.split('.')) {
    const property = checker.getPropertyOfType(current, segment);
    if (!property) return undefined;
    symbol = unaliased(property, typed);
    current = checker.getTypeOfSymbol(symbol);
  }
  const declaration = symbol?.declarations?.[0];
  return symbol && declaration && { symbol, type: current, declaration };
}

function isImported(called: ts.Expression, { ts, checker }: TypedProgram): boolean {
  const declaration = checker.getSymbolAtLocation(called)?.declarations?.[0];
  return (
    declaration !== undefined &&
    ts.findAncestor(declaration, (each) => ts.isImportDeclaration(each)) !== undefined
  );
}

/** What the name `path` means where `at` stands. */
function inScope(at: ts.Node, path: string, typed: TypedProgram): Found | undefined {
  const { ts, checker } = typed;
  const named = checker
    .getSymbolsInScope(at, ts.SymbolFlags.Value)
    .find((each) => each.name === path);
  const symbol = named && checker.getExportSymbolOfSymbol(unaliased(named, typed));
  const declaration = symbol?.declarations?.[0];
  return symbol && declaration && { symbol, type: checker.getTypeOfSymbol(symbol), declaration };
}

/** The counterpart among the exports of the module that the called name comes from. */
function exportedCounterpart(
  called: ts.Expression,
  path: string,
  typed: TypedProgram,
): Found | undefined {
  const { checker } = typed;
  for (const module of modulesOf(called, typed)) {
    const [first = '', ...rest] = path.split('.');
    const exported = checker.getExportsOfModule(module).find((each) => each.name === first);
    if (!exported) continue;
    const symbol = unaliased(exported, typed);
    const type = checker.getTypeOfSymbol(symbol);
    if (rest.length > 0) {
      const found = propertyAt(type, rest.join('.'), typed);
      if (found) return found;
      continue;
    }
    const declaration = symbol.declarations?.[0];
    if (declaration) return { symbol, type, declaration };
  }
  return undefined;
}

/** The module that a name is imported from, then the one that declares it. */
function modulesOf(called: ts.Expression, typed: TypedProgram): ts.Symbol[] {
  const { ts, checker } = typed;
  const modules: (ts.Symbol | undefined)[] = [];
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(called) ? called.name : called,
  );
  for (const declaration of symbol?.declarations ?? []) {
    const imported = ts.findAncestor(declaration, (each) => ts.isImportDeclaration(each));
    if (imported) modules.push(checker.getSymbolAtLocation(imported.moduleSpecifier));
  }
  const origin = symbol && unaliased(symbol, typed).declarations?.[0];
  const typeOrigin = checker.getTypeAtLocation(called).getSymbol()?.declarations?.[0];
  for (const declaration of [origin, typeOrigin]) {
    if (!declaration) continue;
    const ambient = ts.findAncestor(
      declaration,
      (each): each is ts.ModuleDeclaration =>
        ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name),
    );
    modules.push(checker.getSymbolAtLocation(ambient ? ambient.name : declaration.getSourceFile()));
  }
  return modules.filter((each) => each !== undefined);
}

/** Why `found` cannot take the place of `call`; `undefined`: it can. */
function refusalOf(found: Found, call: ts.CallExpression, typed: TypedProgram): string | undefined {
  const { ts, checker } = typed;
  const modifiers =
    (found.declaration as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? [];
  const isHidden = modifiers.some(
    ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
  );
  if (isHidden && !ts.findAncestor(call, (each) => each === found.declaration.parent)) {
    return 'its counterpart is not accessible here';
  }
  if (call.arguments.some((argument) => ts.isSpreadElement(argument))) {
    return 'its arguments are spread';
  }

  const fitting = found.type
    .getCallSignatures()
    .filter((candidate) => takesArguments(candidate, call, typed));
  if (fitting.length === 0) return 'its counterpart does not take these arguments';
  const signature = fitting.find((candidate) => !isDeprecated(candidate, found, typed));
  if (!signature) return 'its counterpart is deprecated';
  const returned = signature.getReturnType();
  if (thenabilityOfType(returned, call, typed) !== 'always')
    return 'its counterpart returns no promise';
  if (isUnused(call, ts)) return undefined;
  const settled = awaitedTypeOf(returned, call, typed);
  const wanted = checker.getTypeAtLocation(call);
  return settled && checker.isTypeAssignableTo(settled, wanted)
    ? undefined
    : 'its counterpart resolves to another type';
}

/** TypeScript asks the same of each overload; there is no question "which would this call take?". */
function takesArguments(
  signature: ts.Signature,
  call: ts.CallExpression,
  { ts, checker }: TypedProgram,
): boolean {
  const { parameters } = signature;
  const last = parameters.at(-1);
  const rest = last && isRestParameter(last) ? last : undefined;
  const required = parameters.filter((each) => each !== rest && !isOptional(each)).length;
  if (call.arguments.length < required) return false;
  if (!rest && call.arguments.length > parameters.length) return false;

  return call.arguments.every((argument, position) => {
    const parameter = parameters[position] ?? rest;
    if (!parameter) return false;
    const own = checker.getTypeOfSymbolAtLocation(parameter, call);
    const declared = parameter === rest ? elementOf(own) : own;
    const wanted = checker.getBaseConstraintOfType(declared) ?? declared;
    return (
      checker.isTypeAssignableTo(checker.getTypeAtLocation(argument), wanted) &&
      knowsProperties(wanted, argument)
    );
  });

  /** What an array of this type holds; of a tuple, anything. */
  function elementOf(array: ts.Type): ts.Type {
    const [element, ...others] = checker.isArrayType(array)
      ? checker.getTypeArguments(array as ts.TypeReference)
      : [];
    return element && others.length === 0 ? element : checker.getAnyType();
  }

  function isRestParameter(parameter: ts.Symbol): boolean {
    const declaration = parameter.valueDeclaration;
    return declaration !== undefined && ts.isParameter(declaration) && !!declaration.dotDotDotToken;
  }

  function isOptional(parameter: ts.Symbol): boolean {
    const declaration = parameter.valueDeclaration;
    return (
      declaration !== undefined &&
      ts.isParameter(declaration) &&
      (declaration.questionToken !== undefined || declaration.initializer !== undefined)
    );
  }

  function hasProperty(types: readonly ts.Type[], name: string): boolean {
    return types.some((each) => checker.getPropertyOfType(each, name) !== undefined);
  }

  /** An object literal may have no property that the parameter's type does not know. */
  function knowsProperties(wanted: ts.Type, argument: ts.Expression): boolean {
    if (!ts.isObjectLiteralExpression(argument)) return true;
    const members = membersOf(wanted);
    return argument.properties.every(
      (property) =>
        property.name === undefined ||
        !ts.isIdentifier(property.name) ||
        hasProperty(members, property.name.text),
    );
  }
}

/** An overload by its own comment, or the function by all of its declarations. */
function isDeprecated(
  signature: ts.Signature,
  { symbol }: Found,
  { checker }: TypedProgram,
): boolean {
  const isTag = ({ name }: ts.JSDocTagInfo): boolean => name === 'deprecated';
  const tags = symbol.getJsDocTags(checker).filter(isTag).length;
  return (
    signature.getJsDocTags().some(isTag) || (tags > 0 && tags >= (symbol.declarations?.length ?? 1))
  );
}

function isUnused(call: ts.Node, t: typeof ts): boolean {
  let outer = call.parent;
  while (t.isParenthesizedExpression(outer) || t.isAwaitExpression(outer)) outer = outer.parent;
  return t.isExpressionStatement(outer);
}
