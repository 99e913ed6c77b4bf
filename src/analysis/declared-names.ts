import type ts from 'typescript';

import { isAsync } from './modifiers.ts';
import { oncePerProgram } from './once-per-program.ts';
import type { TypedProgram } from './typescript.ts';

/**
 * What the text of one file says of names, without a question to the checker. Names stand for
 * everything so called: a set of names is a filter before types, never an answer of its own.
 */
export interface FileNames {
  /** Synchronous function, class or property → the names that it calls when it runs. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same names → the properties that they read or write, which may be accessors. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions and methods that are named `…Sync` and have their body here. */
  readonly declaredSync: ReadonlySet<string>;
  /** Names of get accessors that have a body. */
  readonly getters: ReadonlySet<string>;
  /** Names of set accessors that have a body. */
  readonly setters: ReadonlySet<string>;
  /** `x.name = …`, `delete x.name`, `x.name++`. */
  readonly assignedProperties: ReadonlySet<string>;
  /** The same, but for `this.name = …` by which the constructor of its class initializes a field. */
  readonly reassignedProperties: ReadonlySet<string>;
  /** `name = …`, `name++`, `[name] = …`. */
  readonly assignedVariables: ReadonlySet<string>;
  /**
   * Variables and properties of which the code asks what they are: `x instanceof C`, `'then' in x`,
   * a call that is a condition (`if (isPromise(x))`) or is named like a guard (`assertPromise(x)`).
   */
  readonly tested: ReadonlySet<string>;
  /** Members of classes that extend another. */
  readonly derivedMembers: ReadonlyMap<string, readonly ts.ClassLikeDeclaration[]>;
}

interface MutableNames {
  readonly calls: Map<string, Set<string>>;
  readonly uses: Map<string, Set<string>>;
  readonly declaredSync: Set<string>;
  readonly getters: Set<string>;
  readonly setters: Set<string>;
  readonly assignedProperties: Set<string>;
  readonly reassignedProperties: Set<string>;
  readonly assignedVariables: Set<string>;
  readonly tested: Set<string>;
  readonly derivedMembers: Map<string, ts.ClassLikeDeclaration[]>;
}

/** The files whose code is the program's own. */
export function ownFiles(typed: TypedProgram): readonly ts.SourceFile[] {
  let files = filesOfProgram.get(typed.program);
  if (!files) {
    files = typed.program
      .getSourceFiles()
      .filter(
        (file) => !file.isDeclarationFile && !typed.program.isSourceFileFromExternalLibrary(file),
      );
    filesOfProgram.set(typed.program, files);
  }
  return files;
}

const filesOfProgram = new WeakMap<ts.Program, readonly ts.SourceFile[]>();

/** The names in `file`; collected once, and kept as long as the file is not parsed anew. */
export function namesIn(file: ts.SourceFile, { ts }: TypedProgram): FileNames {
  let names = namesOfFile.get(file);
  if (!names) {
    names = collect(file, ts);
    namesOfFile.set(file, names);
  }
  return names;
}

const namesOfFile = new WeakMap<ts.SourceFile, FileNames>();

/** Whether a variable gets another value than the one of its declaration. */
export function isVariableReassigned(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  typed: TypedProgram,
): boolean {
  const { name } = declaration;
  return (
    !typed.ts.isIdentifier(name) ||
    namesIn(declaration.getSourceFile(), typed).assignedVariables.has(name.text)
  );
}

/** Whether any code of the program assigns a property of the member's name. */
export function isPropertyReassigned(
  member:
    ts.MethodDeclaration | ts.AccessorDeclaration | ts.PropertyDeclaration | ts.PropertyAssignment,
  typed: TypedProgram,
): boolean {
  const name = nameText(member.name, typed.ts);
  // An assignment runs the setter.
  if (typed.ts.isAccessor(member)) return false;
  return name === undefined || isAnywhere('assignedProperties', name, typed);
}

