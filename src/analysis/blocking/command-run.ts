import path from 'node:path';

import type ts from 'typescript';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { runOf, runOfArgument } from '../async-context.ts';
import { functionOf, identityOf, unaliased, withWrappers } from '../callee.ts';
import { nameText, ownFiles } from '../declared-names.ts';
import { knownRow } from '../known-row.ts';
import { isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { promiseCallOf } from '../promise-call.ts';
import { identifiersNamed, referencesTo, type Reference } from '../references.ts';
import { startedBy } from '../started-promise.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether `node` runs in a command of a command-line program that does one thing at a time, so that
 * nothing waits while it blocks: in a function that is handed to the program's command line
 * (`program.command('init').action(init)`, also by its module's path), that asks the person who
 * started it or takes the lines that they type, or that only such functions call and await. `false` where something else is under way:
 * inside `Promise.all`, in a callback that is called for each element, beside a promise, a server or
 * a watcher that was started before.
 */
export function runsInCommand(node: ts.Node, typed: TypedProgram, catalogue: Catalogue): boolean {
  return isInCommand(node, typed, catalogue, new Set());
}

function isInCommand(
  node: ts.Node,
  typed: TypedProgram,
  catalogue: Catalogue,
  asked: ReadonlySet<ts.Node>,
): boolean {
  const { ts } = typed;
  for (
    let inner = node, outer = node.parent;
    !ts.isSourceFile(outer);
    inner = outer, outer = outer.parent
  ) {
    if (ts.isCallExpression(outer) && outer.expression !== inner) {
      if (promiseCallOf(outer, typed)?.kind === 'combinator') return false;
    }
    if (!ts.isFunctionLike(outer)) continue;
    if (isUnderWay(outer, node, typed)) return false;
    if (isCommand(outer, typed, catalogue, asked)) return true;
    if (!belongsToCodeAround(outer, typed, catalogue)) return false;
  }
  return false;
}

/** A promise reaction, or a synchronous callback that is called in place. */
function belongsToCodeAround(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Catalogue,
): boolean {
  const { ts } = typed;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  if (!isAsync(fn, ts)) {
    const { when } = runOf(fn, typed, catalogue);
    return when === 'in place' || when === 'reaction';
  }
  const value = withWrappers(fn, ts);
  const call = value.parent;
  return (
    ts.isCallExpression(call) &&
    call.expression !== value &&
    runOfArgument(call, value, typed, catalogue).when === 'reaction'
  );
}

function isCommand(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Catalogue,
  asked: ReadonlySet<ts.Node>,
): boolean {
  if (asked.has(fn)) return true; // A recursive call is no new caller.
  const { ts } = typed;
  if (asksPerson(fn, typed, catalogue) || takesTypedLines(fn, typed)) return true;

  const actions = actionsOf(catalogue, typed);
  const isAction = actions.functions.has(fn) || overridesAction(fn, typed, catalogue);
  const references = referencesTo(fn, typed);
  if (references === 'unknown') return isAction;
  const others = references.filter(({ node }) => !actions.places.has(node));
  return (
    (isAction || (others.length > 0 && !isPassedOn(fn, typed))) &&
    others.every(
      (each) =>
        isWaitedFor(each, ts) && isInCommand(each.node, typed, catalogue, new Set([...asked, fn])),
    )
  );
}

/** Whether a module exports what the module of `fn` exports: for others to call, mostly. */
function isPassedOn(fn: ts.Node, typed: TypedProgram): boolean {
  const own = typed.checker.getSymbolAtLocation(fn.getSourceFile());
  return own !== undefined && passedOn(typed.program, typed).has(own);
}

const passedOn = oncePerProgram(
  (_: ts.Program, typed: TypedProgram): ReadonlySet<ts.Symbol | undefined> =>
    new Set(
      ownFiles(typed).flatMap(({ statements }) =>
        statements.map((each) =>
          typed.ts.isExportDeclaration(each) && each.moduleSpecifier
            ? typed.checker.getSymbolAtLocation(each.moduleSpecifier)
            : undefined,
        ),
      ),
    ),
);

/** Whether the code that calls a function goes on only when it is done. */
function isWaitedFor(reference: Reference, t: typeof ts): boolean {
  if (reference.use === 'awaited') return true;
  if (reference.use !== 'returned') return false;
  // `.then(() => load())`: the chain waits. Of other callers, nobody knows whether they do.
  const { parent } = withWrappers(reference.from, t);
  return t.isCallExpression(parent);
}

/**
 * Whether something goes on that `fn` has started before `node`: `const pages = load();`, or, by its
 * name, a server, a watcher or a timer.
 */
function isUnderWay(fn: ts.Node, node: ts.Node, typed: TypedProgram): boolean {
  const { ts } = typed;
  const starts = (part: ts.Node): boolean => {
    if (part.pos >= node.pos || ts.isFunctionLike(part)) return false;
    const isKept =
      ts.isVariableDeclaration(part) &&
      part.initializer !== undefined &&
      (ts.isCallExpression(part.initializer) || ts.isArrayLiteralExpression(part.initializer)) &&
      startedBy(part.initializer, typed) !== undefined;
    return isKept || staysAlive(part) || (ts.forEachChild(part, starts) ?? false);
  };
  return ts.forEachChild(fn, starts) ?? false;

  function staysAlive(part: ts.Node): boolean {
    if (!ts.isCallExpression(part) || part.end > node.pos) return false;
    const called = part.expression;
    const name = ts.isPropertyAccessExpression(called) ? called.name : called;
    return ts.isIdentifier(name) && SERVING.test(name.text);
  }
}

const SERVING = /^(?:listen|serve|watch|createServer|start\w*Server|setInterval)$/;

/** Whether `fn` itself asks the person at the terminal: nobody else is served meanwhile. */
function asksPerson(fn: ts.Node, typed: TypedProgram, catalogue: Catalogue): boolean {
  const { ts } = typed;
  const asks = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    return (
      (ts.isCallExpression(node) && knownRow(node, typed, catalogue)?.commandLine === 'question') ||
      (ts.forEachChild(node, asks) ?? false)
    );
  };
  return ts.forEachChild(fn, asks) ?? false;
}

/**
 * Whether `fn` gets the lines that a person types at a prompt: `terminal.on('line', fn)`, where the
 * same file calls `terminal.prompt()`. Without a prompt, lines may be the requests of another program.
 */
function takesTypedLines(fn: ts.SignatureDeclaration, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  const file = fn.getSourceFile();
  if (!file.text.includes('.prompt(')) return false;
  const name = ts.isFunctionDeclaration(fn) ? fn.name : undefined;
  const uses = name ? identifiersNamed(name.text, file, ts) : [withWrappers(fn, ts)];
  return uses.some((use) => {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.arguments[1] !== use) return false;
    const [event] = call.arguments;
    const listen = call.expression;
    if (!event || !ts.isStringLiteralLike(event) || event.text !== 'line') return false;
    if (!ts.isPropertyAccessExpression(listen) || !/^(?:on|once)$/.test(listen.name.text)) {
      return false;
    }
    const { expression: terminal } = listen;
    const [declared] = checker.getTypeAtLocation(terminal).getSymbol()?.declarations ?? [];
    return (
      declared !== undefined &&
      identityOf(declared, typed).module.startsWith('node:readline') &&
      file.text.includes(`${terminal.getText()}.prompt(`)
    );
  });
}

