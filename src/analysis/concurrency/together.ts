import type ts from 'typescript';

import type { Callee } from '../callee.ts';
import { calleeOf, isImport, withWrappers, withoutWrappers } from '../callee.ts';
import { flowOf } from '../control-flow.ts';
import { isWithin } from '../is-within.ts';
import { rowByName } from '../known-row.ts';
import { isAsync } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import { functionAround } from '../references.ts';
import { shortened } from '../shortened.ts';
import { thenabilityOf } from '../thenable.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { EVERYTHING, union } from './accesses.ts';
import type { Between, Candidate, Member } from './candidates.ts';
import { assigns, callsOf } from './candidates.ts';
import { effectsAt } from './effects.ts';
import { changesMeanwhile } from './freshness.ts';
import { guardOf } from './guard.ts';
import { sharedHandle } from './handle.ts';
import { onlyWaitsForKept } from './kept-work.ts';
import { declaredBy, noteNames, symbolsOf, usesAny } from './member-variables.ts';
import type { Work, WorkExtent } from './member-work.ts';
import { calledIn, gives, isSynchronous, workersOf } from './member-work.ts';
import { unplainPart } from './plain-evaluation.ts';
import { isLog, isReadName, isWriteName, tellingName } from './read-name.ts';
import { isUsed } from './request.ts';
import { nameOfResource } from './resource-name.ts';
import { statesOrder } from './stated-order.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Touched } from './touched-object.ts';
import { sharedObject, touchedIn } from './touched-object.ts';
import type { No, Verdict } from './verdict.ts';
import { assuming, no } from './verdict.ts';
import type { WriterRows } from './writers.ts';
import { overlap } from './writers.ts';

/** Members of one candidate that may run together, at least two, in source order. */
export interface Group {
  readonly members: readonly Member[];
  readonly verdict: Exclude<Verdict, { kind: 'no' }>;
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
  return judges.whole(catalogue, typed).judge(earlier, later, between);
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
  return judges['first write'](catalogue, typed).groupsOf(candidate);
}

interface Judge {
  judge(earlier: Member, later: Member, between: readonly Between[]): Verdict;
  groupsOf(candidate: Candidate): readonly Group[];
}

const judges: Readonly<Record<WorkExtent, (catalogue: WriterRows, typed: TypedProgram) => Judge>> =
  { whole: judgesFor('whole'), 'first write': judgesFor('first write') };

function judgesFor(extent: WorkExtent): (catalogue: WriterRows, typed: TypedProgram) => Judge {
  return oncePerProgram((catalogue, typed) => createJudge(typed, catalogue, extent));
}

