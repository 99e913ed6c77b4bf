import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { Body } from '../callee.ts';
import { calleeOf, isCall } from '../callee.ts';
import type { Step } from '../control-flow.ts';
import { flowOf, stepsAfter } from '../control-flow.ts';
import { isStatic } from '../modifiers.ts';
import { oncePerProgram } from '../once-per-program.ts';
import type { TypedProgram } from '../typescript.ts';
import type { Accesses } from './accesses.ts';
import { EVERYTHING, NOTHING, union, unknownAt } from './accesses.ts';
import { callEffects } from './call-effects.ts';
import { escapesBefore, privacyOf } from './private-object.ts';
import { calledName, isLog, isReadName, isWriteName, tellingName } from './read-name.ts';
import { statesReading } from './request.ts';
import { valueEffects } from './value-effects.ts';

/**
 * How much of what a step starts is counted: what it does in its own `turn`, or the `whole` of it:
 * also functions that it leaves to be called later (`then`, `setTimeout`). In the whole, a request is
 * known by its method, and a body's own captured variables are nobody else's business. `first write`
 * is the whole for those whom any write ends the matter: the search stops there, and accesses that
 * hold a write of a known resource are not all of them.
 */
export type Extent = 'turn' | 'whole' | 'first write';

/** How many functions deep, and how many functions in all, one question is followed. */
const MAX_DEPTH = 20;
const MAX_BODIES = 300;

/** What running a function of the program, with all that it calls, reads and writes; a class: constructing it. */
export function effectsOf(
  body: Body,
  typed: TypedProgram,
  catalogue: Rows,
  extent: Extent = 'turn',
): Accesses {
  return inspectors[extent](catalogue, typed).ofBody(body);
}

/**
 * What one step of a function reads and writes. An object that is private at `at` (the step itself,
 * if absent) is left out.
 */
export function effectsAt(
  step: Step,
  typed: TypedProgram,
  catalogue: Rows,
  at: ts.Node = step.node,
  extent: Extent = 'turn',
): Accesses {
  return inspectors[extent](catalogue, typed).atStep(step, at);
}

/**
 * Whether the accesses are enough for whoever looks for the `first write`: they hold one, or a call
 * without a body or row whose name says that it writes.
 */
export function showWrite(accesses: Accesses, typed: TypedProgram, catalogue: Rows): boolean {
  return inspectors['first write'](catalogue, typed).isEnough(accesses);
}

/** A variable may turn out to be nobody else's, and a pause the one before another try. */
function hasKnownWrite({ writes }: Accesses): boolean {
  for (const key of writes) {
    if (key !== EVERYTHING && key !== 'timers' && !key.startsWith('binding:')) return true;
  }
  return false;
}

/** Those that write by their syntax and names before the others, which may lead far away. */
function writesFirst(steps: Iterable<Step>, t: typeof ts): readonly Step[] {
  const mayWrite: Step[] = [];
  const others: Step[] = [];
  for (const step of steps) {
    const { node, role } = step;
    const isLikely =
      role === 'write'
        ? t.isPropertyAccessExpression(node) || t.isElementAccessExpression(node)
        : t.isCallExpression(node) && isWriteName(calledName(node, t) ?? '');
    (isLikely ? mayWrite : others).push(step);
  }
  return [...mayWrite, ...others];
}

interface Inspector {
  ofBody(body: Body): Accesses;
  atStep(step: Step, at: ts.Node): Accesses;
  isEnough(accesses: Accesses): boolean;
}

const inspectors: Readonly<Record<Extent, (catalogue: Rows, typed: TypedProgram) => Inspector>> = {
  turn: inspectorsFor('turn'),
  whole: inspectorsFor('whole'),
  'first write': inspectorsFor('first write'),
};

function inspectorsFor(extent: Extent): (catalogue: Rows, typed: TypedProgram) => Inspector {
  return oncePerProgram((catalogue, typed) => createInspector(typed, catalogue, extent));
}