/** `class Build extends Command { async run() { … } }`. */
function overridesAction(
  fn: ts.SignatureDeclaration,
  typed: TypedProgram,
  catalogue: Catalogue,
): boolean {
  const { ts, checker } = typed;
  if (!ts.isMethodDeclaration(fn) || !ts.isClassLike(fn.parent)) return false;
  const name = nameText(fn.name, ts);
  const base = fn.parent.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0];
  if (name === undefined || !base) return false;
  const overridden = checker.getPropertyOfType(checker.getTypeAtLocation(base), name);
  const [declaration] = overridden?.declarations ?? [];
  if (!declaration) return false;
  const { module, name: path } = identityOf(declaration, typed);
  return catalogue.row(module, path)?.commandLine === 'action';
}

/** The commands of a program. */
interface Actions {
  readonly functions: ReadonlySet<ts.Node>;
  /** Where they are handed over by their names. */
  readonly places: ReadonlySet<ts.Node>;
}

const actionsOf = oncePerProgram((catalogue: Catalogue, typed) => findActions(typed, catalogue));

function findActions(typed: TypedProgram, catalogue: Catalogue): Actions {
  const { ts, program } = typed;
  const functions = new Set<ts.Node>();
  const places = new Set<ts.Node>();
  for (const name of namesOfUsedModules()) {
    for (const file of ownFiles(typed)) {
      for (const identifier of identifiersNamed(name, file, ts)) {
        const { parent } = identifier;
        const call = ts.isPropertyAccessExpression(parent) ? parent.parent : parent;
        if (!ts.isCallExpression(call)) continue;
        if (call.expression !== identifier && call.expression !== parent) continue;
        if (knownRow(call, typed, catalogue)?.commandLine !== 'action') continue;
        for (const argument of call.arguments) take(argument);
      }
    }
  }
  return { functions, places };

  function namesOfUsedModules(): ReadonlySet<string> {
    const used = [...catalogue.actionNames].filter(([module]) =>
      ownFiles(typed).some(({ text }) => text.includes(module)),
    );
    return new Set(used.flatMap(([, names]) => [...names]));
  }

  /** Functions among what is handed over, also through what wraps them: `action(reported(init))`. */
  function take(node: ts.Node): void {
    if (ts.isFunctionLike(node)) {
      functions.add(node);
      ts.forEachChild(node, takeModules);
    } else if (ts.isCallExpression(node)) {
      takeModules(node);
      node.arguments.forEach(take);
    } else if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
      const callee = functionOf(node, typed);
      if (callee.kind !== 'body') return;
      functions.add(callee.body);
      places.add(ts.isIdentifier(node) ? node : node.name);
    } else ts.forEachChild(node, take);
  }

  /** What a command loads by its path: `const init = await load('./init.js')`. */
  function takeModules(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      for (const argument of node.arguments) {
        if (ts.isStringLiteral(argument)) takeModule(argument);
      }
    }
    ts.forEachChild(node, takeModules);
  }

  function takeModule(specifier: ts.StringLiteral): void {
    if (!/^\.\.?\//.test(specifier.text)) return;
    const folder = path.posix.dirname(specifier.getSourceFile().fileName);
    const name = path.posix.join(folder, specifier.text);
    const file = [name, name.replace(/\.([cm]?)js$/, '.$1ts'), `${name}.ts`, `${name}.js`]
      .map((each) => program.getSourceFile(each))
      .find((each) => each !== undefined);
    const module = file && typed.checker.getSymbolAtLocation(file);
    for (const each of module ? typed.checker.getExportsOfModule(module) : []) {
      for (const declaration of unaliased(each, typed).declarations ?? []) {
        if (ts.isFunctionLike(declaration)) functions.add(declaration);
        else if (ts.isExportAssignment(declaration)) take(declaration.expression);
        else if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
          take(declaration.initializer);
        }
      }
    }
  }
}
