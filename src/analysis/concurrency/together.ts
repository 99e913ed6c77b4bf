import type ts from 'typescript';

import type { Row } from '../../catalogue/row.ts';
import type { Callee } from '../callee.ts';
import { calleeOf, isCall, isOutsideTheProgram, withWrappers, withoutWrappers } from '../callee.ts';
import { flowOf } from '../control-flow.ts';
import { isAnywhere, isAssignmentOperator } from '../declared-names.ts';
import { promiseCallOf } from '../promise-call.ts';
import { functionAround, identifiersNamed } from '../references.ts';
import { thenabilityOf } from '../thenable.ts';
import { isWithin } from '../is-within.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { EVERYTHING, HANDLERS, MANY_UNSEEN, PAGE, RETRY, union } from './accesses.ts';
import type { Between, Candidate, Member } from './candidates.ts';
import { assigns } from './candidates.ts';
import type { Extent } from './effects.ts';
import { effectsAt, showWrite } from './effects.ts';
import { changesMeanwhile } from './freshness.ts';
import { guardOf } from './guard.ts';
import type { Handle } from './handle.ts';
import { handlesOf, isHandleType, sharedHandle } from './handle.ts';
import { importedGraph } from './module-graph.ts';
import { unplainPart } from './plain-evaluation.ts';
import { valueSymbol } from './private-object.ts';
import { onlyWaitsForKept } from './kept-work.ts';
import { isLog, isReadName, isWriteName, tellingName } from './read-name.ts';
import { isUsed, statesReading } from './request.ts';
import { startsProcess } from './process-start.ts';
import { nameOfResource } from './resource-name.ts';
import type { Touched } from './touched-object.ts';
import { sharedObject, touchedIn } from './touched-object.ts';
import { statesOrder } from './stated-order.ts';
import { surroundingsOf } from './surroundings.ts';
import type { WriterRows } from './writers.ts';
import { overlap } from './writers.ts';

/**
 * Whether two awaited calls may run at the same time, the later one started before the earlier one is
 * done:
 * - `proven`: by bodies and the catalogue;
 * - `likely`: if the `assumptions` hold, full sentences without a full stop ("`getUser` only reads");
 * - `no`: by a `condition` that is not met, and `because` for people (a fragment that follows "because").
 */
export type Verdict =
  | { readonly kind: 'proven'; readonly because: readonly string[] }
  | {
      readonly kind: 'likely';
      readonly because: readonly string[];
      readonly assumptions: readonly string[];
    }
  | { readonly kind: 'no'; readonly condition: Condition; readonly because: string };

/**
 * What stands against it:
 * - `data`: the later one uses what the earlier one gives;
 * - `effects`: one uses what the other writes, or what one does is not known;
 * - `control`: the earlier one is a guard, or what stands between them has effects;
 * - `failure`: one writes, and would have done so although the other one failed;
 * - `handle`: both work on the same connection, transaction, page or stream;
 * - `scope`: a transaction, a `using` resource, a `catch` or a `finally` holds them;
 * - `freshness`: what the later one is given may change meanwhile;
 * - `partial`: both are bound to the same target;
 * - `barrier`: one waits for time, an event, a process or a person;
 * - `type`: it is not known that a promise is awaited.
 */
export type Condition =
  | 'data'
  | 'effects'
  | 'control'
  | 'failure'
  | 'handle'
  | 'scope'
  | 'freshness'
  | 'partial'
  | 'barrier'
  | 'type';

/** Members of one candidate that may run together, at least two, in source order. */
export interface Group {
  readonly members: readonly Member[];
  readonly verdict: Exclude<Verdict, { kind: 'no' }>;
}

export type No = Extract<Verdict, { kind: 'no' }>;

function no(condition: Condition, because: string): No {
  return { kind: 'no', condition, because };
}

/** More than so many awaits in a row are no oversight, and pairs grow with the square. */
const MAX_MEMBERS = 24;

/** Asks it of two members of a candidate; `between`: what stands between them, other members apart. */
export function mayRunTogether(
  earlier: Member,
  later: Member,
  between: readonly Between[],
  typed: TypedProgram,
  catalogue: WriterRows,
): Verdict {
  return createJudge(typed, catalogue, 'whole').judge(earlier, later, between);
}

/**
 * The groups of a candidate: each starts with the first member that is in none and takes every later
 * one that may run together with all of it, and may pass the members between that stay behind. The
 * weakest of its pairs decides: one of them `likely`, and the group is.
 */
