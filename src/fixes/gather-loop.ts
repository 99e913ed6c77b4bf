import type { TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { findVariable } from '../analysis/variable-named.ts';
import { callsPlainly } from '../analysis/concurrency/plain-start.ts';
import { iteratedKind } from '../analysis/iterated.ts';
import { isTypedByContext, losesNarrowing, usesNarrowedMember } from '../analysis/moved-types.ts';
import { isPragma } from './comments.ts';
import { indentAt, newlineOf, type Edit } from './edit.ts';
import { gatheredMap, type Callback, type Limiter, type NamedLimiter } from './gathered-map.ts';
import { isGlobal } from './insert-await.ts';
import type { TypedFile } from './late.ts';
import { layoutOf, withParentheses } from './layout.ts';
import { headOf, type CountedLoop, type LoopHead } from './loop-head.ts';
import { namesAt } from './loop-names.ts';
import {
  freshArray,
  hasOwnType,
  keptValue,
  pushOf,
  writtenList,
  type FreshArray,
  type Push,
} from './loop-target.ts';
import {
  endsTurn,
  isUnconditional,
  namesCrossing,
  textWith,
  turnOf,
  type Turn,
} from './loop-turn.ts';
import type { ImportedName, Repair } from './repair.ts';
import { hasCommentWithin, identifiersIn } from './replace-call.ts';
import { endOf, isInside, isWithin, siblingsOf } from './statement-list.ts';
import { nameOfValue } from './value-name.ts';

/** A loop whose turns are independent. */
export interface IndependentLoop {
  readonly loop: CountedLoop;
  readonly awaits: readonly TSESTree.AwaitExpression[];
  /** The expressions that keep results. */
  readonly collects: readonly TSESTree.Node[];
  /** What goes into the results has to be computed turn by turn. */
  readonly isOrdered: boolean;
}

/** One loop, written as a `map` whose promises are awaited together. */
export interface GatheredLoop {
  readonly repair: Repair;
  /** The number of turns is known and small. */
  readonly isBounded: boolean;
}

/**
 * The repair that runs all turns of a loop at once, or as many as a limiter lets, and keeps the order
 * of the results: where a turn collects anything, what follows its last `await` runs afterwards, in a
 * loop over what the turns gave. `undefined` where a comment, a type or that order would be lost.
 */
export function gatherLoop(
  found: IndependentLoop,
  limiter: Limiter | undefined,
  file: TypedFile,
): GatheredLoop | undefined {
  const { sourceCode } = file;
  const { loop } = found;
  if (!isGlobal('Promise', loop, sourceCode) || loop.parent.type === 'LabeledStatement') {
    return undefined;
  }
  if (limiter?.name === 'p-limit' && !siblingsOf(loop)) return undefined;
  const turn = turnOf(loop.body, sourceCode);
  const head = turn && headOf(loop, file);
  if (
    !turn ||
    !head ||
    sourceCode.getAllComments().some((each) => isInside(each.range, loop.range) && isPragma(each))
  ) {
    return undefined;
  }
  const needed: ImportedName | undefined = limiter && { module: limiter.name, name: 'default' };
  const [run = 'limit'] = limiter?.name === 'p-limit' ? namesAt(['limit'], loop, sourceCode) : [];
  const write = (local: string): Edit | undefined =>
    createWriter({ ...found, turn, head }, limiter && { ...limiter, local, run }, file).written();
  if (!write('limiter')) return undefined;
  return {
    repair: {
      site: loop,
      needs: needed ? [needed] : [],
      released: [],
      edits: (written) => {
        const edit = write(needed ? written(needed) : '');
        return edit ? [edit] : [];
      },
    },
    isBounded: head.isBounded,
  };
}

interface Parts extends IndependentLoop {
  readonly turn: Turn;
  readonly head: LoopHead;
}

function createWriter(
  { loop, awaits, collects, isOrdered, turn, head }: Parts,
  limiter: NamedLimiter | undefined,
  file: TypedFile,
): { written(): Edit | undefined } {
  const { sourceCode, services, typed } = file;
  const { text } = sourceCode;
  const newline = newlineOf(text);
  const place: Edit['range'] = [loop.range[0], endOf(loop, sourceCode)];
  const indent = indentAt(text, loop.range[0]);
  const { step, width } = layoutOf(sourceCode);
  const isTyped = /\.[cm]?tsx?$/.test(services.esTreeNodeToTSNodeMap.get(sourceCode.ast).fileName);
  const statements = turn.statements.filter((each) => each !== head.replaced);
  const elements = head.element?.edits ?? [];
  const outer = collects.filter((each) => !isOwn(each));
  const fresh = freshArray(loop, outer, sourceCode);
  const end = sourceCode.ast.tokens.some(({ value }) => value === ';') ? ';' : '';
  const readByHead = new Set(
    loop.type === 'ForStatement'
      ? []
      : identifiersIn(loop.right, sourceCode).map((each) => each.name),
  );
  return { written: () => inPlace() ?? asArray() ?? asLists(true) ?? inTwoSteps() ?? asLists() };

  // Nothing is collected, or each turn has a place of its own: the whole turn is the function

  function inPlace(): Edit | undefined {
    if (fresh || isOrdered || !outer.every((each) => isIndexed(each))) return undefined;
    if (!canMove([turn.body])) return undefined;
    const [only] = statements;
    const awaited =
      statements.length === 1 &&
      only?.type === 'ExpressionStatement' &&
      only.expression.type === 'AwaitExpression' &&
      !isCommentedAround(only.expression.argument)
        ? only.expression
        : undefined;
    const skips = turn.skips.map(({ range }) => ({ range, text: `return${end}` }));
    const callback = awaited ? givingAwaited(awaited) : givingBlock(skips);
    return { range: place, text: finished(gathered(callback)) };
  }

  // `const out = []; for (…) out.push(…)` → `const out = await Promise.all(…)`

  function asArray(): Edit | undefined {
    const [sink] = outer;
    const last = statements.at(-1);
    if (!sink || !fresh || outer.length !== 1 || turn.skips.length > 0) return undefined;
    if (last?.type !== 'ExpressionStatement' || last.expression !== sink) return undefined;
    const isElement = sink.type !== 'AssignmentExpression' || isIndexed(sink);
    const value = keptValue(sink);
    if (!value || !isElement || isOrdered || isCommentedIn(last, [value])) return undefined;
    if (!canMove([...statements.slice(0, -1), value])) return undefined;
    const isPlain = !isTyped || hasOwnType(value, file);
    if (!isPlain && fresh.list !== undefined && fresh.element === undefined) return undefined;
    const callback = givingValue(last, value);
    const type = isPlain ? undefined : fresh.element;
    const isUnused = isIndexOnlyIn(sink, value);
    return intoFresh(fresh, (lead) => gathered({ ...callback, type }, lead, isUnused));
  }

  /** The value of the last statement, after all others. */
  function givingValue(last: TSESTree.Statement, value: TSESTree.Expression): Callback {
    const returned = textOf(value.range);
    const [first] = statements;
    if (first === last && !isCommentedAround(value)) {
      return value.type === 'AwaitExpression' ? givingAwaited(value) : givingExpression(returned);
    }
    const named = statements.length === 2 && first ? onlyNamed(first) : undefined;
    if (named && value.type === 'Identifier' && value.name === named.name && !hasComments()) {
      return givingAwaited(named.awaited);
    }
    return givingBlock([{ range: last.range, text: `return ${returned}${end}` }]);
  }

  /** In the place of the declaration and the loop. */
  function intoFresh({ declaration, id }: FreshArray, value: (lead: string) => string): Edit {
    const lead = `${text.slice(declaration.range[0], id.range[1])} = `;
    const comments = sourceCode
      .getCommentsBefore(loop)
      .map(({ range }) => text.slice(...range) + newline + indent)
      .join('');
    return {
      range: [declaration.range[0], place[1]],
      text: finished(lead + value(lead), comments),
    };
  }

  // The awaits in the function, and what collects in a loop over what it gives

  function inTwoSteps(): Edit | undefined {
    const at = statements.findLastIndex((each) => awaits.some((one) => isWithin(one, each)));
    const last = statements[at];
    if (!last || outer.some((each) => statements.slice(0, at).some((one) => isWithin(each, one)))) {
      return undefined;
    }
    const lifted = liftedFrom(last);
    const early =
      lifted && lifted.length > 0 ? statements.slice(0, at) : statements.slice(0, at + 1);
    const collecting = statements.slice(early.length);
    const [first] = collecting;
    if (
      !lifted ||
      !first ||
      lifted.some(({ argument }) => isTypedByContext(tsOf(argument) as ts.Expression, typed))
    ) {
      return undefined;
    }
    if (!canMove([...early, ...lifted])) return undefined;
    const stop = turn.body.type === 'BlockStatement' ? turn.body.range[1] - 1 : turn.body.range[1];
    const rest: Edit['range'] = [startOf(first), stop];
    const skips = turn.skips.filter(({ range }) => !isInside(range, rest));
    if (skips.length > 0 && usesNarrowedMember(collecting.map(tsOf), tsOf(loop), typed)) {
      return undefined;
    }

    const apart = lifted.map(({ range }) => range);
    const used = elements.filter(
      ({ range }) => isInside(range, rest) && !apart.some((each) => isInside(range, each)),
    );
    const crossing = namesCrossing(
      rest,
      loop,
      [...apart, ...used.map(({ range }) => range)],
      sourceCode,
    );
    if (crossing.some(({ isWritten }) => isWritten)) return undefined;
    const names = crossing.map(({ name }) => name);
    if (head.element && used.length > 0) names.unshift(head.element.name);
    // `for (const xs of await Promise.all(xs.map(…)))` would read `xs` before it is there.
    const wanted = lifted.map(({ argument }) => nameOfValue(argument));
    const values = namesAt(wanted, loop.body, sourceCode);
    if (names.some((each) => readByHead.has(each))) return undefined;
    const all = [...names, ...values];
    if (all.length === 0) return undefined;
    const callback = givingNamed(early, names, values, lifted, skips);
    if (!callback) return undefined;
    const edits = [
      ...used,
      ...lifted.map((each, index) => ({
        range: rangeOf(each),
        text: values[index] ?? '',
      })),
    ];
    const inner = textWith(rest, edits, sourceCode);
    const body = turn.body.type === 'BlockStatement' ? `{${inner}}` : inner.trim();
    const pattern = all.length === 1 ? (all[0] ?? '') : `{ ${all.join(', ')} }`;
    const lead = `for (const ${pattern} of ) {`;
    const list =
      skips.length > 0 ? `(${gathered(callback, lead)}).flat()` : gathered(callback, lead);
    if (!callback.isBlock || !siblingsOf(loop)) {
      return {
        range: place,
        text: `${limiterAbove()}for (const ${pattern} of ${list}) ${body}`,
      };
    }
    const [results = 'results'] = namesAt(['results'], loop, sourceCode);
    const declared = `${limiterAbove()}const ${results} = ${list}${end}`;
    return {
      range: place,
      text: `${declared}${newline}${indent}for (const ${pattern} of ${results}) ${body}`,
    };
  }

  /** The awaits of a statement that collects, which get names; none where it only awaits. */
  function liftedFrom(last: TSESTree.Statement): readonly TSESTree.AwaitExpression[] | undefined {
    if (!outer.some((each) => isWithin(each, last))) return [];
    const place =
      last.type === 'ExpressionStatement'
        ? last.expression
        : last.type === 'IfStatement'
          ? last.test
          : undefined;
    const within = awaits.filter((each) => isWithin(each, last));
    // An await within another one goes with it.
    const top = within.filter((each) => !within.some((one) => one !== each && isWithin(each, one)));
    return place && top.every((each) => isWithin(each, place) && isUnconditional(each, place))
      ? top
      : undefined;
  }

  /** A function that runs `early` and gives an object of the names, or the one value. */
  function givingNamed(
    early: readonly TSESTree.Statement[],
    names: readonly string[],
    values: readonly string[],
    lifted: readonly TSESTree.AwaitExpression[],
    skips: readonly TSESTree.ContinueStatement[],
  ): Callback | undefined {
    const [only] = lifted;
    const [first] = early;
    const last = early.at(-1);
    const isSingle = names.length + lifted.length === 1;
    const objectOf = (own: readonly string[]): string =>
      `{ ${[...own, ...lifted.map((each, index) => `${values[index] ?? ''}: ${textOf(each.range)}`)].join(', ')} }`;
    if (!first || !last) {
      if (isSingle && only) return givingAwaited(only);
      return isSingle ? undefined : givingExpression(objectOf(names));
    }
    const named = early.length === 1 && lifted.length === 0 ? onlyNamed(first) : undefined;
    if (named && !hasCommentWithin([startOf(first), first.range[1]], sourceCode)) {
      if (isSingle && names[0] === named.name) return givingAwaited(named.awaited);
      const own = names.map((name) =>
        name === named.name ? `${name}: ${textOf(named.awaited.range)}` : name,
      );
      if (!isSingle) return givingExpression(objectOf(own));
    }
    const value = !isSingle ? objectOf(names) : only ? textOf(only.range) : (names[0] ?? '');
    const returned = `return ${skips.length > 0 ? `[${value}]` : value}${end}`;
    const edits = skips.map(({ range }) => ({ range, text: `return []${end}` }));
    const inner = textOf([startOf(first), last.range[1]], edits);
    const body = isOnOneLine(turn.body)
      ? `{${inner} ${returned} }`
      : `{${inner}${newline}${innerIndent()}${returned}${newline}${indent}}`;
    return { body, isBlock: true, isPlain: false };
  }

  // Some turns push and some do not: each gives a list, and the lists are joined

  /** `isAlone`: only where the turn is one `xs.push(...(await f(x)))`. */
  function asLists(isAlone = false): Edit | undefined {
    const pushes = outer.map((each) => pushOf(each)).filter((each) => each !== undefined);
    const [first] = pushes;
    if (!first || pushes.length < outer.length) return undefined;
    if (isAlone && !(fresh && spreadAlone(first))) return undefined;
    const target = text.slice(...first.object.range);
    const values = pushes.flatMap((each) => each.values);
    const type = fresh ? fresh.list : writtenList(first.object, sourceCode);
    const isPlain = !isTyped || values.every((each) => hasOwnType(each, file));
    const isFree = isPlain || (fresh && fresh.list === undefined);
    if (!isFree && type === undefined) return undefined;
    if (pushes.some((each) => text.slice(...each.object.range) !== target)) return undefined;
    if (
      pushes.some(
        (each) => !endsTurn(each.statement, turn) || isCommentedIn(each.statement, each.values),
      )
    ) {
      return undefined;
    }
    if (isOrdered || !canMove([turn.body]) || pushes.some(({ object }) => !isStable(object))) {
      return undefined;
    }
    const callback = { ...givingList(pushes), type: isFree ? undefined : type };
    const list = (lead: string): string => `(${gathered(callback, lead)}).flat()`;
    if (fresh) return intoFresh(fresh, list);
    const [each = 'each'] = namesAt(['each'], loop.body, sourceCode);
    return {
      range: place,
      text: `${limiterAbove()}for (const ${each} of ${list('')}) ${target}.push(${each})${end}`,
    };
  }

  /** The `await` of a turn that is nothing but `xs.push(...(await f(x)))`. */
  function spreadAlone({ statement, values }: Push): TSESTree.AwaitExpression | undefined {
    const [value, more] = values;
    if (statements.length > 1 || statement !== statements[0] || more || hasComments()) {
      return undefined;
    }
    if (value?.type !== 'SpreadElement' || value.argument.type !== 'AwaitExpression') {
      return undefined;
    }
    const type = services.getTypeAtLocation(value.argument);
    return iteratedKind(type, typed) === 'array' ? value.argument : undefined;
  }

  function givingList(pushes: readonly Push[]): Callback {
    const [only] = pushes;
    const alone = only && spreadAlone(only);
    if (alone) return givingAwaited(alone);
    const followed = new Set<TSESTree.Node>();
    const edits = pushes.flatMap(({ statement, values }) => {
      const inner = values.map(({ range }) => textOf(range)).join(', ');
      const own: Edit = { range: statement.range, text: `return [${inner}]${end}` };
      const siblings = siblingsOf(statement);
      const next = siblings?.[siblings.indexOf(statement) + 1];
      if (!next) return [own];
      followed.add(next);
      const gap: Edit['range'] = [statement.range[1], next.range[1]];
      return [
        own,
        {
          range: gap,
          text: hasCommentWithin(gap, sourceCode)
            ? text.slice(gap[0], next.range[0]).trimEnd()
            : '',
        },
      ];
    });
    for (const each of turn.skips) {
      if (!followed.has(each)) edits.push({ range: each.range, text: `return []${end}` });
    }
    const isEnded = pushes.some(({ statement }) => statement === statements.at(-1));
    return givingBlock(edits, isEnded ? '' : `return []${end}`);
  }

  // Functions

  function givingAwaited({ argument }: TSESTree.AwaitExpression): Callback {
    const body = textOf(argument.range);
    const isPlain = callsPlainly(tsOf(argument) as ts.Expression, typed, ({ pos, end }) =>
      elements.some(({ range }) => pos <= range[0] && range[1] === end),
    );
    return { ...givingExpression(body), isPlain };
  }

  function givingExpression(body: string): Callback {
    return { body: body.startsWith('{') ? `(${body})` : body, isBlock: false, isPlain: false };
  }

  /** The body of the loop with `edits`, and with a statement at its end. */
  function givingBlock(edits: readonly Edit[], tail = ''): Callback {
    const { body } = turn;
    const inner = textOf(body.range, edits);
    const line = tail === '' ? '' : `${newline}${innerIndent()}${tail}`;
    const block =
      body.type !== 'BlockStatement'
        ? `{${newline}${innerIndent()}${inner}${line}${newline}${indent}}`
        : tail === ''
          ? inner
          : isOnOneLine(body)
            ? `${inner.slice(0, -1).trimEnd()} ${tail} }`
            : `${inner.slice(0, -1).trimEnd()}${line}${newline}${indent}}`;
    return { body: block, isBlock: true, isPlain: false };
  }

  /** A name needs the parentheses of an `await` no more, unless they part it from a word. */
  function rangeOf(awaited: TSESTree.AwaitExpression): Edit['range'] {
    const range = withParentheses(awaited, sourceCode);
    return /[\w$]/.test(text.charAt(range[0] - 1)) ? awaited.range : range;
  }

  /** A stretch of the turn with `edits`, without what a parameter stands for. */
  function textOf(range: Edit['range'], edits: readonly Edit[] = []): string {
    const { replaced } = head;
    const next = replaced && sourceCode.getTokenAfter(replaced, { includeComments: true });
    const gone =
      replaced && next ? [{ range: [replaced.range[0], next.range[0]] as const, text: '' }] : [];
    const kept = elements.filter((each) => !edits.some((one) => isInside(each.range, one.range)));
    return textWith(range, [...kept, ...gone, ...edits], sourceCode);
  }

  /** Whether the index is there for `xs[i] = …` alone. */
  function isIndexOnlyIn(sink: TSESTree.Node, value: TSESTree.Node): boolean {
    const used = namesCrossing(
      turn.body.range,
      loop,
      [
        [sink.range[0], value.range[0]],
        ...elements.map(({ range }) => range),
        ...(head.replaced ? [head.replaced.range] : []),
      ],
      sourceCode,
    );
    return head.kind === 'array' && !used.some(({ name }) => name === head.index);
  }

  /** `lead`: what stands before it on its line. */
  function gathered(callback: Callback, lead = '', withoutIndex = false): string {
    const parameters = withoutIndex ? head.parameters.slice(0, 1) : head.parameters;
    return gatheredMap({ ...head, parameters }, callback, limiter, {
      room: width - indent.length - lead.length - end.length,
      before: newline + indent + step,
      after: `,${newline}${indent}`,
    });
  }

  function limiterAbove(): string {
    return limiter?.name === 'p-limit'
      ? `const ${limiter.run} = ${limiter.local}(${String(limiter.limit)})${end}${newline}${indent}`
      : '';
  }

  function finished(statement: string, comments = ''): string {
    const next = sourceCode.getTokenAfter(loop);
    const isOpen = end === '' && next !== null && /^[([`/+-]/.test(next.value);
    return `${limiterAbove()}${comments}${statement}${isOpen ? ';' : end}`;
  }

  // Looks

  /** Whether TypeScript knows as much of this code in a function of its own. */
  function canMove(code: readonly TSESTree.Node[]): boolean {
    return !losesNarrowing(code.map(tsOf), tsOf(loop), typed);
  }

  function isOwn(collect: TSESTree.Node): boolean {
    const target =
      collect.type === 'AssignmentExpression'
        ? collect.left
        : collect.type === 'UpdateExpression'
          ? collect.argument
          : collect.type === 'CallExpression'
            ? collect.callee
            : collect;
    const root = rootOf(target);
    const [definition] = (root && findVariable(sourceCode.getScope(root), root)?.defs) ?? [];
    return definition !== undefined && isWithin(definition.name, loop);
  }

  function rootOf(node: TSESTree.Node): TSESTree.Identifier | undefined {
    switch (node.type) {
      case 'Identifier':
        return node;
      case 'MemberExpression':
        return rootOf(node.object);
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
        return rootOf(node.expression);
      default:
        return undefined;
    }
  }

  /** `xs[i] = …` of an array, with the index of the loop. */
  function isIndexed(collect: TSESTree.Node): boolean {
    if (collect.type !== 'AssignmentExpression' || collect.operator !== '=') return false;
    const { left } = collect;
    return (
      left.type === 'MemberExpression' &&
      left.computed &&
      left.property.type === 'Identifier' &&
      left.property.name === head.index &&
      iteratedKind(services.getTypeAtLocation(left.object), typed) === 'array'
    );
  }

  /** Whether a target is the same in each turn: nothing in it is bound by the loop. */
  function isStable(target: TSESTree.Expression): boolean {
    return namesCrossing(target.range, loop, [], sourceCode).length === 0;
  }

  /** `const user = await f(x);` */
  function onlyNamed(
    statement: TSESTree.Statement,
  ): { name: string; awaited: TSESTree.AwaitExpression } | undefined {
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) {
      return undefined;
    }
    const [declarator] = statement.declarations;
    if (declarator.id.type !== 'Identifier' || declarator.id.typeAnnotation) return undefined;
    return declarator.init?.type === 'AwaitExpression'
      ? { name: declarator.id.name, awaited: declarator.init }
      : undefined;
  }

  /** Where the code of a statement starts, with the comments above it. */
  function startOf(statement: TSESTree.Statement): number {
    const before = sourceCode.getTokenBefore(statement);
    return turn.body.type === 'BlockStatement' && before ? before.range[1] : statement.range[0];
  }

  function innerIndent(): string {
    const [first] = statements;
    return first && !isOnOneLine(turn.body) && turn.body.type === 'BlockStatement'
      ? indentAt(text, first.range[0])
      : indent + step;
  }

  function isOnOneLine({ loc }: TSESTree.Node): boolean {
    return loc.start.line === loc.end.line;
  }

  function hasComments(): boolean {
    return hasCommentWithin(turn.body.range, sourceCode);
  }

  /** Whether a comment of the turn stands outside the one value that is left of it. */
  function isCommentedAround(kept: TSESTree.Node): boolean {
    return isCommentedIn(turn.body, [kept]);
  }

  function isCommentedIn(whole: TSESTree.Node, kept: readonly TSESTree.Node[]): boolean {
    return sourceCode
      .getAllComments()
      .some(
        (each) =>
          isInside(each.range, whole.range) && !kept.some((one) => isInside(each.range, one.range)),
      );
  }

  function tsOf(node: TSESTree.Node): ts.Node {
    return services.esTreeNodeToTSNodeMap.get(node);
  }
}