function createJudge(typed: TypedProgram, catalogue: WriterRows, extent: WorkExtent): Judge {
  const { ts } = typed;
  const { workOfMember, refusalByName } = workersOf[extent](catalogue, typed);
  const touched = new WeakMap<ts.Node, Touched>();
  return { judge, groupsOf: groups };

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
    if (handle) return no('handle', `both use \`${shortened(handle.text)}\`, one after the other`);
    for (const { text } of [...first.handles, ...second.handles]) {
      // It is at work when the function is left because of the other one.
      assumptions.push(`nobody uses \`${shortened(text)}\` at once if the other call fails`);
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
      return no('freshness', `\`${shortened(later.call.getText())}\` is asked again on purpose`);
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
        : `\`${called(later.call)}\` does not use \`${shortened(earlier.target.getText())}\``;
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
    const tainted = symbolsOf(earlier, typed);
    for (const each of between) {
      if (usesAny(each, tainted, typed))
        for (const symbol of declaredBy(each, typed)) tainted.add(symbol);
    }
    const used = usesAny(later.node, tainted, typed);
    if (used) return no('data', `\`${called(later.call)}\` uses \`${used.text}\``);
    // The same variable twice, or one that the code between reads and the later one assigns.
    const own = symbolsOf(later, typed);
    const before =
      usesAny(earlier.node, own, typed) ??
      between.map((each) => usesAny(each, own, typed)).find(Boolean);
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

  // Conditions 2 and 4: effects, and what is done although another one fails

  /** Whether the later one reads or sets a property or shared variable that the earlier one sets. */
  function usesTarget(earlier: Member, first: Work, later: Member, second: Work): Verdict {
    if (first.bound.size === 0) return assuming([]);
    const { reads, writes } = union([second.accesses, second.given]);
    const known = new Set(
      [...reads, ...writes, ...second.bound].filter((key) => key !== EVERYTHING),
    );
    const [conflict] = overlap(first.bound, known);
    if (conflict !== undefined) {
      return no('data', `${nameOfResource(conflict)} is set by the first and used by the second`);
    }
    if (!reads.has(EVERYTHING)) return assuming([]);
    const target = earlier.target ? shortened(earlier.target.getText()) : '';
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
        const text = shortened(step.node.getText());
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
    return assuming(assumptions);
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
    if (!reader) return assuming([]);
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
    return assuming(assumptions);
  }

  /** Code that is evaluated earlier or later than today, if the members run together. */
  function judgeCode(root: ts.Node, counts: (node: ts.Node) => boolean): Verdict {
    const own = new Set(declaredBy(root, typed).map(({ name }) => name));
    const parts: Accesses[] = [];
    for (const step of flowOf(functionAround(root, ts) ?? root.getSourceFile(), ts).steps) {
      if (isWithin(step.node, root) && counts(step.node)) {
        parts.push(effectsAt(step, typed, catalogue, step.node, 'whole'));
      }
    }
    const { reads, writes, unseen } = union(parts);
    const written = [...writes].find((key) => !isOwn(key));
    if (unseen.size > 0 || written !== undefined) {
      return no('control', `\`${shortened(root.getText())}\` may have effects`);
    }
    if (reads.has('clock')) {
      return no('control', `\`${shortened(root.getText())}\` reads the time or something random`);
    }
    const assumptions = changesMeanwhile(reads, typed, catalogue);
    return assuming(assumptions);

    function isOwn(key: string): boolean {
      return key.startsWith('binding:') && own.has(key.slice('binding:'.length, key.indexOf('@')));
    }
  }

  /** The parts of an expression that are evaluated before its last member, and would be after all. */
  function aroundMembers({ within, root, members }: Candidate): Verdict {
    if (within === 'statements') return assuming([]);
    const last = members.at(-1);
    if (!last) return no('control', 'there is nothing to gather');
    if (assignsOutside(root, members)) {
      return no('control', `\`${shortened(root.getText())}\` assigns something on its way`);
    }
    const nodes = members.map(({ node }) => node);
    const beside = touchedIn(root, typed, catalogue, nodes);
    const object = nodes
      .map((each) => sharedObject(beside, touchedBy(each)))
      .find((each) => each !== undefined);
    const { tryBlock } = surroundingsOf(nodes, typed);
    if (object !== undefined || changedOutside([beside], tryBlock) !== undefined) {
      return no('control', `\`${shortened(root.getText())}\` changes something on its way`);
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
      if (isRead && isUsed(node, typed) && gives(node, typed)) continue;
      // The call before a `then` is what the member starts.
      if (startedBy(opening ?? call).some((each) => each === node)) continue;
      if (!isBuilder(node)) {
        return no('control', `\`${shortened(node.getText())}\` may have effects`);
      }
      assumptions.push(`\`${called(node)}\` only makes a value`);
    }
    return assuming(assumptions);
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
      isSynchronous(node, typed) &&
      gives(node, typed) &&
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
    if (part) found.push(`evaluating \`${shortened(part.getText())}\` does not throw`);
    if (!failsByRejection(callee) && (callee.kind === 'body' || rowByName(callee, catalogue))) {
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
    if (callee.kind === 'body') return isAsync(callee.body, ts);
    if (callee.kind !== 'library') return false;
    if (rowByName(callee, catalogue)?.failsBy === 'rejection') return true;
    if (callee.module === 'global' && REJECTING.test(callee.name)) return true;
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
      return [...symbolsOf(member, typed)].find(({ declarations }) => declarations?.some(isOuter))
        ?.name;
    }
    if (form !== 'assignment') {
      const isSeen = form === 'var' && tryBlock !== undefined;
      return isSeen ? shortened(target.getText()) : undefined;
    }
    const scope = tryBlock ?? functionAround(node, ts);
    const isLocal = (symbol: ts.Symbol): boolean =>
      scope !== undefined &&
      (symbol.declarations ?? []).every((each) => isWithin(each, scope)) &&
      workOfMember(member).bound.size === 0;
    const symbols = new Set<ts.Symbol>();
    noteNames(target, symbols, typed);
    const isVisible =
      symbols.size === 0 || [...symbols].some((symbol) => !isLocal(symbol)) || hasMember(target);
    return isVisible ? shortened(target.getText()) : undefined;
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

  function called(call: ts.CallExpression): string {
    return calledIn(call, typed);
  }
}

const MAY_BE_PROMISE = new Set(['always', 'sometimes']);

const NEITHER_WRITES = 'neither writes anything';

const REACTION = /^Promise\.(?:then|catch|finally)$/;

const REJECTING = /^Promise\.(?:all|allSettled|any|catch|finally|race|then)$/;