export function groupsOf(
  candidate: Candidate,
  typed: TypedProgram,
  catalogue: WriterRows,
): readonly Group[] {
  return createJudge(typed, catalogue, 'first write').groupsOf(candidate);
}

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
  const work = createJudge(typed, catalogue, extent).workOf(member);
  if (!work.accesses.reads.has('clock') && !work.given.reads.has('clock')) return work;
  const name = shorten(member.call.expression.getText());
  const assumption = `\`${name}\` may read the time or something random in another order`;
  return { ...work, assumptions: [...work.assumptions, assumption] };
}

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

type WorkExtent = Exclude<Extent, 'turn'>;

interface Judge {
  workOf(member: Member): Work;
  judge(earlier: Member, later: Member, between: readonly Between[]): Verdict;
  groupsOf(candidate: Candidate): readonly Group[];
}

type Judges = WeakMap<ts.Program, WeakMap<WriterRows, Judge>>;

const judges: Readonly<Record<WorkExtent, Judges>> = {
  whole: new WeakMap(),
  'first write': new WeakMap(),
};

function createJudge(typed: TypedProgram, catalogue: WriterRows, extent: WorkExtent): Judge {
  let ofProgram = judges[extent].get(typed.program);
  if (!ofProgram) {
    ofProgram = new WeakMap();
    judges[extent].set(typed.program, ofProgram);
  }
  let judge = ofProgram.get(catalogue);
  if (!judge) {
    judge = makeJudge(typed, catalogue, extent);
    ofProgram.set(catalogue, judge);
  }
  return judge;
}

