import type ts from 'typescript';

import { catalogueOf, type Catalogue } from '../../catalogue/catalogue.ts';
import { IN_MEMORY } from '../../catalogue/exemptions.ts';
import { COSTS, type Blocking, type Cost, type Row } from '../../catalogue/row.ts';
import {
  asyncContextOf,
  isFunctionWithBody,
  mayCallInPlace,
  runOf,
  runOfArgument,
} from '../async-context.ts';
import type { AsyncContext, ContextKind } from '../async-context.ts';
import { bodyName } from '../called-name.ts';
import { baseClassOf, isBinding, isNamedSync, nameText } from '../declared-names.ts';
import {
  calledExpression,
  calleeOf,
  functionOf,
  isCall,
  onlyDeclared,
  withoutWrappers,
  type Body,
  type Callee,
  type Invocation,
} from '../callee.ts';
import { isAsync, isStatic } from '../modifiers.ts';
import { sourcePlaceOf } from '../source-place.ts';
import { runsOnlyAtStartup } from '../startup.ts';
import type { TypedProgram } from '../typescript.ts';
import { runsInCommand } from './command-run.ts';
import { inferredCounterpart, type InferredCounterpart } from './counterpart.ts';
import { exitFollows, isExitHook, isLastWord, isMemoized, isWorkerFile } from './exempt.ts';
import { blockingNames } from './may-block.ts';

/** What counts as blocking, and where. */
export interface BlockingQuestion {
  readonly minimumCost: Cost;
  /** Also functions named `…Sync` that no row knows, where their types show a counterpart. */
  readonly inferred: boolean;
  /** Contexts besides async functions, reactions and request handlers. */
  readonly contexts: readonly ('timer' | 'event')[];
  /** Not functions that run only while a module starts. */
  readonly ignoreStartup: boolean;
  /** Also what only waits for the disk, in a command of a command-line program. */
  readonly commands: boolean;
  /** Also what runs once, behind a memo guard. */
  readonly memoized: boolean;
  /** Modules that are synchronous by design and reported all the same: `better-sqlite3`. */
  readonly byDesign: readonly string[];
  /** How many functions of the program a chain may lead through; 0: none. */
  readonly depth: number;
  readonly additional: readonly Row[];
  /** Functions that may block: library functions and functions of the program. */
  isAllowed(callee: AllowedCallee): boolean;
}

export type AllowedCallee =
  | { readonly module: string; readonly name: string }
  | { readonly file: string; readonly name: string };

/** A library function that blocks, at one place of the program. */
export interface BlockingApi {
  readonly module: string;
  readonly name: string;
  /** As it stands in the code: `fs.readFileSync`. */
  readonly text: string;
  /** Where it is called: `settings.ts:12`. */
  readonly place: string;
  /** The call, or the reference where the function is passed by name. */
  readonly at: ts.Node;
  readonly cost: Cost;
  readonly on: string;
  readonly row: Row | undefined;
  /** Known by its name and types only. */
  readonly inferred: InferredCounterpart | undefined;
}

/** A place in asynchronous code that blocks the event loop. */
export interface BlockingCall {
  /** What stands in the asynchronous code: a call, a getter read, a function passed by name. */
  readonly node: ts.Node;
  /** What it runs, as it stands in the code: `this.load`. */
  readonly text: string;
  readonly context: AsyncContext;
  readonly api: BlockingApi;
  /** Functions of the program between the node and the API, outermost first; empty: it is the API itself. */
  readonly chain: readonly ChainLink[];
}

export interface ChainLink {
  readonly name: string;
  readonly kind: 'function' | 'constructor' | 'accessor';
  readonly body: Body;
  /** The call in this function that leads on, to the next link or the API. */
  readonly next: ts.Node;
}

/** Finds the blocking calls of one program. */
export interface BlockingSearch {
  readonly catalogue: Catalogue;
  /**
   * Whether evaluating `node` in its place blocks the event loop while other work waits: a call, `new`,
   * tagged template, getter read, or a function passed by name to what calls it in place.
   */
  at(node: ts.Node): BlockingCall | undefined;
}

