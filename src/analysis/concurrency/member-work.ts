import type ts from 'typescript';

import {
  calleeOf,
  isCall,
  isImport,
  isOutsideTheProgram,
  withWrappers,
  withoutWrappers,
} from '../callee.ts';
import { flowOf } from '../control-flow.ts';
import { isAnywhere } from '../declared-names.ts';
import { isWithin } from '../is-within.ts';
import { rowByName } from '../known-row.ts';
import { hasModifier } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { promiseCallOf } from '../promise-call.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { shortened } from '../shortened.ts';
import { thenabilityOf } from '../thenable.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { EVERYTHING, HANDLERS, MANY_UNSEEN, PAGE, RETRY, union } from './accesses.ts';
import type { Member } from './candidates.ts';
import { callsOf } from './candidates.ts';
import type { Extent } from './effects.ts';
import { effectsAt, showWrite } from './effects.ts';
import type { Handle } from './handle.ts';
import { handlesOf, isHandleType } from './handle.ts';
import { importedGraph } from './module-graph.ts';
import { startsProcess } from './process-start.ts';
import { isLog, isReadName, isWriteName, tellingName } from './read-name.ts';
import { isUsed, statesReading } from './request.ts';
import { nameOfResource } from './resource-name.ts';
import type { Condition, No } from './verdict.ts';
import { no } from './verdict.ts';
import type { WriterRows } from './writers.ts';

/** What a member does, its targets apart. */
export interface Work {
  readonly accesses: Accesses;
  /** Keys of what its targets write. */
  readonly bound: ReadonlySet<string>;
  /** What its arguments and its callee read before it starts. */
  readonly given: Accesses;
  readonly refusal: No | undefined;
  readonly assumptions: readonly string[];
  readonly handles: readonly Handle[];
}

export type WorkExtent = Exclude<Extent, 'turn'>;

/**
 * What one awaited call does by itself, for those who ask whether it may run beside other runs of it:
 * why not, or what has to be assumed, and the stateful handles that it works on. With the extent
 * `first write`, whether there is a refusal, and not always the best reason.
 */
export function workOf(
  member: Member,
  typed: TypedProgram,
  catalogue: WriterRows,
  extent: WorkExtent = 'whole',
): Work {
  const work = workersOf[extent](catalogue, typed).workOfMember(member);
  if (!work.accesses.reads.has('clock') && !work.given.reads.has('clock')) return work;
  const name = shortened(member.call.expression.getText());
  const assumption = `\`${name}\` may read the time or something random in another order`;
  return { ...work, assumptions: [...work.assumptions, assumption] };
}

/** What one awaited call does, for those who compare it with another one. */
export interface Worker {
  readonly workOfMember: (member: Member) => Work;
  /**
   * Whether a call has no body or row, and its name or the use of its result says that it may write:
   * what its arguments do makes no difference then.
   */
  readonly refusalByName: (member: Member) => No | undefined;
}

export const workersOf: Readonly<
  Record<WorkExtent, (catalogue: WriterRows, typed: TypedProgram) => Worker>
> = { whole: workersFor('whole'), 'first write': workersFor('first write') };

function workersFor(extent: WorkExtent): (catalogue: WriterRows, typed: TypedProgram) => Worker {
  return oncePerProgram((catalogue, typed) => createWorker(typed, catalogue, extent));
}