function createInspector(typed: TypedProgram, catalogue: Rows, extent: Extent): Inspector {
  const { ts } = typed;
  const isWhole = extent !== 'turn';
  const stopsAtWrite = extent === 'first write';
  const { SyntaxKind } = ts;
  const summaries = new Map<Body, Accesses>();
  /** Of each step at itself, and whether an object that is private elsewhere makes no difference. */
  const accesses = new WeakMap<Step, { accesses: Accesses; anywhere: boolean }>();
  /** How often the access at hand had to know at which place an object is private. */
  let placesAsked = 0;
  /** Those that were found to call themselves, through others too. */
  const recursive = new Set<Body>();
  /** The bodies being walked, outermost first. */
  const walking: Body[] = [];
  /** The outermost body of `walking` that the current one was found to call again. */
  let lowest = Infinity;
  let walked = 0;
  const unseenWrites = new Map<ts.Node, boolean>();
  const around = { ofBody, isPrivateAt, isRecursive: (body: Body) => recursive.has(body) };
  const values = valueEffects(typed, catalogue, around);
  const { ofCall, ofFunction } = callEffects(typed, catalogue, isWhole, around, values);
  return { ofBody, atStep, isEnough };

  // Functions

  function ofBody(body: Body): Accesses {
    const known = summaries.get(body);
    if (known) return known;
    const again = walking.indexOf(body);
    if (again >= 0) {
      for (const each of walking.slice(again)) recursive.add(each);
      // Its own accesses are counted where it is walked already.
      lowest = Math.min(lowest, again);
      return NOTHING;
    }
    const depth = walking.length;
    if (depth === 0) walked = 0;
    if (depth > MAX_DEPTH || walked > MAX_BODIES) return unknownAt(body);
    walked++;

    const outer = lowest;
    lowest = Infinity;
    walking.push(body);
    let summary: Accesses;
    try {
      summary = ts.isClassLike(body) ? construct(body) : walk(body);
      if (isWhole) summary = withoutOwnVariables(summary, body);
    } finally {
      walking.pop();
    }
    // Part of a cycle that is not closed yet: complete only with the body that closes it.
    if (lowest >= depth) {
      summaries.set(body, summary);
      lowest = outer;
    } else {
      lowest = Math.min(lowest, outer);
    }
    return summary;
  }

  function walk(root: ts.Node): Accesses {
    const parts: Accesses[] = [];
    const steps = stepsAfter(flowOf(root, ts).entry);
    for (const step of stopsAtWrite ? writesFirst(steps, ts) : steps) {
      const part = atStep(step, step.node);
      parts.push(part);
      if (stopsAtWrite && isEnough(part)) break;
    }
    return union(parts);
  }

  function isEnough(found: Accesses): boolean {
    if (hasKnownWrite(found)) return true;
    for (const node of found.unseen) {
      let answer = unseenWrites.get(node);
      if (answer === undefined) {
        answer = ts.isCallExpression(node) && isUnseenWrite(node);
        unseenWrites.set(node, answer);
      }
      if (answer) return true;
    }
    return false;
  }

  /** Of a library only: a function that the body is given may be known where the body is called. */
  function isUnseenWrite(call: ts.CallExpression): boolean {
    const name = tellingName(call, ts) ?? '';
    if (!isWriteName(name) || isReadName(name) || isLog(call, ts)) return false;
    const callee = calleeOf(call, typed);
    if (callee.kind !== 'library') return false;
    return (
      catalogue.row(callee.module, callee.name)?.effects === undefined &&
      !statesReading(call, typed)
    );
  }

  /** Each run of a function has variables of its own, whoever else captures them. */
  function withoutOwnVariables(summary: Accesses, body: Body): Accesses {
    const file = `@${body.getSourceFile().fileName}:`;
    const isOther = (key: string): boolean => {
      if (!key.startsWith('binding:') || !key.includes(file)) return true;
      const position = Number(key.slice(key.lastIndexOf(':') + 1));
      return position < body.pos || position >= body.end;
    };
    return {
      reads: new Set([...summary.reads].filter(isOther)),
      writes: new Set([...summary.writes].filter(isOther)),
      unseen: summary.unseen,
    };
  }

  function construct(node: ts.ClassLikeDeclaration): Accesses {
    const parts: Accesses[] = [];
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member) && member.initializer && !isStatic(member, ts)) {
        parts.push(walk(member.initializer));
      }
    }
    const constructor = node.members.find(
      (each) => ts.isConstructorDeclaration(each) && each.body !== undefined,
    );
    const base = node.heritageClauses?.find((each) => each.token === SyntaxKind.ExtendsKeyword);
    if (constructor) parts.push(ofBody(constructor as Body));
    else if (base?.types[0]) {
      parts.push(ofFunction(base.types[0].expression));
    }
    return union(parts);
  }

  // Steps

  function atStep(step: Step, at: ts.Node): Accesses {
    const known = accesses.get(step);
    if (known && (known.anywhere || at === step.node)) return known.accesses;
    const before = placesAsked;
    const found = access(step, at);
    const anywhere = placesAsked === before;
    placesAsked = before;
    // Within a cycle of functions that is being walked an answer may be incomplete.
    if (walking.length === 0 && (anywhere || at === step.node)) {
      accesses.set(step, { accesses: found, anywhere });
    }
    return found;
  }

  function isPrivateAt(expression: ts.Expression, at: ts.Node): boolean {
    const held = privacyOf(expression, typed, catalogue);
    if (typeof held === 'boolean') return held;
    placesAsked++;
    return !escapesBefore(held, at, typed, catalogue);
  }

  function access(step: Step, at: ts.Node): Accesses {
    const { node } = step;
    switch (step.role) {
      case 'join':
        return NOTHING;
      case 'dispose':
        return unknownAt(node);
      case 'write':
        return values.ofWrite(node, at);
      case 'iterate':
        return values.ofIteration(node, at);
      case 'read':
        return isCall(node, ts) ? ofCall(node, at) : values.ofRead(node, at);
    }
  }
}