/** The search for one program and question; made once for both. */
export function blockingSearch(
  typed: TypedProgram,
  question: BlockingQuestion,
  key: string,
): BlockingSearch {
  const byKey = searches.get(typed.program) ?? new Map<string, BlockingSearch>();
  searches.set(typed.program, byKey);
  let search = byKey.get(key);
  if (!search) {
    search = makeSearch(typed, question, catalogueOf(question.additional));
    byKey.set(key, search);
  }
  return search;
}

const searches = new WeakMap<ts.Program, Map<string, BlockingSearch>>();

const UNKNOWN: Callee = { kind: 'unknown' };

type Found = Pick<BlockingCall, 'api' | 'chain'>;

/** A function of very many calls is not worth its search. */
const MAX_CALLS = 2_000;
const MAX_FUNCTIONS = 500;

function makeSearch(
  typed: TypedProgram,
  question: BlockingQuestion,
  catalogue: Catalogue,
): BlockingSearch {
  const { ts, checker } = typed;
  const byDesign = new Set(question.byDesign);
  const names = blockingNames(typed, catalogue, { byDesign, inferred: question.inferred });
  const contexts = new Set<ContextKind>([
    'async-function',
    'reaction',
    'handler',
    ...question.contexts,
  ]);
  const callsOfBody = new WeakMap<ts.Node, readonly ts.Node[]>();
  const reachedFrom = new WeakMap<ts.Node, Found | null>();
  let dearer: BlockingSearch | undefined;

  return { catalogue, at };

  function at(node: ts.Node): BlockingCall | undefined {
    if (!mayRunBlocking(node)) return undefined;
    const context = asyncContextOf(node, typed, catalogue);
    if (!context || !contexts.has(context.kind)) return undefined;

    const callee = calleeAt(node);
    const api = apiAt(node, callee);
    if (api && !counts(node, api)) return undefined;
    const found = api ? { api, chain: [] } : throughBody(callee);
    if (!found) return undefined;
    if (found.chain.length > 0 && !question.memoized && isMemoized(node, typed)) return undefined;
    if (isWorkerFile(node.getSourceFile(), typed) || isExitHook(context.function, typed)) {
      return undefined;
    }
    if (question.ignoreStartup && runsOnlyAtStartup(context.function, typed)) return undefined;
    if (isFileWrite(found.api) && (exitFollows(node, typed) || isLastWord(node, typed))) {
      return undefined;
    }
    if (!question.commands && waitsForDisk(found.api) && runsInCommand(node, typed, catalogue)) {
      // A shorter way to the disk may hide the child process behind it.
      dearer ??= makeSearch(typed, { ...question, minimumCost: 'cpu', commands: true }, catalogue);
      return dearer.at(node);
    }
    const text = textOf(node);
    const [first, ...rest] = found.chain;
    // A default export without a name is called what its importer calls it.
    const chain = first?.name === 'default' ? [{ ...first, name: text }, ...rest] : found.chain;
    return { node, text, context, api: found.api, chain };
  }

  /** By its syntax and names: nothing is asked of the checker for the many that end here. */
  function mayRunBlocking(node: ts.Node): boolean {
    if (ts.isPropertyAccessExpression(node)) {
      const name = node.name.text;
      return names.hasAccessor(name) || (isPassedByName(node) && names.has(name));
    }
    if (ts.isIdentifier(node)) return isPassedByName(node) && names.has(node.text);
    if (isBinding(node, ts)) {
      const name = nameText(node.propertyName ?? node.name, ts);
      return name !== undefined && names.hasAccessor(name);
    }
    if (isCall(node, ts)) {
      const called = withoutWrappers(calledExpression(node, typed), ts);
      if (ts.isIdentifier(called)) return names.has(called.text);
      if (ts.isPropertyAccessExpression(called)) return names.has(called.name.text);
      if (ts.isElementAccessExpression(called)) {
        const key = called.argumentExpression;
        return ts.isStringLiteralLike(key) ? names.has(key.text) : !ts.isNumericLiteral(key);
      }
      return called.kind === ts.SyntaxKind.SuperKeyword || ts.isCallExpression(called);
    }
    return false;
  }

  function isPassedByName(node: ts.Node): boolean {
    const { parent } = node;
    return (
      (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) &&
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
      parent.expression !== node
    );
  }

  /** `files.map(readConfig)`, `p.then(parse)`: the code around calls what is passed. */
  function isCalledInPlace(node: ts.Node): boolean {
    const call = node.parent;
    if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
    if (!mayCallInPlace(call, typed)) return false;
    const { when } = runOfArgument(call, node, typed, catalogue);
    return when === 'in place' || when === 'reaction';
  }

  function calleeAt(node: ts.Node): Callee {
    if (isPassedByName(node) && isCalledInPlace(node)) {
      return functionOf(node as ts.Expression, typed);
    }
    return ts.isIdentifier(node) ? UNKNOWN : calleeOf(node as Invocation, typed);
  }

  /** The library function that `node` runs, if it blocks. */
  function apiAt(node: ts.Node, callee: Callee): BlockingApi | undefined {
    if (callee.kind === 'body') return undefined;
    if (callee.kind === 'unknown') return question.inferred ? declaredApiAt(node) : undefined;
    const { module, name } = callee;
    const row = catalogue.row(module, name);
    if (row?.blocks) {
      const { blocks } = row;
      if (blocks.onRequest && !byDesign.has(module)) return undefined;
      if (!blocksWith(blocks, node)) return undefined;
      const { cost, on } = blocks;
      return { ...shown(node), module, name, row, cost, on, inferred: undefined };
    }
    if (row || !question.inferred || !isNamedSync(name) || IN_MEMORY.has(module)) return undefined;
    const inferred = inferredCounterpart(node, typed);
    return inferred && inferredApi(node, { module, name }, inferred);
  }

  /** A function that the program only declares: what runs is elsewhere, its types are here. */
  function declaredApiAt(node: ts.Node): BlockingApi | undefined {
    if (!ts.isCallExpression(node)) return undefined;
    const declaration = onlyDeclared(node, typed);
    const name = declaration?.name && nameText(declaration.name, ts);
    if (!declaration || name === undefined || !names.isInferred(name)) return undefined;
    const inferred = inferredCounterpart(node, typed);
    const module = declaration.getSourceFile().fileName;
    return inferred && inferredApi(node, { module, name }, inferred);
  }

  function inferredApi(
    at: ts.Node,
    identity: { module: string; name: string },
    inferred: InferredCounterpart,
  ): BlockingApi {
    return {
      ...shown(at),
      ...identity,
      row: undefined,
      cost: 'data',
      on: 'its result',
      inferred,
    };
  }

  function shown(at: ts.Node): Pick<BlockingApi, 'at' | 'text' | 'place'> {
    return { at, text: textOf(at), place: placeOf(at) };
  }

  /** Whether this call is one that blocks, where not all calls of the function do. */
  function blocksWith(blocks: Blocking, node: ts.Node): boolean {
    const given =
      ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : undefined;
    if (blocks.unlessCallback) {
      const last = given?.at(-1);
      // Passed by name it may be called with a callback; not known is not said.
      if (!given) return false;
      if (last && checker.getTypeAtLocation(last).getCallSignatures().length > 0) return false;
    }
    if (blocks.when) {
      return Object.entries(blocks.when).every(([position, wanted]) => {
        const argument = given?.[Number(position) - 1];
        return argument !== undefined && literalValue(argument) === wanted;
      });
    }
    return true;
  }

  function literalValue(node: ts.Expression): string | number | boolean | null | undefined {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    return node.kind === ts.SyntaxKind.NullKeyword ? null : undefined;
  }

  function counts(place: ts.Node, api: BlockingApi): boolean {
    return (
      COSTS.indexOf(api.cost) >= COSTS.indexOf(question.minimumCost) &&
      !question.isAllowed(api) &&
      (question.memoized || !isMemoized(place, typed))
    );
  }

  /** The nearest blocking API that calling `callee` reaches through synchronous functions. */
  function throughBody(callee: Callee): Found | undefined {
    if (callee.kind !== 'body' || question.depth === 0 || !runsWhenCalled(callee.body)) {
      return undefined;
    }
    const known = reachedFrom.get(callee.body);
    if (known !== undefined) return known ?? undefined;
    const found = searchFrom(callee.body);
    reachedFrom.set(callee.body, found ?? null);
    return found;
  }

  /** Breadth first, so that the chain shown is a shortest one. */
  function searchFrom(start: Body): Found | undefined {
    const seen = new Set<ts.Node>([start]);
    let level: { body: Body; before: readonly ChainLink[] }[] = [{ body: start, before: [] }];
    for (let depth = 1; depth <= question.depth && level.length > 0; depth++) {
      const next: typeof level = [];
      for (const { body, before } of level) {
        if (isAllowedBody(body)) continue;
        const chainTo = (call: ts.Node): ChainLink[] => [
          ...before,
          { ...linkOf(body), next: call },
        ];
        for (const call of callsOf(body)) {
          const callee = calleeAt(call);
          const api = apiAt(call, callee);
          if (api && counts(call, api)) return { api, chain: chainTo(call) };
          if (callee.kind !== 'body' || seen.has(callee.body) || seen.size > MAX_FUNCTIONS)
            continue;
          seen.add(callee.body);
          if (!runsWhenCalled(callee.body)) continue;
          if (!question.memoized && isMemoized(call, typed)) continue;
          next.push({ body: callee.body, before: chainTo(call) });
        }
      }
      level = next;
    }
    return undefined;
  }

  function linkOf(body: Body): Omit<ChainLink, 'next'> {
    const kind = ts.isClassLike(body)
      ? 'constructor'
      : ts.isAccessor(body)
        ? 'accessor'
        : 'function';
    return { name: bodyName(body, typed), kind, body };
  }

  function isAllowedBody(body: Body): boolean {
    return question.isAllowed({
      file: body.getSourceFile().fileName,
      name: bodyName(body, typed),
    });
  }

  /** Async functions are reported in themselves; a generator's body runs when it is iterated. */
  function runsWhenCalled(body: Body): boolean {
    return ts.isClassLike(body) || (!isAsync(body, ts) && !body.asteriskToken);
  }

  /** What `body` may call before it returns, by name: in source order. */
  function callsOf(body: Body): readonly ts.Node[] {
    let calls = callsOfBody.get(body);
    if (!calls) {
      callsOfBody.set(body, []); // A class that extends itself, in code that is being typed.
      calls = ts.isClassLike(body) ? constructionCalls(body) : runningCalls(body);
      callsOfBody.set(body, calls);
    }
    return calls;
  }

  function constructionCalls(owner: ts.ClassLikeDeclaration): ts.Node[] {
    const calls: ts.Node[] = [];
    let construct: ts.ConstructorDeclaration | undefined;
    for (const member of owner.members) {
      if (ts.isConstructorDeclaration(member) && member.body) construct = member;
      if (!ts.isPropertyDeclaration(member) || !member.initializer) continue;
      if (!isStatic(member, ts)) collect(member.initializer, calls);
    }
    if (construct) return [...calls, ...runningCalls(construct)];
    // Without a constructor of its own, the base class's runs.
    const base = baseClassOf(owner, typed);
    return typeof base === 'string' ? calls : [...calls, ...callsOf(base)];
  }

  function runningCalls(fn: ts.FunctionLikeDeclaration): ts.Node[] {
    const calls: ts.Node[] = [];
    for (const parameter of fn.parameters) collect(parameter, calls);
    if (fn.body) collect(fn.body, calls);
    return calls;
  }

  function collect(part: ts.Node, calls: ts.Node[]): void {
    if (calls.length > MAX_CALLS) return;
    if (mayRunBlocking(part)) calls.push(part);
    if (isFunctionWithBody(part, ts)) {
      if (isAsync(part, ts) || part.asteriskToken) return;
      if (runOf(part, typed, catalogue).when !== 'in place') return;
    } else if (ts.isClassLike(part)) return;
    ts.forEachChild(part, (child) => {
      collect(child, calls);
    });
  }

  /** How the code names what `node` runs. */
  function textOf(node: ts.Node): string {
    if (ts.isBindingElement(node)) return (node.propertyName ?? node.name).getText();
    const called = isCall(node, ts) ? withoutWrappers(calledExpression(node, typed), ts) : node;
    const text = called.getText();
    return text.length <= 40 && !text.includes('\n') ? text : (text.split(/[.\n]/).at(-1) ?? text);
  }
}

function placeOf(node: ts.Node): string {
  const { file, line } = sourcePlaceOf(node);
  return `${file.split('/').at(-1) ?? ''}:${String(line)}`;
}

/** A moment, where computing, a child process or the network may take seconds. */
function waitsForDisk({ cost }: BlockingApi): boolean {
  return cost === 'metadata' || cost === 'data';
}

function isFileWrite({ row }: BlockingApi): boolean {
  return row?.effects?.writes?.includes('file system') ?? false;
}