function makeJudge(typed: TypedProgram, catalogue: WriterRows, extent: WorkExtent): Judge {
  const { ts, checker } = typed;
  const works = new WeakMap<ts.Node, Work>();
  const touched = new WeakMap<ts.Node, Touched>();
  return { judge, groupsOf: groups, workOf: workOfMember };

  // Groups

  function groups(candidate: Candidate): readonly Group[] {
    const { members, gaps } = candidate;
    if (members.length > MAX_MEMBERS) return [];
    const found: Group[] = [];
    const grouped = new Set<Member>();
    let around: Verdict | undefined;
    for (const [first, leader] of members.entries()) {
      if (grouped.has(leader)) continue;
      const group = [leader];
      const verdicts: Verdict[] = [];
      for (let last = first + 1; last < members.length; last++) {
        const member = members[last];
        if (!member || grouped.has(member)) continue;
        // Also with those that it passes: those of another group too, which may be left as it is.
        const pairs = members.slice(first, last).map((each, index) => {
          const between = gaps.slice(first + index, last).flat();
          return judge(each, member, between, group.includes(each) ? 'joins' : 'passes');
        });
        if (pairs.some(({ kind }) => kind === 'no')) continue;
        group.push(member);
        verdicts.push(...pairs);
      }
      if (group.length < 2) continue;
      around ??= aroundMembers(candidate);
      if (around.kind === 'no') return [];
      for (const member of group) grouped.add(member);
      found.push({ members: group, verdict: weakest([...verdicts, around], group.length) });
    }
    return found;
  }

  function weakest(verdicts: readonly Verdict[], members: number): Group['verdict'] {
    const assumptions = new Set<string>();
    for (const verdict of verdicts) {
      if (verdict.kind === 'likely') for (const each of verdict.assumptions) assumptions.add(each);
    }
    const [first] = verdicts;
    const because =
      members > 2 || !first || first.kind === 'no'
        ? ['none of them uses what another one gives', 'none writes anything']
        : [...first.because, NEITHER_WRITES];
    return assumptions.size === 0
      ? { kind: 'proven', because: [...new Set(because)] }
      : { kind: 'likely', because: because.slice(0, 1), assumptions: [...assumptions] };
  }

  // Pairs: cheap conditions first

  /** The later one `joins` the earlier one, or `passes` it, which stays where it is. */
  function judge(
    earlier: Member,
    later: Member,
    between: readonly Between[],
    how: 'joins' | 'passes' = 'joins',
  ): Verdict {
    const assumptions: string[] = [];
    const uses = dataBetween(earlier, later, between);
    if (uses) return uses;
    const around = surroundingsOf([earlier.node, later.node], typed);
    if (around.against) return no(around.against.condition, around.against.because);
    for (const call of [...callsOf(earlier), ...callsOf(later)]) {
      const thenability = isImport(call, ts) ? 'always' : thenabilityOf(call, typed);
      const isOpening = call !== earlier.call && call !== later.call;
      const isPromise =
        (isOpening ? thenability === 'always' : MAY_BE_PROMISE.has(thenability)) ||
        (thenability === 'unknown' && failsByRejection(calleeOf(call, typed)));
      if (!isPromise) return no('type', `\`${called(call)}\` may give no promise`);
    }
    if (hasOrderStated(earlier) || hasOrderStated(later)) {
      return no('control', 'a comment says that the order matters');
    }
    const guards = callsOf(earlier).map((each) => guardOf(each, typed));
    const guard = guards.includes('guard') ? 'guard' : guards.find((each) => each !== undefined);
    if (guard === 'guard') {
      return no('control', `\`${called(earlier.call)}\` decides whether the rest may run`);
    }

    const refused =
      extent === 'first write' ? (refusalByName(earlier) ?? refusalByName(later)) : undefined;
    if (refused) return refused;
    const first = workOfMember(earlier);
    if (first.refusal) return first.refusal;
    const second = workOfMember(later);
    if (second.refusal) return second.refusal;
    if (isProbe(earlier) && !isProbe(later)) {
      // It writes nothing and gives nothing: all that it can do is fail.
      return no('control', `\`${called(earlier.call)}\` decides whether the rest may run`);
    }
    const evaluated = evaluatesUnseen(later, second);
    if (evaluated.kind === 'no') return evaluated;
    if (evaluated.kind === 'likely') assumptions.push(...evaluated.assumptions);
    const time = timeOf(earlier, first, later, second);
    if (time.kind === 'no') return time;
    if (time.kind === 'likely') assumptions.push(...time.assumptions);
    const handle = sharedHandle(first.handles, second.handles);
    if (handle) return no('handle', `both use \`${shorten(handle.text)}\`, one after the other`);
    for (const { text } of [...first.handles, ...second.handles]) {
      // It is at work when the function is left because of the other one.
      assumptions.push(`nobody uses \`${shorten(text)}\` at once if the other call fails`);
    }

    const cleaned = cleansUp(around.cleanups, union([first.accesses, second.accesses]));
    if (cleaned.kind === 'no') return cleaned;
    if (cleaned.kind === 'likely') assumptions.push(...cleaned.assumptions);
    const used = usesTarget(earlier, first, later, second);
    if (used.kind === 'no') return used;
    if (used.kind === 'likely') assumptions.push(...used.assumptions);
    const object = objectBetween(earlier, later, between, how);
    if (object) return object;
    const stands = judgeBetween(between);
    if (stands.kind === 'no') return stands;
    if (stands.kind === 'likely') assumptions.push(...stands.assumptions);

    if (
      earlier.form !== 'part' &&
      [earlier, later].every(({ call }) => onlyWaitsForKept(call, typed))
    ) {
      return no('barrier', `\`${called(later.call)}\` only waits for what has been started`);
    }
    if (isSameQuestion(earlier, later)) {
      return no('freshness', `\`${shorten(later.call.getText())}\` is asked again on purpose`);
    }

    assumptions.push(...first.assumptions, ...second.assumptions);
    if (guard === 'mayRefuse') {
      assumptions.push(
        `\`${called(later.call)}\` may run although \`${called(earlier.call)}\` refuses`,
      );
    }
    assumptions.push(
      ...changesMeanwhile(second.given.reads, typed, catalogue),
      ...throwsAtOnce(later.opening ?? later.call),
    );
    const partial =
      partialTarget(earlier, around.tryBlock) ??
      changedOutside([touchedBeside(earlier), ...between.map(touchedBy)], around.tryBlock);
    if (partial !== undefined) {
      assumptions.push(`nobody needs \`${partial}\` if \`${called(later.call)}\` fails`);
    }
    const early =
      how === 'passes' || between.length > 0 ? earlyTarget(later, around.tryBlock) : undefined;
    if (early !== undefined) {
      if (how === 'passes') return no('partial', `${early} would be set too early`);
      assumptions.push(`nobody needs \`${early}\` if what stands before it fails`);
    }
    if (around.inspectsError) {
      assumptions.push('the `catch` may get either error where both fail');
    }
    const independent =
      later.form === 'part' || earlier.target === undefined
        ? `\`${called(later.call)}\` does not use what \`${called(earlier.call)}\` gives`
        : `\`${called(later.call)}\` does not use \`${shorten(earlier.target.getText())}\``;
    return assumptions.length === 0
      ? { kind: 'proven', because: [independent, NEITHER_WRITES] }
      : { kind: 'likely', because: [independent], assumptions: [...new Set(assumptions)] };
  }

  // Condition 1: data

  function dataBetween(
    earlier: Member,
    later: Member,
    between: readonly Between[],
  ): No | undefined {
    const tainted = symbolsOf(earlier);
    for (const each of between) {
      if (usesAny(each, tainted)) for (const symbol of declaredBy(each)) tainted.add(symbol);
    }
    const used = usesAny(later.node, tainted);
    if (used) return no('data', `\`${called(later.call)}\` uses \`${used.text}\``);
    // The same variable twice, or one that the code between reads and the later one assigns.
    const own = symbolsOf(later);
    const before =
      usesAny(earlier.node, own) ?? between.map((each) => usesAny(each, own)).find(Boolean);
    return before && no('data', `\`${before.text}\` is used before the second one sets it`);
  }

  /** An object of this function that one of them changes and the other one uses. */
  function objectBetween(
    earlier: Member,
    later: Member,
    between: readonly Between[],
    how: 'joins' | 'passes',
  ): No | undefined {
    const [first, second] = [touchedBy(earlier.node), touchedBy(later.node)];
    const started = how === 'joins' ? touchedBy(later.call) : second;
    const shared =
      sharedObject(first, started) ??
      between
        .map(touchedBy)
        .map((each) => sharedObject(each, first) ?? sharedObject(each, second))
        .find((each) => each !== undefined);
    return shared === undefined
      ? undefined
      : no('effects', `both use \`${shared}\`, and one of them changes it`);
  }

  function touchedBy(node: ts.Node): Touched {
    let known = touched.get(node);
    if (!known) {
      known = touchedIn(node, typed, catalogue);
      touched.set(node, known);
    }
    return known;
  }

  /** The variables that a member declares or assigns. */
  function symbolsOf({ node }: Member): Set<ts.Symbol> {
    const found = new Set<ts.Symbol>(declaredBy(node));
    const visit = (each: ts.Node): void => {
      if (ts.isBinaryExpression(each) && isAssignmentOperator(each.operatorToken.kind, ts)) {
        noteNames(each.left, found);
      } else if (
        (ts.isPrefixUnaryExpression(each) || ts.isPostfixUnaryExpression(each)) &&
        assigns(each, ts)
      ) {
        noteNames(each.operand, found);
      }
      ts.forEachChild(each, visit);
    };
    visit(node);
    return found;
  }

  function noteNames(target: ts.Node, into: Set<ts.Symbol>): void {
    if (ts.isIdentifier(target)) {
      const symbol = valueSymbol(target, typed);
      if (symbol) into.add(symbol);
    } else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) {
      ts.forEachChild(target, (child) => {
        noteNames(child, into);
      });
    }
  }

  function declaredBy(node: ts.Node): readonly ts.Symbol[] {
    const found: ts.Symbol[] = [];
    const visit = (each: ts.Node): void => {
      const isDeclared =
        ts.isVariableDeclaration(each) ||
        ts.isBindingElement(each) ||
        ts.isFunctionDeclaration(each);
      if (isDeclared && each.name && ts.isIdentifier(each.name)) {
        const symbol = checker.getSymbolAtLocation(each.name);
        if (symbol) found.push(symbol);
      }
      if (!ts.isFunctionLike(each)) ts.forEachChild(each, visit);
    };
    visit(node);
    return found;
  }

  function usesAny(node: ts.Node, symbols: ReadonlySet<ts.Symbol>): ts.Identifier | undefined {
    if (symbols.size === 0) return undefined;
    const names = new Set([...symbols].map(({ name }) => name));
    const visit = (each: ts.Node): ts.Identifier | undefined => {
      if (ts.isIdentifier(each)) {
        if (!names.has(each.text)) return undefined;
        const symbol = valueSymbol(each, typed);
        return symbol && symbols.has(symbol) ? each : undefined;
      }
      return ts.forEachChild(each, visit);
    };
    return visit(node);
  }

  // Conditions 2 and 4: effects, and what is done although another one fails

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
      if (callee.kind === 'body' || rowOf(callee)?.effects) return false;
      const declaration = checker.getTypeAtLocation(call.expression).getSymbol()?.declarations?.[0];
      // A function of an interface may have a row by that.
      if (callee.kind === 'unknown' && declaration && ts.isInterfaceDeclaration(declaration)) {
        return false;
      }
      return !saysThatItReads(call) || !isResultUsed(member);
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
          each.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword) ===
            true,
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
      const graph = isResultUsed(member) ? importedGraph(call, typed) : 'its result is unused';
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
    const waitsFor = callsOf(member).map((each) => rowOf(calleeOf(each, typed))?.promise?.waitsFor);
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
    if (!isCombinator(call)) return [called(call)];
    const calls = [...unseen].filter((each) => ts.isCallExpression(each));
    return calls.length === 0 ? [called(call)] : [...new Set(calls.map(called))];
  }

  /** Code that cannot be seen into; `undefined`: as far as names and types go, it only reads. */
  function judgeUnseen(node: ts.Node, member: Member, readNamed: boolean): No | undefined {
    const { call } = member;
    const own = callsOf(member).find((each) => each === node);
    const name = called(own ?? call);
    if (own) {
      if (rowOf(calleeOf(own, typed))?.effects) {
        return no(
          'effects',
          `the method of \`${name}\` is not written out, and may be one that writes`,
        );
      }
      if (startsProcess(own, typed)) return no('barrier', `\`${name}\` starts a process`);
      if (!saysThatItReads(own)) {
        return no('effects', `nothing shows that \`${name}\` only reads`);
      }
      if (!isResultUsed(member)) return no('effects', `the result of \`${name}\` is unused`);
      return readNamed
        ? undefined
        : no('effects', `\`${name}\` gives nothing that it could have read`);
    }
    if (isLog(node, ts)) return undefined;
    if (isCall(node, ts)) {
      const telling = tellingName(node, ts) ?? '';
      const callText = shorten(
        (ts.isTaggedTemplateExpression(node) ? node.tag : node.expression).getText(),
      );
      const isKnown = rowOf(calleeOf(node, typed))?.effects !== undefined;
      if (startsProcess(node, typed)) return no('barrier', `\`${callText}\` starts a process`);
      if (ts.isCallExpression(node) && worksOnHandle(node)) {
        return no('handle', `\`${callText}\` works on a stateful handle`);
      }
      const isRead = saysThatItReads(node) && !isKnown && isUsed(node, typed) && gives(node);
      if (isRead) return undefined;
      if (!isKnown && !ts.isNewExpression(node) && isWriteName(telling)) {
        return no('effects', `nothing shows that \`${callText}\` only reads`);
      }
      if (readNamed && isUsed(node, typed)) return undefined;
      const isComputed =
        isUsed(node, typed) && gives(node) && isWithin(node, member.node) && isSynchronous(node);
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

  function isSynchronous(node: ts.Expression): boolean {
    return thenabilityOf(node, typed) === 'never';
  }

  /** Whether what a call gives, or what it resolves to, is a value at all, and no handle. */
  function gives(node: ts.Expression): boolean {
    const outer = withWrappers(node, ts);
    const value = ts.isAwaitExpression(outer.parent) ? outer.parent : node;
    const type = checker.getTypeAtLocation(value);
    return !isNothing(type);
  }

  function isNothing(type: ts.Type): boolean {
    const { Void, Undefined, Never } = ts.TypeFlags;
    return (type.flags & (Void | Undefined | Never)) !== 0;
  }

  /** By its name, or a statement that it is given. */
  function saysThatItReads(call: ts.Node): boolean {
    return isReadName(tellingName(call, ts) ?? '') || statesReading(call, typed);
  }

  /** By its name, by the use of its result, and by the type of it, a call only reads. */
  function isReadNamed(member: Member): boolean {
    const { call, awaited } = member;
    if (!saysThatItReads(call) || !isResultUsed(member)) return false;
    const type = checker.getTypeAtLocation(awaited);
    return !isNothing(type) && !isHandleType(type, typed, catalogue);
  }

  function isResultUsed({ awaited, form, target, isWrapped }: Member): boolean {
    if (form === 'bare') return isWrapped && isUsed(awaited, typed);
    if (target && ts.isIdentifier(target)) {
      return identifiersNamed(target.text, target.getSourceFile(), ts).length > 1;
    }
    return true;
  }

  function rowOf(callee: Callee): Row | undefined {
    return callee.kind === 'library' ? catalogue.row(callee.module, callee.name) : undefined;
  }

  /** Whether the later one reads or sets a property or shared variable that the earlier one sets. */
  function usesTarget(earlier: Member, first: Work, later: Member, second: Work): Verdict {
    if (first.bound.size === 0) return { kind: 'proven', because: [] };
    const { reads, writes } = union([second.accesses, second.given]);
    const known = new Set(
      [...reads, ...writes, ...second.bound].filter((key) => key !== EVERYTHING),
    );
    const [conflict] = overlap(first.bound, known);
    if (conflict !== undefined) {
      return no('data', `${nameOfResource(conflict)} is set by the first and used by the second`);
    }
    if (!reads.has(EVERYTHING)) return { kind: 'proven', because: [] };
    const target = earlier.target ? shorten(earlier.target.getText()) : '';
    const isSameOwner =
      earlier.target !== undefined &&
      rootOf(earlier.target) === rootOf(later.call.expression) &&
      calleeOf(later.call, typed).kind !== 'body';
    if (isSameOwner) return no('data', `\`${called(later.call)}\` may use \`${target}\``);
    const assumptions = [`\`${called(later.call)}\` does not use \`${target}\``];
    return { kind: 'likely', because: [], assumptions };
  }

  /** `this` of `this.api.get`, where that is a name or `this`. */
  function rootOf(node: ts.Node): string | undefined {
    let root = node;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
      root = withoutWrappers(root.expression, ts);
    }
    const isName = ts.isIdentifier(root) || root.kind === ts.SyntaxKind.ThisKeyword;
    return isName && root !== node ? root.getText() : undefined;
  }

  /** Whether what runs when one of them fails changes what the other one is still reading. */
  function cleansUp(blocks: readonly ts.Block[], { reads }: Accesses): Verdict {
    const known = new Set([...reads].filter((key) => key !== EVERYTHING));
    const assumptions: string[] = [];
    for (const block of blocks) {
      for (const step of flowOf(functionAround(block, ts) ?? block.getSourceFile(), ts).steps) {
        if (!isWithin(step.node, block) || isLog(step.node, ts)) continue;
        const { writes, unseen } = effectsAt(step, typed, catalogue, step.node, 'whole');
        const written = new Set([...writes].filter((key) => key !== EVERYTHING));
        const text = shorten(step.node.getText());
        const [changed] = overlap(written, known);
        if (changed !== undefined) {
          return no(
            'failure',
            `\`${text}\` writes ${nameOfResource(changed)} while one may still read it`,
          );
        }
        if (unseen.size > 0) assumptions.push(`\`${text}\` changes nothing that they use`);
      }
    }
    return assumptions.length > 0
      ? { kind: 'likely', because: [], assumptions }
      : { kind: 'proven', because: [] };
  }

  function hasOrderStated({ form, node, statement }: Member): boolean {
    return statesOrder(statement) || (form !== 'part' && statesOrder(node));
  }

  /** The same call twice: to see what has changed, or to get what comes next. */
  function isSameQuestion(earlier: Member, later: Member): boolean {
    const [one, other] = [earlier, later].map(({ call }) => call.getText().replaceAll(/\s+/g, ''));
    return one === other;
  }

  /** A call without a result, of which nothing remains but that it did not fail. */
  function isProbe({ form, isWrapped }: Member): boolean {
    return form === 'bare' && !isWrapped;
  }

  /** Whether the time that one of them reads, or something random, is another one then. */
  function timeOf(earlier: Member, first: Work, later: Member, second: Work): Verdict {
    const readsFirst = first.accesses.reads.has('clock');
    const readsSecond = second.accesses.reads.has('clock') || second.given.reads.has('clock');
    if (readsFirst && readsSecond) {
      return no('freshness', 'both read the time or something random');
    }
    const reader = readsSecond ? later : readsFirst ? earlier : undefined;
    if (!reader) return { kind: 'proven', because: [] };
    return {
      kind: 'likely',
      because: [],
      assumptions: [`\`${called(reader.call)}\` may read the time or something random earlier`],
    };
  }

  // Condition 3: what stands between

  function judgeBetween(between: readonly Between[]): Verdict {
    const assumptions: string[] = [];
    for (const each of between) {
      const verdict = judgeCode(each, () => true);
      if (verdict.kind === 'no') return verdict;
      if (verdict.kind === 'likely') assumptions.push(...verdict.assumptions);
    }
    return assumptions.length > 0
      ? { kind: 'likely', because: [], assumptions }
      : { kind: 'proven', because: [] };
  }

  /** Code that is evaluated earlier or later than today, if the members run together. */
  function judgeCode(root: ts.Node, counts: (node: ts.Node) => boolean): Verdict {
    const own = new Set(declaredBy(root).map(({ name }) => name));
    const parts: Accesses[] = [];
    for (const step of flowOf(functionAround(root, ts) ?? root.getSourceFile(), ts).steps) {
      if (isWithin(step.node, root) && counts(step.node)) {
        parts.push(effectsAt(step, typed, catalogue, step.node, 'whole'));
      }
    }
    const { reads, writes, unseen } = union(parts);
    const written = [...writes].find((key) => !isOwn(key));
    if (unseen.size > 0 || written !== undefined) {
      return no('control', `\`${shorten(root.getText())}\` may have effects`);
    }
    if (reads.has('clock')) {
      return no('control', `\`${shorten(root.getText())}\` reads the time or something random`);
    }
    const assumptions = changesMeanwhile(reads, typed, catalogue);
    return assumptions.length > 0
      ? { kind: 'likely', because: [], assumptions }
      : { kind: 'proven', because: [] };

    function isOwn(key: string): boolean {
      return key.startsWith('binding:') && own.has(key.slice('binding:'.length, key.indexOf('@')));
    }
  }

  /** The parts of an expression that are evaluated before its last member, and would be after all. */
  function aroundMembers({ within, root, members }: Candidate): Verdict {
    if (within === 'statements') return { kind: 'proven', because: [] };
    const last = members.at(-1);
    if (!last) return no('control', 'there is nothing to gather');
    if (assignsOutside(root, members)) {
      return no('control', `\`${shorten(root.getText())}\` assigns something on its way`);
    }
    const nodes = members.map(({ node }) => node);
    const beside = touchedIn(root, typed, catalogue, nodes);
    const object = nodes
      .map((each) => sharedObject(beside, touchedBy(each)))
      .find((each) => each !== undefined);
    const { tryBlock } = surroundingsOf(nodes, typed);
    if (object !== undefined || changedOutside([beside], tryBlock) !== undefined) {
      return no('control', `\`${shorten(root.getText())}\` changes something on its way`);
    }
    return judgeCode(
      root,
      (node) => node.end <= last.node.end && !members.some((member) => isWithin(node, member.node)),
    );
  }

  function assignsOutside(root: ts.Node, members: readonly Member[]): boolean {
    const inner = ts.isExpression(root) ? withoutWrappers(root, ts) : root;
    // `x = [await f(), await g()]`: the assignment comes last.
    if (
      ts.isBinaryExpression(inner) &&
      inner.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(inner.left)
    ) {
      return assigns(inner.right, ts);
    }
    return assigns(root, ts) || members.some(({ node }) => assigns(node, ts));
  }

  // Condition 5: what the later one may throw at once, and what else its evaluation does

  /** `o()` of `readFile(p, o())`: it would run before the earlier one is done. */
  function evaluatesUnseen({ call, opening }: Member, { given }: Work): Verdict {
    const assumptions: string[] = [];
    for (const node of given.unseen) {
      // What constructors do is taken to be their own.
      if (isLog(node, ts) || ts.isNewExpression(node)) continue;
      const isRead = isReadName(tellingName(node, ts) ?? '') && ts.isCallExpression(node);
      if (isRead && isUsed(node, typed) && gives(node)) continue;
      // The call before a `then` is what the member starts.
      if (startedBy(opening ?? call).some((each) => each === node)) continue;
      if (!isBuilder(node)) {
        return no('control', `\`${shorten(node.getText())}\` may have effects`);
      }
      assumptions.push(`\`${called(node)}\` only makes a value`);
    }
    return assumptions.length > 0
      ? { kind: 'likely', because: [], assumptions }
      : { kind: 'proven', because: [] };
  }

  /** `doc(db, 'users')` of `getDoc(doc(db, 'users'))`: a function of a package that makes what is asked for. */
  function isBuilder(node: ts.Node): node is ts.CallExpression {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
    if (node.arguments.length === 0) return false;
    const callee = calleeOf(node, typed);
    return (
      callee.kind === 'library' &&
      callee.module !== 'global' &&
      !callee.module.startsWith('node:') &&
      ts.isCallExpression(withWrappers(node, ts).parent) &&
      isSynchronous(node) &&
      gives(node) &&
      !isWriteName(node.expression.text)
    );
  }

  /** `find()` and `find().sort()` of `find().sort().toArray()` */
  function startedBy(call: ts.CallExpression): readonly ts.CallExpression[] {
    const callee = withoutWrappers(call.expression, ts);
    if (!ts.isPropertyAccessExpression(callee)) return [];
    const inner = withoutWrappers(callee.expression, ts);
    return ts.isCallExpression(inner) ? [inner, ...startedBy(inner)] : [];
  }

  function throwsAtOnce(call: ts.CallExpression): readonly string[] {
    if (isImport(call, ts)) return [];
    const callee = calleeOf(call, typed);
    const chained = chainedOn(call, callee);
    const found: string[] = chained ? [...throwsAtOnce(chained)] : [];
    const part = [...(chained ? [] : [call.expression]), ...call.arguments]
      .map((each) => (ts.isSpreadElement(each) ? each : unplainPart(each, typed)))
      .find((each) => each !== undefined);
    if (part) found.push(`evaluating \`${shorten(part.getText())}\` does not throw`);
    if (!failsByRejection(callee) && callee.kind === 'body') {
      found.push(`\`${called(call)}\` does not throw before it returns a promise`);
    } else if (!failsByRejection(callee) && rowOf(callee)) {
      found.push(`\`${called(call)}\` does not throw before it returns a promise`);
    }
    return found;
  }

  /** `f()` of `f().then(…)`: attaching functions to a promise throws nothing. */
  function chainedOn(call: ts.CallExpression, callee: Callee): ts.CallExpression | undefined {
    if (callee.kind !== 'library' || callee.module !== 'global') return undefined;
    if (!REACTION.test(callee.name)) return undefined;
    const access = withoutWrappers(call.expression, ts);
    if (!ts.isPropertyAccessExpression(access) || access.questionDotToken) return undefined;
    const inner = withoutWrappers(access.expression, ts);
    return ts.isCallExpression(inner) ? inner : undefined;
  }

  function failsByRejection(callee: Callee): boolean {
    if (callee.kind === 'body') {
      const { body } = callee;
      return (
        ts.canHaveModifiers(body) &&
        body.modifiers?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword) === true
      );
    }
    if (callee.kind !== 'library') return false;
    if (rowOf(callee)?.failsBy === 'rejection') return true;
    if (callee.module === 'global' && COMBINATOR.test(callee.name)) return true;
    if (callee.module === 'global' && REACTION.test(callee.name)) return true;
    return callee.module === 'node:fs' && callee.name.startsWith('promises.');
  }

  // Conditions 8 and 9

  /** What an earlier member sets that is still seen where a later one fails. */
  function partialTarget(member: Member, tryBlock: ts.Block | undefined): string | undefined {
    const { form, target, node } = member;
    if (form === 'part') return undefined;
    // `sum += await f()`
    if (!target) {
      const scope = tryBlock ?? functionAround(node, ts);
      const isOuter = (each: ts.Node): boolean => scope === undefined || !isWithin(each, scope);
      return [...symbolsOf(member)].find(({ declarations }) => declarations?.some(isOuter))?.name;
    }
    if (form !== 'assignment') {
      const isSeen = form === 'var' && tryBlock !== undefined;
      return isSeen ? shorten(target.getText()) : undefined;
    }
    const scope = tryBlock ?? functionAround(node, ts);
    const isLocal = (symbol: ts.Symbol): boolean =>
      scope !== undefined &&
      (symbol.declarations ?? []).every((each) => isWithin(each, scope)) &&
      workOfMember(member).bound.size === 0;
    const symbols = new Set<ts.Symbol>();
    noteNames(target, symbols);
    const isVisible =
      symbols.size === 0 || [...symbols].some((symbol) => !isLocal(symbol)) || hasMember(target);
    return isVisible ? shorten(target.getText()) : undefined;
  }

  /** What a member sets that others may see, or miss, where what stood before it has not run or fails. */
  function earlyTarget(member: Member, tryBlock: ts.Block | undefined): string | undefined {
    return (
      partialTarget(member, tryBlock) ??
      changedOutside([touchedBeside(member)], tryBlock) ??
      [...workOfMember(member).bound].map(nameOfResource)[0]
    );
  }

  /** An object that outlives a `try` and is changed there: after a failure it is seen as it is then. */
  function changedOutside(
    parts: readonly Touched[],
    tryBlock: ts.Block | undefined,
  ): string | undefined {
    if (!tryBlock) return undefined;
    return parts
      .flatMap(({ changes }) => changes)
      .find(({ symbol }) => symbol.declarations?.some((each) => !isWithin(each, tryBlock)))?.text;
  }

  function touchedBeside({ node, call }: Member): Touched {
    return touchedIn(node, typed, catalogue, [call]);
  }

  function hasMember(target: ts.Node): boolean {
    if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) return true;
    return ts.forEachChild(target, (child) => hasMember(child) || undefined) ?? false;
  }

  // Texts

  function isCombinator(call: ts.CallExpression): boolean {
    return promiseCallOf(call, typed)?.kind === 'combinator';
  }

  function called(call: ts.CallExpression): string {
    const isWhole = isImport(call, ts) || isCombinator(call);
    return shorten((isWhole ? call : call.expression).getText());
  }
}

const MAY_BE_PROMISE = new Set(['always', 'sometimes']);

const NEITHER_WRITES = 'neither writes anything';

const REACTION = /^Promise\.(?:then|catch|finally)$/;

const COMBINATOR = /^Promise\.(?:all|allSettled|any|race)$/;

function callsOf({ opening, call }: Member): readonly ts.CallExpression[] {
  return opening ? [opening, call] : [call];
}

function isImport(call: ts.CallExpression, t: typeof ts): boolean {
  return call.expression.kind === t.SyntaxKind.ImportKeyword;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