/**
 * The value that a field has as soon as its object is made, and keeps: that of its initializer, or
 * of the one statement of the constructor that assigns it. `undefined` where it may have another.
 */
export function keptValueOf(
  field: ts.PropertyDeclaration,
  typed: TypedProgram,
): ts.Expression | undefined {
  if (field.initializer) {
    return isPropertyReassigned(field, typed) ? undefined : field.initializer;
  }
  const { ts } = typed;
  const name = nameText(field.name, ts);
  if (name === undefined || isAnywhere('reassignedProperties', name, typed)) return undefined;
  const [value, ...others] = field.parent.members
    .filter((each) => ts.isConstructorDeclaration(each))
    .flatMap((each) => each.body?.statements ?? [])
    .flatMap((statement) => {
      const assignment = ts.isExpressionStatement(statement) ? statement.expression : undefined;
      if (!assignment || !ts.isBinaryExpression(assignment)) return [];
      const { left: target, right } = assignment;
      if (!ts.isPropertyAccessExpression(target) || target.name.text !== name) return [];
      return initializingClass(target, ts) === field.parent ? [right] : [];
    });
  return others.length === 0 ? value : undefined;
}

/** The class whose constructor has `this.name = …`, with the `target` on its left, as a statement. */
function initializingClass(
  target: ts.PropertyAccessExpression,
  t: typeof ts,
): ts.ClassLikeDeclaration | undefined {
  const assignment: ts.Node = target.parent;
  if (target.expression.kind !== t.SyntaxKind.ThisKeyword) return undefined;
  if (!t.isBinaryExpression(assignment) || assignment.left !== target) return undefined;
  if (assignment.operatorToken.kind !== t.SyntaxKind.EqualsToken) return undefined;
  if (!t.isExpressionStatement(assignment.parent)) return undefined;
  const body = assignment.parent.parent;
  return t.isConstructorDeclaration(body.parent) ? body.parent.parent : undefined;
}

/** Stands for the accessors whose name is not written out: `get [KEY]()`. */
export const COMPUTED = '[computed]';

/** Whether any file of the program has `name` in this set of its names. */
export function isAnywhere(
  set: 'assignedProperties' | 'reassignedProperties' | 'assignedVariables' | 'getters' | 'setters',
  name: string,
  typed: TypedProgram,
): boolean {
  let known = namesOfProgram.get(typed.program);
  if (!known) {
    known = new Map<string, ReadonlySet<string>>();
    namesOfProgram.set(typed.program, known);
  }
  let names = known.get(set);
  if (!names) {
    const all = new Set<string>();
    for (const file of ownFiles(typed)) for (const each of namesIn(file, typed)[set]) all.add(each);
    names = all;
    known.set(set, names);
  }
  return names.has(name);
}

const namesOfProgram = new WeakMap<ts.Program, Map<string, ReadonlySet<string>>>();

/** Whether a class of the program that extends `owner` has a member of the same name. */
export function isOverridden(
  member: ts.ClassElement,
  owner: ts.ClassLikeDeclaration,
  typed: TypedProgram,
): boolean {
  const { ts } = typed;
  const name = member.name && nameText(member.name, ts);
  if (name === undefined) return true;
  if (member.name && ts.isPrivateIdentifier(member.name)) return false;
  return ownFiles(typed).some((file) =>
    namesIn(file, typed)
      .derivedMembers.get(name)
      ?.some((derived) => derived !== owner && mayExtend(derived, owner, typed)),
  );
}

/** Whether `derived` extends `owner`, also through others; a base that is no plain class may. */
function mayExtend(
  derived: ts.ClassLikeDeclaration,
  owner: ts.ClassLikeDeclaration,
  typed: TypedProgram,
): boolean {
  let current: ts.ClassLikeDeclaration = derived;
  for (let depth = 0; depth < 20; depth++) {
    const base = baseClassOf(current, typed);
    if (base === 'none') return false;
    if (base === 'unknown' || base === owner) return true;
    current = base;
  }
  return true;
}