function createWorker(typed: TypedProgram, catalogue: WriterRows, extent: WorkExtent): Worker {
  const { ts, checker } = typed;
  const works = new WeakMap<ts.Node, Work>();
  return { workOfMember, refusalByName };

  function workOfMember(member: Member): Work {
    let work = works.get(member.node);
    if (!work) {
      work = inspect(member);
      works.set(member.node, work);
    }
    return work;
  }

  function inspect(member: Member): Work {
    const refused = extent === 'first write' ? refusalByName(member) : undefined;
    if (refused) {
      const nothing = union([]);
      return {
        accesses: nothing,
        given: nothing,
        bound: nothing.writes,
        handles: [],
        refusal: refused,
        assumptions: [],
      };
    }
    const { call, node, target } = member;
    const calls = callsOf(member);
    const bound: Accesses[] = [];
    const given: Accesses[] = [];
    const done: Accesses[] = [];
    const { steps } = flowOf(functionAround(node, ts) ?? node.getSourceFile(), ts);
    for (const step of steps) {
      if (!isWithin(step.node, node)) continue;
      const isTarget = target !== undefined && isWithin(step.node, target);
      const isBound = isTarget && step.role === 'write';
      // What is bound, and an import, are looked at even if they write.
      const wanted = isBound || isImport(call, ts) ? 'whole' : extent;
      const accesses = effectsAt(step, typed, catalogue, step.node, wanted);
      if (isBound) bound.push(accesses);
      else if (isWithin(step.node, call) && !calls.some((each) => each === step.node)) {
        if (!calls.some((each) => isConstant(step.node, each))) given.push(accesses);
      } else done.push(accesses);
      if (
        extent === 'first write' &&
        !isBound &&
        !isImport(call, ts) &&
        showWrite(accesses, typed, catalogue)
      ) {
        break;
      }
    }
    for (const each of calls) given.push(...readByCallbacks(each));
    const accesses = union(done);
    const before = union(given);
    const handles = calls.flatMap((each) => handlesOf(each, typed, catalogue));
    const common = { accesses, given: before, bound: union(bound).writes, handles };
    const judged = judgeWork(member, accesses, before);
    return 'refusal' in judged
      ? { ...common, refusal: judged.refusal, assumptions: [] }
      : { ...common, refusal: undefined, assumptions: judged.assumptions };
  }

  /** What functions read that a body of the program is given: it may call them at once. */
  function readByCallbacks(call: ts.CallExpression): readonly Accesses[] {
    if (calleeOf(call, typed).kind !== 'body') return [];
    return call.arguments.flatMap((argument) => {
      const value = withoutWrappers(argument, ts);
      if (!ts.isArrowFunction(value) && !ts.isFunctionExpression(value)) return [];
      // What the functions do that it calls may come at any time.
      const own = flowOf(value, ts).steps.filter(({ node }) => !ts.isCallExpression(node));
      const all = own.map((step) => effectsAt(step, typed, catalogue, step.node, 'whole'));
      const known = new Set([...union(all).reads].filter((key) => key !== EVERYTHING));
      return [{ reads: known, writes: new Set<string>(), unseen: new Set<ts.Node>() }];
    });
  }

  /**
   * Whether a call has no body or row, and its name or the use of its result says that it may write:
   * what its arguments do makes no difference then.
   */
  function refusalByName(member: Member): No | undefined {
    if (isImport(member.call, ts)) return undefined;
    const refused = callsOf(member).find((call) => {
      const callee = calleeOf(call, typed);
      if (callee.kind === 'body' || rowByName(callee, catalogue)?.effects) return false;
      const declaration = checker.getTypeAtLocation(call.expression).getSymbol()?.declarations?.[0];
      // A function of an interface may have a row by that.
      if (callee.kind === 'unknown' && declaration && ts.isInterfaceDeclaration(declaration)) {
        return false;
      }
      return !saysThatItReads(call) || !isResultUsed(member, typed);
    });
    return refused && no('effects', `nothing shows that \`${called(refused)}\` only reads`);
  }

  /** The method that is called, and properties declared `readonly`: nobody gives them another value. */
  function isConstant(node: ts.Node, call: ts.CallExpression): boolean {
    if (!ts.isPropertyAccessExpression(node)) return false;
    const declarations = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
    const accessors = declarations.filter((each) => ts.isAccessor(each));
    if (accessors.length > 0) {
      // One without a body, of an interface, is as good as a property where no other has its name.
      const isOwn = isAnywhere('getters', node.name.text, typed);
      return accessors.every(
        (each) => ts.isGetAccessor(each) && (!isOwn || isOutsideTheProgram(each, typed)),
      );
    }
    if (node === withoutWrappers(call.expression, ts)) return true;
    return (
      declarations.length > 0 &&
      declarations.every(
        (each) =>
          (ts.isPropertyDeclaration(each) ||
            ts.isPropertySignature(each) ||
            ts.isParameter(each)) &&
          hasModifier(each, ts.SyntaxKind.ReadonlyKeyword),
      )
    );
  }

  function judgeWork(
    member: Member,
    done: Accesses,
    given: Accesses,
  ): { refusal: No } | { assumptions: readonly string[] } {
    const { call } = member;
    const name = called(call);
    const refuse = (condition: Condition, because: string): { refusal: No } => ({
      refusal: no(condition, because),
    });
    if (isImport(call, ts)) {
      const graph = isResultUsed(member, typed)
        ? importedGraph(call, typed)
        : 'its result is unused';
      return graph === undefined ? { assumptions: [] } : refuse('barrier', `\`${name}\`: ${graph}`);
    }
    const accesses = union([done, given]);
    const written = [...accesses.writes].filter((key) => key !== EVERYTHING);
    const callee = calleeOf(call, typed);
    if (callee.kind === 'library' && callee.module === 'global') {
      if (/^Promise\.(?:resolve|reject)$/.test(callee.name)) {
        return refuse('barrier', `\`${name}\` starts nothing`);
      }
      if (COMBINATOR.test(callee.name) && !startsWork(call)) {
        return refuse('barrier', `\`${name}\` only waits for what has been started`);
      }
    }
    const waitsFor = callsOf(member).map(
      (each) => rowByName(calleeOf(each, typed), catalogue)?.promise?.waitsFor,
    );
    if (waitsFor.includes('event') || written.includes(HANDLERS)) {
      return refuse('barrier', `\`${name}\` waits for an event`);
    }
    if (waitsFor.includes('timer') || written.includes('timers')) {
      return refuse('barrier', `\`${name}\` waits for a timer`);
    }
    if (written.includes(PAGE)) {
      return refuse('handle', `\`${name}\` works on a page, one command after the other`);
    }
    if (written.includes('process')) return refuse('barrier', `\`${name}\` starts a process`);
    if (written.includes('user interface')) return refuse('barrier', `\`${name}\` asks the user`);
    const [change] = written;
    if (change !== undefined) {
      return refuse(
        'failure',
        `\`${name}\` writes ${nameOfResource(change)}, also if the other one fails`,
      );
    }

    const { unseen } = accesses;
    const retries = accesses.reads.has(RETRY)
      ? [`\`${name}\` pauses only to try again what failed`]
      : [];
    if (unseen.size === 0 && !accesses.reads.has(EVERYTHING)) return { assumptions: retries };
    if (unseen.size >= MANY_UNSEEN) {
      return refuse('effects', `\`${name}\` runs too much code that cannot be seen into`);
    }
    const readNamed = isReadNamed(member);
    for (const node of unseen) {
      const against = judgeUnseen(node, member, readNamed);
      if (against) return { refusal: against };
    }
    const reading = readers(member, unseen).map((each) => `\`${each}\` only reads`);
    return { assumptions: [...reading, ...retries] };
  }

  /** What is assumed to read: the call, or, of a combinator, what it waits for. */
  function readers(member: Member, unseen: ReadonlySet<ts.Node>): readonly string[] {
    const { call } = member;
    const own = callsOf(member).filter((each) => unseen.has(each));
    if (own.length > 1) return own.map(called);
    if (!isCombinator(call, typed)) return [called(call)];
    const calls = [...unseen].filter((each) => ts.isCallExpression(each));
    return calls.length === 0 ? [called(call)] : [...new Set(calls.map(called))];
  }

  /** Code that cannot be seen into; `undefined`: as far as names and types go, it only reads. */
  function judgeUnseen(node: ts.Node, member: Member, readNamed: boolean): No | undefined {
    const { call } = member;
    const own = callsOf(member).find((each) => each === node);
    const name = called(own ?? call);
    if (own) {
      if (rowByName(calleeOf(own, typed), catalogue)?.effects) {
        return no(
          'effects',
          `the method of \`${name}\` is not written out, and may be one that writes`,
        );
      }
      if (startsProcess(own, typed)) return no('barrier', `\`${name}\` starts a process`);
      if (!saysThatItReads(own)) {
        return no('effects', `nothing shows that \`${name}\` only reads`);
      }
      if (!isResultUsed(member, typed)) return no('effects', `the result of \`${name}\` is unused`);
      return readNamed
        ? undefined
        : no('effects', `\`${name}\` gives nothing that it could have read`);
    }
    if (isLog(node, ts)) return undefined;
    if (isCall(node, ts)) {
      const telling = tellingName(node, ts) ?? '';
      const callText = shortened(
        (ts.isTaggedTemplateExpression(node) ? node.tag : node.expression).getText(),
      );
      const isKnown = rowByName(calleeOf(node, typed), catalogue)?.effects !== undefined;
      if (startsProcess(node, typed)) return no('barrier', `\`${callText}\` starts a process`);
      if (ts.isCallExpression(node) && worksOnHandle(node)) {
        return no('handle', `\`${callText}\` works on a stateful handle`);
      }
      const isRead = saysThatItReads(node) && !isKnown && isUsed(node, typed) && gives(node, typed);
      if (isRead) return undefined;
      if (!isKnown && !ts.isNewExpression(node) && isWriteName(telling)) {
        return no('effects', `nothing shows that \`${callText}\` only reads`);
      }
      if (readNamed && isUsed(node, typed)) return undefined;
      const isComputed =
        isUsed(node, typed) &&
        gives(node, typed) &&
        isWithin(node, member.node) &&
        isSynchronous(node, typed);
      return isComputed && !isKnown
        ? undefined
        : no('effects', `nothing shows that \`${callText}\` only reads`);
    }
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || isDisposal(node)) {
      return no('effects', `it is not known all that \`${name}\` does`);
    }
    return readNamed || isWithin(node, member.node)
      ? undefined
      : no('effects', `it is not known all that \`${name}\` does`);
  }

  /** Whether an argument calls something: `Promise.all(xs.map(f))`, and not `Promise.all(pending)`. */
  function startsWork(call: ts.CallExpression): boolean {
    const visit = (node: ts.Node): boolean =>
      ts.isCallExpression(node) ||
      (ts.forEachChild(node, (each) => visit(each) || undefined) ?? false);
    return call.arguments.some(visit);
  }

  function worksOnHandle(node: ts.CallExpression): boolean {
    return handlesOf(node, typed, catalogue).length > 0;
  }

  function isDisposal(node: ts.Node): boolean {
    return ts.isVariableDeclarationList(node) || ts.isVariableStatement(node);
  }

  /** By its name, or a statement that it is given. */
  function saysThatItReads(call: ts.Node): boolean {
    return isReadName(tellingName(call, ts) ?? '') || statesReading(call, typed);
  }

  /** By its name, by the use of its result, and by the type of it, a call only reads. */
  function isReadNamed(member: Member): boolean {
    const { call, awaited } = member;
    if (!saysThatItReads(call) || !isResultUsed(member, typed)) return false;
    const type = checker.getTypeAtLocation(awaited);
    return !isNothing(type, ts) && !isHandleType(type, typed, catalogue);
  }

  function called(call: ts.CallExpression): string {
    return calledIn(call, typed);
  }
}

