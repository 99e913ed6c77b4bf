import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';
import { nameText } from '../declared-names.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { identifiersNamed } from '../references.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether nothing waits for the thread that runs `fn`: the process is leaving (exit, signal and
 * fatal-error hooks).
 */
export function isExitHook(fn: ts.FunctionLikeDeclaration, { ts, checker }: TypedProgram): boolean {
  if (isHookArgument(fn)) return true;
  const name = ts.isFunctionDeclaration(fn)
    ? fn.name
    : ts.isVariableDeclaration(fn.parent) && ts.isIdentifier(fn.parent.name)
      ? fn.parent.name
      : undefined;
  if (!name) return false;
  const file = fn.getSourceFile();
  // Most files have no such hook; do not walk them.
  if (!HOOK_TEXT.test(file.text)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  const uses = identifiersNamed(name.text, file, ts).filter(
    (use) => use !== name && checker.getSymbolAtLocation(use) === symbol,
  );
  return uses.length > 0 && uses.every(isHookUse);

  /** Passed as the hook, or called by a function that is nothing but the hook: `() => void f()`. */
  function isHookUse(use: ts.Node): boolean {
    if (isHookArgument(use)) return true;
    for (let node = use.parent; !ts.isSourceFile(node); node = node.parent) {
      if (ts.isFunctionLike(node)) return isHookArgument(node);
    }
    return false;
  }

  function isHookArgument(node: ts.Node): boolean {
    const call = node.parent;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
    const [event] = call.arguments;
    return (
      event !== node &&
      event !== undefined &&
      ts.isStringLiteralLike(event) &&
      /^(?:on|once|addListener|prependListener)$/.test(call.expression.name.text) &&
      EXIT_EVENTS.test(event.text) &&
      isProcess(call.expression.expression)
    );
  }

  /** The process itself, and no child that is called so. */
  function isProcess(emitter: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(emitter);
    const isUntyped = (type.flags & ts.TypeFlags.Any) !== 0;
    return isUntyped
      ? ts.isIdentifier(emitter) && emitter.text === 'process'
      : type.getSymbol()?.name === 'Process';
  }
}

const EXIT_EVENTS =
  /^(?:exit|beforeExit|uncaughtException|uncaughtExceptionMonitor|unhandledRejection|SIG[A-Z0-9]+)$/;
const HOOK_TEXT = /\bprocess\s*\.\s*(?:on|once|addListener|prependListener)\s*\(/;

/**
 * Whether `file` is run by a worker thread, whose event loop serves nobody else. One that asks
 * `isMainThread` runs in both.
 */
export function isWorkerFile(file: ts.SourceFile, { ts }: TypedProgram): boolean {
  let answer = workerFiles.get(file);
  if (answer === undefined) {
    answer = file.statements.some(takesFromParent) || assignsOnMessage() || exposesItself();
    workerFiles.set(file, answer);
  }
  return answer;

  /** `import { parentPort } from 'node:worker_threads'`, or the same by its namespace or `require`. */
  function takesFromParent(statement: ts.Statement): boolean {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      if (!WORKER_THREADS.test(statement.moduleSpecifier.text)) return false;
      const bindings = statement.importClause?.namedBindings;
      if (!bindings || !ts.isNamedImports(bindings))
        return PARENT_PORT.test(file.text) && !MAIN_THREAD.test(file.text);
      const names = bindings.elements.map((each) => (each.propertyName ?? each.name).text);
      return names.includes('parentPort') && !names.includes('isMainThread');
    }
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.some(
      ({ name, initializer }) =>
        ts.isObjectBindingPattern(name) &&
        initializer !== undefined &&
        ts.isCallExpression(initializer) &&
        ts.isIdentifier(initializer.expression) &&
        initializer.expression.text === 'require' &&
        initializer.arguments.some(
          (each) => ts.isStringLiteral(each) && WORKER_THREADS.test(each.text),
        ) &&
        name.elements.some((each) => nameText(each.propertyName ?? each.name, ts) === 'parentPort'),
    );
  }

  /** `self.onmessage = …` and `onmessage = …` at the top of a web worker. */
  function assignsOnMessage(): boolean {
    return file.statements.some(
      (statement) =>
        ts.isExpressionStatement(statement) &&
        ts.isBinaryExpression(statement.expression) &&
        /^(?:(?:self|globalThis)\s*\.\s*)?onmessage$/.test(statement.expression.left.getText(file)),
    );
  }

  /** `expose({ decrypt })` of threads and comlink, `workerpool.worker({ … })`, at the top of the file. */
  function exposesItself(): boolean {
    return (
      WORKER_PACKAGE.test(file.text) &&
      file.statements.some((statement) => {
        if (!ts.isExpressionStatement(statement)) return false;
        const { expression: call } = statement;
        return (
          ts.isCallExpression(call) &&
          // With an endpoint, comlink exposes to that one: `expose(api, port)` of the main thread.
          call.arguments.length === 1 &&
          EXPOSING.test(call.expression.getText(file))
        );
      })
    );
  }
}

const workerFiles = new WeakMap<ts.SourceFile, boolean>();
const WORKER_THREADS = /^(?:node:)?worker_threads$/;
const PARENT_PORT = /\.\s*parentPort\b/;
const MAIN_THREAD = /\.\s*isMainThread\b/;
const WORKER_PACKAGE =
  /\b(?:from|require\()\s*['"](?:comlink|workerpool|(?:@[\w-]+\/)?threads(?:\/worker)?)['"]/;
const EXPOSING = /^(?:(?:\w+\.)?expose|workerpool\.worker)$/;

/**
 * Whether the process ends after `node` on every path, with no suspension between: what it blocks
 * is about to stop anyway.
 */
export function exitFollows(node: ts.Node, { ts }: TypedProgram): boolean {
  for (
    let inner = node, outer = node.parent;
    !ts.isSourceFile(outer);
    inner = outer, outer = outer.parent
  ) {
    if (ts.isFunctionLike(outer) || ts.isClassLike(outer)) return false;
    if (ts.isIterationStatement(outer, false) || ts.isTryStatement(outer)) return false;
    // Neither goes on to the next statement; an `await` around the call suspends before it.
    if (ts.isReturnStatement(outer) || ts.isThrowStatement(outer) || ts.isAwaitExpression(outer)) {
      return false;
    }
    if (!ts.isBlock(outer) && !ts.isCaseOrDefaultClause(outer)) continue;
    const { statements } = outer;
    const at = statements.findIndex((each) => each === inner);
    for (const statement of statements.slice(at + 1)) {
      if (!ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement)) return false;
      if (suspends(statement)) return false;
      if (isExit(statement)) return true;
    }
  }
  return false;

  function isExit(statement: ts.Statement): boolean {
    return (
      ts.isExpressionStatement(statement) &&
      ts.isCallExpression(statement.expression) &&
      ts.isPropertyAccessExpression(statement.expression.expression) &&
      ts.isIdentifier(statement.expression.expression.expression) &&
      statement.expression.expression.expression.text === 'process' &&
      /^(?:exit|abort|reallyExit)$/.test(statement.expression.expression.name.text)
    );
  }

  function suspends(part: ts.Node): boolean {
    if (ts.isFunctionLike(part)) return false;
    return ts.isAwaitExpression(part) || (ts.forEachChild(part, suspends) ?? false);
  }
}

/**
 * Whether `node` stands in what the top level of a module does when its work has failed:
 * `main().catch((error) => { … })`. Mostly the process ends with it.
 */
export function isLastWord(node: ts.Node, { ts }: TypedProgram): boolean {
  for (let { parent } = node; !ts.isSourceFile(parent); { parent } = parent) {
    if (!ts.isArrowFunction(parent) && !ts.isFunctionExpression(parent)) continue;
    const call = parent.parent;
    const isRejectionHandler =
      ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression) &&
      call.expression.name.text === 'catch' &&
      call.arguments[0] === parent;
    if (!isRejectionHandler) continue;
    const statement = ts.isVoidExpression(call.parent) ? call.parent.parent : call.parent;
    if (ts.isExpressionStatement(statement) && ts.isSourceFile(statement.parent)) return true;
  }
  return false;
}

/**
 * Whether `node` runs at most once, or once for each key, behind a guard that remembers its value:
 * `cache ??= node`, `if (!cache) cache = node`, `if (cache) return cache; …`, and the same with
 * `cache[key]` or `cache.get(key)`; or behind a flag that says that it is done, `if (loaded) return; …`.
 * The cache is a variable or property that outlives the call.
 */
export const isMemoized = oncePerProgram(runsBehindCache);

function runsBehindCache(node: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  const { SyntaxKind } = ts;
  for (
    let inner = node, outer = node.parent;
    !ts.isSourceFile(outer);
    inner = outer, outer = outer.parent
  ) {
    if (ts.isFunctionLike(outer) || ts.isClassLike(outer)) return false;
    if (ts.isBinaryExpression(outer) && inner === outer.right) {
      const operator = outer.operatorToken.kind;
      const cache = cacheOf(outer.left);
      const isAssignment =
        operator === SyntaxKind.QuestionQuestionEqualsToken ||
        operator === SyntaxKind.BarBarEqualsToken;
      const isChoice =
        operator === SyntaxKind.QuestionQuestionToken || operator === SyntaxKind.BarBarToken;
      // x ??= node; x ?? (x = node)
      if (cache && (isAssignment || (isChoice && fills(outer.right, cache)))) return true;
    }
    if (ts.isIfStatement(outer) && inner === outer.thenStatement) {
      const cache = testedAsMissing(outer.expression);
      if (cache && fills(outer.thenStatement, cache)) return true;
    }
    if (ts.isBlock(outer) && ts.isFunctionLike(outer.parent)) {
      const at = outer.statements.findIndex((each) => each === inner);
      for (const statement of outer.statements.slice(0, at)) {
        const cache = returnedWhenPresent(statement);
        if (cache && fills(outer, cache)) return true;
        const flag = leftWhenSet(statement);
        if (flag && fills(outer, flag) && !unsets(outer, flag)) return true;
      }
    }
  }
  return false;

  /** The cache behind `!x`, `x === undefined`, `x == null`, `!x.has(key)`, `!(key in x)`. */
  function testedAsMissing(test: ts.Expression): ts.Expression | undefined {
    if (ts.isParenthesizedExpression(test)) return testedAsMissing(test.expression);
    if (ts.isPrefixUnaryExpression(test)) {
      return test.operator === SyntaxKind.ExclamationToken ? cacheOf(test.operand) : undefined;
    }
    if (!ts.isBinaryExpression(test)) return undefined;
    const isEquality =
      test.operatorToken.kind === SyntaxKind.EqualsEqualsToken ||
      test.operatorToken.kind === SyntaxKind.EqualsEqualsEqualsToken;
    return isEquality && isNothing(test.right) ? cacheOf(test.left) : undefined;
  }

  /** The cache behind `if (x) return x;`, `if (x !== undefined) return x;`, `if (x.has(key)) return x.get(key);`. */
  function returnedWhenPresent(statement: ts.Statement): ts.Expression | undefined {
    if (!ts.isIfStatement(statement) || statement.elseStatement) return undefined;
    const then = statement.thenStatement;
    const only = ts.isBlock(then) && then.statements.length === 1 ? then.statements[0] : then;
    if (!only || !ts.isReturnStatement(only) || !only.expression) return undefined;
    const test = statement.expression;
    const tested = ts.isBinaryExpression(test) && isNothing(test.right) ? test.left : test;
    const cache = cacheOf(tested);
    const returned = cacheOf(only.expression);
    return cache && returned && sameText(cache, returned) ? cache : undefined;
  }

  /** The flag behind `if (loaded) return;`. */
  function leftWhenSet(statement: ts.Statement): ts.Expression | undefined {
    if (!ts.isIfStatement(statement) || statement.elseStatement) return undefined;
    const then = statement.thenStatement;
    const last = ts.isBlock(then) ? then.statements.at(-1) : then;
    if (!last || !ts.isReturnStatement(last) || last.expression) return undefined;
    // Whoever has done one of many (`if (done.has(file)) return;`) has the others to do.
    const flag = withoutWrappers(statement.expression, ts);
    const isOne = ts.isIdentifier(flag) || ts.isPropertyAccessExpression(flag);
    return isOne ? cacheOf(flag) : undefined;
  }

  /** Whether `part` takes the flag back, as one does that says that the work is being done. */
  function unsets(part: ts.Node, flag: ts.Expression): boolean {
    if (
      ts.isBinaryExpression(part) &&
      part.operatorToken.kind === SyntaxKind.EqualsToken &&
      sameText(part.left, flag) &&
      (isNothing(part.right) || part.right.kind === SyntaxKind.FalseKeyword)
    ) {
      return true;
    }
    return ts.forEachChild(part, (child) => unsets(child, flag)) ?? false;
  }

  function isNothing(value: ts.Expression): boolean {
    return (
      value.kind === SyntaxKind.NullKeyword ||
      (ts.isIdentifier(value) && value.text === 'undefined')
    );
  }

  /** Whether `part` puts a value into the cache: `x = …`, `x[key] = …`, `x.set(key, …)`. */
  function fills(part: ts.Node, cache: ts.Expression): boolean {
    if (
      ts.isBinaryExpression(part) &&
      part.operatorToken.kind === SyntaxKind.EqualsToken &&
      sameText(ts.isElementAccessExpression(part.left) ? part.left.expression : part.left, cache)
    ) {
      return true;
    }
    if (
      ts.isCallExpression(part) &&
      ts.isPropertyAccessExpression(part.expression) &&
      part.expression.name.text === 'set' &&
      sameText(part.expression.expression, cache)
    ) {
      return true;
    }
    return ts.forEachChild(part, (child) => fills(child, cache)) ?? false;
  }

  function sameText(one: ts.Node, other: ts.Node): boolean {
    return one.getText() === other.getText();
  }

  /**
   * What remembers the value of `expression`: a variable declared outside the function, a property of
   * `this` or of such a variable, or the collection that it is an element of. A local that was read
   * from it counts for it: `const known = cache.get(key)`.
   */
  function cacheOf(expression: ts.Expression): ts.Expression | undefined {
    const value = withoutWrappers(expression, ts);
    if (ts.isElementAccessExpression(value)) return cacheOf(value.expression);
    if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
      const { name, expression: receiver } = value.expression;
      return /^(?:get|has)$/.test(name.text) ? cacheOf(receiver) : undefined;
    }
    if (ts.isBinaryExpression(value) && value.operatorToken.kind === SyntaxKind.InKeyword) {
      return cacheOf(value.right);
    }
    if (ts.isPropertyAccessExpression(value)) {
      const isOwn = value.expression.kind === SyntaxKind.ThisKeyword;
      return isOwn || cacheOf(value.expression) ? value : undefined;
    }
    if (!ts.isIdentifier(value)) return undefined;
    const declaration = typed.checker.getSymbolAtLocation(value)?.declarations?.[0];
    if (!declaration) return undefined;
    if (enclosingFunction(declaration) !== enclosingFunction(node)) return value;
    const isRead = ts.isVariableDeclaration(declaration) && declaration.initializer;
    const source = isRead ? withoutWrappers(isRead, ts) : undefined;
    return source && (ts.isCallExpression(source) || ts.isElementAccessExpression(source))
      ? cacheOf(source)
      : undefined;
  }

  function enclosingFunction(at: ts.Node): ts.Node | undefined {
    return ts.findAncestor(at.parent, (each) => ts.isFunctionLike(each) && each !== at);
  }
}