/** The class that `declaration` extends: `none`, or `unknown` where it is no class of a name. */
export const baseClassOf: (
  declaration: ts.ClassLikeDeclaration,
  typed: TypedProgram,
) => ts.ClassLikeDeclaration | 'none' | 'unknown' = oncePerProgram(findBaseClass);

function findBaseClass(
  declaration: ts.ClassLikeDeclaration,
  { ts, checker }: TypedProgram,
): ts.ClassLikeDeclaration | 'none' | 'unknown' {
  const heritage = declaration.heritageClauses?.find(
    (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword,
  );
  const expression = heritage?.types[0]?.expression;
  if (!expression) return 'none';
  const found = checker.getSymbolAtLocation(expression);
  const symbol =
    found && (found.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(found) : found;
  return symbol?.declarations?.find((each) => ts.isClassLike(each)) ?? 'unknown';
}

/** An element of a pattern that binds something: of `[, b]`, the native backend says that both do. */
export function isBinding(element: ts.Node, t: typeof ts): element is ts.BindingElement {
  return t.isBindingElement(element) && (element as { name?: ts.Node }).name !== undefined;
}

/** The text of a name that is written out; `undefined` for a computed one. */
export function nameText(name: ts.Node, t: typeof ts): string | undefined {
  if (
    t.isIdentifier(name) ||
    t.isStringLiteralLike(name) ||
    t.isPrivateIdentifier(name) ||
    t.isNumericLiteral(name)
  ) {
    return name.text;
  }
  return t.isComputedPropertyName(name) && t.isStringLiteralLike(name.expression)
    ? name.expression.text
    : undefined;
}

/** `readFileSync`, `sync`, `transform_sync`. */
export function isNamedSync(name: string): boolean {
  return /(?:^s|[a-z0-9]S|_s)ync$/.test(name);
}

/** What runs when an accessor of this name is read or assigned, in `calls`. */
export function accessorKey(name: string): string {
  return `accessor ${name}`;
}

/**
 * The default export of a file, in `calls`: by the last part of its path, which is what an import
 * of it ends in.
 */
export function defaultKey(path: string): string {
  const [last = '', folder = ''] = path.split('/').reverse();
  const base = last.replace(/\.d?\.?[cm]?[jt]sx?$/, '');
  return `default of ${base === 'index' ? folder : base}`;
}

function collect(file: ts.SourceFile, t: typeof ts): FileNames {
  const names: MutableNames = {
    calls: new Map(),
    uses: new Map(),
    declaredSync: new Set(),
    getters: new Set(),
    setters: new Set(),
    assignedProperties: new Set(),
    reassignedProperties: new Set(),
    assignedVariables: new Set(),
    tested: new Set(),
    derivedMembers: new Map(),
  };
  const ownDefault = defaultKey(file.fileName);
  /** The named synchronous functions around the visited node, outermost first. */
  const enclosing: string[] = [];

  visit(file);
  return names;

  function visit(node: ts.Node): void {
    // Most nodes are names, literals and tokens, or types: none of them calls anything.
    const { kind } = node;
    if (kind < t.SyntaxKind.FirstNode) return;
    if (kind >= t.SyntaxKind.FirstTypeNode && kind <= t.SyntaxKind.LastTypeNode) {
      if (kind !== t.SyntaxKind.TypeLiteral) return;
    }
    noteNames(node);
    const named = functionName(node);
    if (named === undefined) {
      t.forEachChild(node, visit);
      return;
    }
    if (named === 'async') {
      // What an async function calls blocks inside it, not in those that call it.
      const outer = enclosing.splice(0);
      t.forEachChild(node, visit);
      enclosing.push(...outer);
      return;
    }
    enclosing.push(...named);
    t.forEachChild(node, visit);
    enclosing.length -= named.length;
  }

  /** The names that run `node` when they are called; `undefined` for what is no function or class. */
  function functionName(node: ts.Node): readonly string[] | 'async' | undefined {
    if (t.isClassLike(node)) {
      const given = t.isClassExpression(node) ? givenName(node) : undefined;
      return [node.name?.text ?? given ?? ownDefault];
    }
    if (!t.isFunctionLike(node) || !('body' in node)) return undefined;
    if (isAsync(node, t)) return 'async';
    if (t.isConstructorDeclaration(node)) return [];
    if (t.isAccessor(node)) {
      const name = nameText(node.name, t);
      return name === undefined ? [] : [accessorKey(name)];
    }
    const { name } = node as { name?: ts.Node };
    const own = name && nameText(name, t);
    const given =
      t.isArrowFunction(node) || t.isFunctionExpression(node) ? givenName(node) : ownDefault;
    return [own, given].filter((each) => each !== undefined);
  }

  function noteNames(node: ts.Node): void {
    const { SyntaxKind } = t;
    switch (node.kind) {
      case SyntaxKind.CallExpression:
      case SyntaxKind.NewExpression:
        noteCalls(node as ts.CallExpression | ts.NewExpression);
        return;
      case SyntaxKind.TaggedTemplateExpression: {
        const called = lastName((node as ts.TaggedTemplateExpression).tag);
        if (called !== undefined) noteCall(called);
        return;
      }
      case SyntaxKind.PropertyAccessExpression:
        if (!t.isCallExpression(node.parent) || node.parent.expression !== node) {
          noteUse((node as ts.PropertyAccessExpression).name.text);
        }
        return;
      case SyntaxKind.BinaryExpression: {
        const binary = node as ts.BinaryExpression;
        const { kind } = binary.operatorToken;
        if (isAssignmentOperator(kind, t)) noteAssignment(binary);
        else if (kind === SyntaxKind.InstanceOfKeyword) noteTested(binary.left);
        else if (kind === SyntaxKind.InKeyword) noteTested(binary.right);
        return;
      }
      case SyntaxKind.PrefixUnaryExpression:
      case SyntaxKind.PostfixUnaryExpression: {
        const { operator, operand } = node as ts.PrefixUnaryExpression;
        if (operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken) {
          noteTarget(operand);
        }
        return;
      }
      case SyntaxKind.DeleteExpression:
        noteTarget((node as ts.DeleteExpression).expression);
        return;
      case SyntaxKind.ForInStatement:
      case SyntaxKind.ForOfStatement: {
        const { initializer } = node as ts.ForInOrOfStatement;
        if (!t.isVariableDeclarationList(initializer)) noteTarget(initializer);
        return;
      }
      default:
        noteDeclaration(node);
    }
  }

  function noteCalls(node: ts.CallExpression | ts.NewExpression): void {
    const called = lastName(node.expression);
    if (called !== undefined) noteCall(called);
    // f.call(…) runs f; a function passed by name may be called by whom it is passed to.
    if (
      t.isPropertyAccessExpression(node.expression) &&
      /^(?:call|apply|bind)$/.test(node.expression.name.text)
    ) {
      const receiver = lastName(node.expression.expression);
      if (receiver !== undefined) noteCall(receiver);
    }
    const isGuard = (called !== undefined && GUARDS.test(called)) || isCondition(node, t);
    for (const argument of node.arguments ?? []) {
      const passed = lastName(argument);
      if (passed === undefined) continue;
      noteCall(passed);
      if (isGuard) names.tested.add(passed);
    }
  }

  function noteTested(value: ts.Node): void {
    const name = lastName(value);
    if (name !== undefined) names.tested.add(name);
  }

  function noteDeclaration(node: ts.Node): void {
    const { SyntaxKind } = t;
    switch (node.kind) {
      case SyntaxKind.VariableDeclaration:
      case SyntaxKind.Parameter:
      case SyntaxKind.PropertyDeclaration: {
        const { name, initializer, type } = node as
          ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration;
        noteAlias(name, initializer);
        noteTypeQuery(name, type);
        // What is bound to anything else may be a library's function under the same name.
        if (initializer && isFunction(initializer) && !t.isParameter(node)) noteSync(name);
        if (t.isPropertyDeclaration(node)) noteMember(node);
        return;
      }
      case SyntaxKind.PropertySignature: {
        const { name, type } = node as ts.PropertySignature;
        noteTypeQuery(name, type);
        return;
      }
      case SyntaxKind.FunctionDeclaration: {
        const { name, body } = node as ts.FunctionDeclaration;
        if (name && body) noteSync(name);
        return;
      }
      case SyntaxKind.MethodDeclaration: {
        const method = node as ts.MethodDeclaration;
        if (method.body) noteSync(method.name);
        noteMember(method);
        return;
      }
      case SyntaxKind.GetAccessor:
      case SyntaxKind.SetAccessor: {
        const accessor = node as ts.AccessorDeclaration;
        const name = nameText(accessor.name, t);
        const accessors = t.isGetAccessor(accessor) ? names.getters : names.setters;
        if (accessor.body) accessors.add(name ?? COMPUTED);
        noteMember(accessor);
        return;
      }
      case SyntaxKind.PropertyAssignment: {
        const { name, initializer } = node as ts.PropertyAssignment;
        noteAlias(name, initializer);
        if (isFunction(initializer)) noteSync(name);
        return;
      }
      case SyntaxKind.BindingElement:
        if (isBinding(node, t)) noteBinding(node);
        return;
      case SyntaxKind.ImportSpecifier:
      case SyntaxKind.ExportSpecifier:
        noteSpecifier(node as ts.ImportSpecifier | ts.ExportSpecifier);
        return;
      case SyntaxKind.ImportEqualsDeclaration:
        noteImportEquals(node as ts.ImportEqualsDeclaration);
        return;
      case SyntaxKind.ImportClause: {
        const { name, parent } = node as ts.ImportClause;
        const { moduleSpecifier } = parent as ts.ImportDeclaration;
        if (name && t.isStringLiteral(moduleSpecifier)) {
          note(name.text, defaultKey(moduleSpecifier.text));
        }
        return;
      }
      case SyntaxKind.ExportAssignment: {
        const source = lastName((node as ts.ExportAssignment).expression);
        if (source !== undefined) note(ownDefault, source);
        return;
      }
      case SyntaxKind.ClassDeclaration:
      case SyntaxKind.ClassExpression: {
        const { name, heritageClauses } = node as ts.ClassLikeDeclaration;
        const base = heritageClauses?.find((each) => each.token === SyntaxKind.ExtendsKeyword);
        const source = base?.types[0] && lastName(base.types[0].expression);
        if (source !== undefined) note(name?.text ?? ownDefault, source);
        if (name && t.isClassDeclaration(node)) noteSync(name);
        return;
      }
      default:
    }
  }

  function noteBinding(element: ts.BindingElement): void {
    const source = element.propertyName && nameText(element.propertyName, t);
    if (source !== undefined && t.isIdentifier(element.name)) note(element.name.text, source);
    const read = source ?? nameText(element.name, t);
    if (read !== undefined) noteUse(read);
  }

  function noteImportEquals({ name, moduleReference: source }: ts.ImportEqualsDeclaration): void {
    if (!t.isExternalModuleReference(source)) {
      note(name.text, (t.isIdentifier(source) ? source : source.right).text);
    } else if (t.isStringLiteral(source.expression)) {
      note(name.text, defaultKey(source.expression.text));
    }
  }

  function isFunction(value: ts.Node): boolean {
    return t.isArrowFunction(value) || t.isFunctionExpression(value);
  }

  function noteSync(declared: ts.Node): void {
    const name = nameText(declared, t);
    if (name !== undefined && isNamedSync(name)) names.declaredSync.add(name);
  }

  function noteCall(called: string): void {
    for (const caller of enclosing) note(caller, called);
  }

  function noteUse(name: string): void {
    for (const caller of enclosing) add(names.uses, caller, name);
  }

  /** `{ default as load }`, `{ load as default }`, also of a module that is exported on. */
  function noteSpecifier(node: ts.ImportSpecifier | ts.ExportSpecifier): void {
    const source = (node.propertyName ?? node.name).text;
    const own = node.name.text;
    const declaration = t.isImportSpecifier(node) ? node.parent.parent.parent : node.parent.parent;
    const from = (declaration as ts.ImportDeclaration | ts.ExportDeclaration).moduleSpecifier;
    const origin =
      source === 'default' && from && t.isStringLiteral(from) ? defaultKey(from.text) : source;
    const target = own === 'default' ? ownDefault : own;
    if (origin !== target) note(target, origin);
  }

  function note(caller: string, called: string): void {
    add(names.calls, caller, called);
  }

  function add(to: Map<string, Set<string>>, caller: string, name: string): void {
    const known = to.get(caller);
    if (known) known.add(name);
    else to.set(caller, new Set([name]));
  }

  function noteAlias(name: ts.Node, value: ts.Expression | undefined): void {
    const own = nameText(name, t);
    const source = value && lastName(value);
    if (own !== undefined && source !== undefined) note(own, source);
    if (value && t.isCallExpression(value) && own !== undefined) {
      const called = value.expression;
      const [from] = value.arguments;
      if (t.isIdentifier(called) && called.text === 'require' && from && t.isStringLiteral(from)) {
        note(own, defaultKey(from.text));
      }
      if (t.isPropertyAccessExpression(called) && called.name.text === 'bind') {
        const bound = lastName(called.expression);
        if (bound !== undefined) note(own, bound);
      }
    }
  }

  function noteTypeQuery(name: ts.Node, type: ts.TypeNode | undefined): void {
    const own = nameText(name, t);
    // `typeof readFileSync`, `typeof import('node:fs').readFileSync`
    const source =
      type &&
      (t.isTypeQueryNode(type) ? type.exprName : t.isImportTypeNode(type) && type.qualifier);
    if (own === undefined || !source) return;
    note(own, t.isIdentifier(source) ? source.text : source.right.text);
  }

  function noteMember(member: ts.ClassElement | ts.ObjectLiteralElement): void {
    const owner = member.parent;
    const name = member.name && nameText(member.name, t);
    if (name === undefined || !t.isClassLike(owner) || !owner.heritageClauses) return;
    const known = names.derivedMembers.get(name);
    if (known) known.push(owner);
    else names.derivedMembers.set(name, [owner]);
  }

  function noteAssignment(node: ts.BinaryExpression): void {
    const target = node.left;
    const source = lastName(node.right);
    const own = lastName(target);
    if (own !== undefined && source !== undefined) {
      note(own === 'exports' ? ownDefault : own, source);
    }
    // `this.load = this.load.bind(this)` keeps the method.
    if (own !== undefined && boundName(node.right) === own) return;
    // `exports.load = …` declares; it is no second value.
    if (t.isPropertyAccessExpression(target) && lastName(target.expression) === 'exports') return;
    noteTarget(target);
  }

  function boundName(value: ts.Expression): string | undefined {
    return t.isCallExpression(value) &&
      t.isPropertyAccessExpression(value.expression) &&
      value.expression.name.text === 'bind'
      ? lastName(value.expression.expression)
      : undefined;
  }

  function noteTarget(target: ts.Node): void {
    if (t.isIdentifier(target)) names.assignedVariables.add(target.text);
    else if (t.isPropertyAccessExpression(target)) {
      names.assignedProperties.add(target.name.text);
      if (!isInitialized(target)) names.reassignedProperties.add(target.name.text);
    } else if (t.isElementAccessExpression(target)) {
      if (t.isStringLiteralLike(target.argumentExpression)) {
        names.assignedProperties.add(target.argumentExpression.text);
        names.reassignedProperties.add(target.argumentExpression.text);
      }
    } else if (t.isSpreadElement(target) || t.isSpreadAssignment(target)) {
      noteTarget(target.expression);
    } else if (t.isBinaryExpression(target)) noteTarget(target.left);
    else if (t.isParenthesizedExpression(target) || t.isNonNullExpression(target)) {
      noteTarget(target.expression);
    } else if (t.isArrayLiteralExpression(target)) target.elements.forEach(noteTarget);
    else if (t.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (t.isPropertyAssignment(property)) noteTarget(property.initializer);
        else if (t.isShorthandPropertyAssignment(property)) noteTarget(property.name);
        else if (t.isSpreadAssignment(property)) noteTarget(property);
      }
    }
  }

  /** `this.name = …` as a statement of a constructor, whose class declares the field. */
  function isInitialized(target: ts.PropertyAccessExpression): boolean {
    const owner = initializingClass(target, t);
    return (
      owner?.members.some(
        (each) => t.isPropertyDeclaration(each) && nameText(each.name, t) === target.name.text,
      ) === true
    );
  }

  /** `f`, `x.f`, `x['f']`, `(x as T).f`: the name `f`. */
  function lastName(expression: ts.Node): string | undefined {
    if (t.isIdentifier(expression)) return expression.text;
    if (t.isPropertyAccessExpression(expression)) return expression.name.text;
    if (t.isElementAccessExpression(expression)) {
      return t.isStringLiteralLike(expression.argumentExpression)
        ? expression.argumentExpression.text
        : undefined;
    }
    if (
      t.isParenthesizedExpression(expression) ||
      t.isNonNullExpression(expression) ||
      t.isAsExpression(expression) ||
      t.isSatisfiesExpression(expression)
    ) {
      return lastName(expression.expression);
    }
    return t.isBinaryExpression(expression) &&
      expression.operatorToken.kind === t.SyntaxKind.CommaToken
      ? lastName(expression.right)
      : undefined;
  }

  /** What a function expression is bound to. */
  function givenName(node: ts.Node): string | undefined {
    const { parent } = node;
    if (
      t.isVariableDeclaration(parent) ||
      t.isPropertyAssignment(parent) ||
      t.isPropertyDeclaration(parent) ||
      t.isParameter(parent) ||
      t.isBindingElement(parent)
    ) {
      return nameText(parent.name, t);
    }
    if (t.isExportAssignment(parent)) return ownDefault;
    if (t.isBinaryExpression(parent) && parent.right === node) {
      const name = lastName(parent.left);
      return name === 'exports' ? ownDefault : name;
    }
    return t.isParenthesizedExpression(parent) ||
      t.isAsExpression(parent) ||
      t.isCallExpression(parent)
      ? givenName(parent)
      : undefined;
  }
}

/** Functions that say what they are given is, also where their answer is no condition. */
const GUARDS = /^(?:is|has|assert|expect|ensure|check|invariant)(?![a-z])/;

/** Whether the truth of `value` decides something. */
function isCondition(value: ts.Node, t: typeof ts): boolean {
  const { parent } = value;
  switch (parent.kind) {
    case t.SyntaxKind.ConditionalExpression:
      return (parent as ts.ConditionalExpression).condition === value;
    case t.SyntaxKind.IfStatement:
    case t.SyntaxKind.PrefixUnaryExpression:
    case t.SyntaxKind.WhileStatement:
    case t.SyntaxKind.DoStatement:
    case t.SyntaxKind.ForStatement:
      return true;
    case t.SyntaxKind.BinaryExpression: {
      const { kind } = (parent as ts.BinaryExpression).operatorToken;
      return kind === t.SyntaxKind.AmpersandAmpersandToken || kind === t.SyntaxKind.BarBarToken;
    }
    case t.SyntaxKind.ParenthesizedExpression:
      return isCondition(parent, t);
    default:
      return false;
  }
}

/** `=`, `+=`, `??=` and the others. */
export function isAssignmentOperator(kind: ts.SyntaxKind, { SyntaxKind }: typeof ts): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}