/** Whether what a call gives, or what it resolves to, is a value at all, and no handle. */
export function gives(node: ts.Expression, typed: TypedProgram): boolean {
  const { ts } = typed;
  const outer = withWrappers(node, ts);
  const value = ts.isAwaitExpression(outer.parent) ? outer.parent : node;
  return !isNothingValue(value, typed);
}

const isNothingValue = keptAnswer((value: ts.Expression, { ts, checker }: TypedProgram) =>
  isNothing(checker.getTypeAtLocation(value), ts),
);

function isNothing(type: ts.Type, t: typeof ts): boolean {
  const { Void, Undefined, Never } = t.TypeFlags;
  return (type.flags & (Void | Undefined | Never)) !== 0;
}

export function isSynchronous(node: ts.Expression, typed: TypedProgram): boolean {
  return thenabilityOf(node, typed) === 'never';
}

function isResultUsed({ awaited, form, target, isWrapped }: Member, typed: TypedProgram): boolean {
  const { ts } = typed;
  if (form === 'bare') return isWrapped && isUsed(awaited, typed);
  if (target && ts.isIdentifier(target)) {
    return identifiersNamed(target.text, target.getSourceFile(), ts).length > 1;
  }
  return true;
}

function isCombinator(call: ts.CallExpression, typed: TypedProgram): boolean {
  return promiseCallOf(call, typed)?.kind === 'combinator';
}

/** How a message names what is called; an import and `Promise.all` with what they are given. */
export function calledIn(call: ts.CallExpression, typed: TypedProgram): string {
  const isWhole = isImport(call, typed.ts) || isCombinator(call, typed);
  return shortened((isWhole ? call : call.expression).getText());
}

const COMBINATOR = /^Promise\.(?:all|allSettled|any|race)$/;
