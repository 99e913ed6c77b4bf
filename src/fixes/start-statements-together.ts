import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Member } from '../analysis/concurrency/candidates.ts';
import { contextualFitOf } from '../analysis/concurrency/contextual-fit.ts';
import { declaresProperty } from '../analysis/declaring-assignment.ts';
import { findVariable } from '../analysis/variable-named.ts';
import { afterOpening } from './after-opening.ts';
import { isPragma, isPragmaAbove, isTyping } from './comments.ts';
import { indentAt, type Edit } from './edit.ts';
import type { TypedFile } from './late.ts';
import { gatheredText, layoutOf, movedText, withParentheses, type Element } from './layout.ts';
import { frameFor, isParenthesized } from './parentheses.ts';
import { endOf, endsClosed, isFirstOnLine, isInside } from './statement-list.ts';
import { nameOfValue, valueNames } from './value-name.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A statement, or one of several declarations of a statement. */
interface Unit {
  readonly node: TSESTree.Statement | TSESTree.VariableDeclarator;
  readonly statement: TSESTree.Statement;
  /** `const ` where the unit is but a part of its statement. */
  readonly opening: string;
  readonly awaited: TSESTree.AwaitExpression | undefined;
  /** Comments above it, and at the end of its line. */
  readonly above: string[];
  readonly beside: string[];
}

/** How a member is written: its value goes into `target` at once, or into a name that `unit` uses. */
interface Slot {
  readonly unit: Unit;
  readonly awaited: TSESTree.AwaitExpression;
  /** `const`, `export let`; empty for an assignment; `undefined` where the value is dropped. */
  readonly kind: string | undefined;
  readonly target: TSESTree.Node | undefined;
  readonly annotation: TSESTree.TypeNode | undefined;
  /** The value does not go into the target as it is. */
  readonly isUsedWithin: boolean;
}

export function startStatementsTogether(
  members: readonly Member[],
  awaits: readonly TSESTree.AwaitExpression[],
  { typed, sourceCode }: Omit<TypedFile, 'catalogue'>,
): { edits: readonly Edit[]; isExact: boolean } | undefined {
  const { text } = sourceCode;
  const units = unitsAround(awaits, sourceCode);
  const first = units?.[0];
  const last = units?.at(-1);
  if (!units || !first || !last) return undefined;
  const slots = units.flatMap((unit) => slotOf(unit) ?? []);
  if (slots.length !== members.length) return undefined;

  const fits = members.map((each) => contextualFitOf(each.awaited, each.call, typed));
  const typeArguments = slots.map(({ awaited, annotation }, index): readonly Edit[] | undefined => {
    if (fits[index] === 'fits') return [];
    const { argument } = awaited;
    const callee = argument.type === 'CallExpression' ? argument.callee : undefined;
    if (fits[index] === 'unknown' || !annotation || !callee) return undefined;
    const at = isParenthesized(callee, sourceCode)
      ? sourceCode.getTokenAfter(callee)?.range[1]
      : callee.range[1];
    return at === undefined
      ? undefined
      : [{ range: [at, at], text: `<${sourceCode.getText(annotation)}>` }];
  });
  if (typeArguments.includes(undefined)) return undefined;

  const chains = members.map((each, index) => {
    const slot = slots[index];
    return slot && afterOpening(each, slot.awaited, typed, sourceCode);
  });
  if (chains.includes(undefined)) return undefined;

  const region = { start: first.statement.range[0], end: endOf(last.statement, sourceCode) };
  const needed = neededBefore(units, slots, sourceCode);
  if (!needed) return undefined;
  if (needed.size > 0) region.start = startWithComments(first.statement, sourceCode);
  const named = namedSlots(slots);
  // `const a = await f(), b = await g();` may well have lines of its own.
  const isOneLine =
    !/[\r\n]/.test(text.slice(region.start, region.end)) &&
    !(first.statement === last.statement && isFirstOnLine(region.start, sourceCode));
  const below = units.filter((unit) => !unit.awaited && !needed.has(unit));
  region.end = endWithComment(last.statement, sourceCode);
  if (!placeComments(units, slots, named, region, sourceCode)) return undefined;
  if (isPragmaAbove(first.statement, sourceCode)) return undefined;
  if (sourceCode.getCommentsBefore(first.statement).some(isTyping)) return undefined;
  // A comment behind the last one alone stays behind all of them, where nothing else comes there.
  const staysBehind =
    !hasComments(units) && (isOneLine || (named.size === 0 && below.length === 0));
  if (staysBehind) region.end = endOf(last.statement, sourceCode);

  const separator = isOneLine ? ' ' : layoutOf(sourceCode).newline;
  const indent = isOneLine ? '' : indentAt(text, first.statement.range[0]);
  const end = endsClosed(first.statement, sourceCode) || isOneLine ? ';' : '';

  const wanted = slots.filter((each) => named.has(each)).map(nameFor);
  const free = valueNames(wanted, first.statement, sourceCode);
  const names = new Map([...named].map((slot, index) => [slot, free[index] ?? '']));
  const kinds = slots.filter((each) => !named.has(each)).map(({ kind }) => kind);
  const kind = named.size > 0 ? 'const' : (kinds.find((each) => each !== undefined) ?? '');
  const elements = slots.map(({ awaited, unit }, index): Element => {
    const isLast = index === slots.length - 1;
    return {
      node: awaited.argument,
      edits: [...(typeArguments[index] ?? []), ...(chains[index] ?? [])],
      above: index === 0 && isFirst(unit, units) ? [] : unit.above,
      beside: isLast && staysBehind ? [] : unit.beside,
    };
  });
  const all = gatheredText(
    {
      kind,
      targets: targetsOf(slots, names, sourceCode),
      types: typesOf(slots, named, sourceCode),
    },
    elements,
    indent,
    !isOneLine,
    sourceCode,
  );

  const pieces: string[] = [];
  for (const unit of units) if (needed.has(unit)) pieces.push(unitText(unit, [], indent));
  pieces.push(all + end);
  for (const [slot, name] of names) {
    pieces.push(unitText({ ...slot.unit, above: [], beside: [] }, [asName(slot, name)], indent));
  }
  for (const unit of below) pieces.push(unitText(unit, [], indent));

  let whole = '';
  for (const piece of pieces) {
    const isOpen = whole !== '' && !whole.endsWith(';') && /^[([`/+-]/.test(piece);
    whole += (whole === '' ? '' : separator + indent) + (isOpen ? ';' : '') + piece;
  }
  const expression =
    first.statement.type === 'ExpressionStatement' ? first.statement.expression : undefined;
  const frame = expression && frameFor(expression, whole, 'call', sourceCode);
  const before = frame?.before.startsWith(';') && needed.size === 0 ? ';' : '';
  return {
    edits: [{ range: [region.start, region.end], text: before + whole }],
    isExact: slots.every((slot) => isExactly(slot, sourceCode)),
  };

  function slotOf(unit: Unit): Slot | undefined {
    const { node, awaited, statement } = unit;
    if (!awaited) return undefined;
    const common = { unit, awaited, annotation: undefined };
    if (node.type === 'ExpressionStatement') {
      const { expression } = node;
      if (expression === awaited) {
        return { ...common, kind: undefined, target: undefined, isUsedWithin: false };
      }
      const isWhole =
        expression.type === 'AssignmentExpression' &&
        expression.operator === '=' &&
        expression.right === awaited &&
        isPlainTarget(expression.left) &&
        !isDeclaring(awaited);
      return isWhole
        ? { ...common, kind: '', target: expression.left, isUsedWithin: false }
        : { ...common, kind: 'const', target: undefined, isUsedWithin: true };
    }
    const declaration = declarationOf(statement);
    const declarator = node.type === 'VariableDeclarator' ? node : declaration?.declarations[0];
    if (!declaration || !declarator) return undefined;
    const kind = `${declaration === statement ? '' : 'export '}${declaration.kind}`;
    const { id, init, definite } = declarator;
    if (definite) return undefined;
    return {
      ...common,
      kind,
      target: id,
      annotation: annotationOf(id)?.typeAnnotation,
      isUsedWithin: init !== awaited,
    };
  }

  function isDeclaring(awaited: TSESTree.AwaitExpression): boolean {
    const target = members[awaits.indexOf(awaited)]?.target;
    return target !== undefined && declaresProperty(target, typed);
  }

  function unitText(unit: Unit, edits: readonly Edit[], at: string): string {
    const own =
      unit.opening + movedText(unit.node, at, sourceCode, edits, rangeOf(unit, sourceCode));
    const whole = [own + (unit.opening === '' ? '' : end), ...unit.beside].join(' ');
    return [...unit.above, whole].join(separator + at);
  }

  function asName({ awaited }: Slot, name: string): Edit {
    const [start, end] = withParentheses(awaited, sourceCode);
    const before = sourceCode.getTokenBefore(awaited, ({ range }) => range[1] <= start);
    // What was too long for one line need not be any more.
    const isAfterBreak = before?.value === '=' && /^\s+$/.test(text.slice(before.range[1], start));
    return isAfterBreak
      ? { range: [before.range[1], end], text: ` ${name}` }
      : { range: [start, end], text: name };
  }
}

/** The units of all statements from the first await to the last; `undefined` where there is no list. */
function unitsAround(
  awaits: readonly TSESTree.AwaitExpression[],
  sourceCode: SourceCode,
): Unit[] | undefined {
  const statements = awaits.map((each) => statementIn(each));
  const [first] = statements;
  const last = statements.at(-1);
  const list = first && listAround(first);
  if (!list || !last || statements.some((each) => !each || !list.includes(each))) return undefined;
  return list.slice(list.indexOf(first), list.indexOf(last) + 1).flatMap((statement) => {
    const declaration = declarationOf(statement);
    const nodes =
      declaration && declaration.declarations.length > 1 ? declaration.declarations : [statement];
    return nodes.map((node): Unit => {
      const isPart = node !== statement;
      const opening = isPart
        ? `${declaration === statement ? '' : 'export '}${declaration?.kind ?? ''} `
        : '';
      return {
        node,
        statement,
        opening,
        awaited: awaits.find(({ range }) => isInside(range, node.range)),
        above: [],
        beside: [],
      };
    });
  });

  function statementIn(node: TSESTree.Node): TSESTree.Statement | undefined {
    for (let each: TSESTree.Node | undefined = node; each; each = each.parent) {
      if (listAround(each)) return each as TSESTree.Statement;
      if (sourceCode.visitorKeys[each.type] === undefined) return undefined;
    }
    return undefined;
  }
}

function rangeOf({ node }: Unit, sourceCode: SourceCode): Edit['range'] {
  return [node.range[0], endOf(node, sourceCode)];
}

/** The statements that `node` is one of. */
function listAround(node: TSESTree.Node): readonly TSESTree.Statement[] | undefined {
  const { parent } = node;
  const list: readonly TSESTree.Node[] | undefined =
    parent?.type === 'BlockStatement' || parent?.type === 'Program'
      ? parent.body
      : parent?.type === 'SwitchCase'
        ? parent.consequent
        : undefined;
  return list?.includes(node) ? (list as readonly TSESTree.Statement[]) : undefined;
}

function declarationOf(statement: TSESTree.Node): TSESTree.VariableDeclaration | undefined {
  if (statement.type === 'VariableDeclaration') return statement;
  return statement.type === 'ExportNamedDeclaration' &&
    statement.declaration?.type === 'VariableDeclaration'
    ? statement.declaration
    : undefined;
}

/** The members that get a name of their own first: one kind of target goes into one pattern. */
function namedSlots(slots: readonly Slot[]): ReadonlySet<Slot> {
  const direct = slots.filter(({ isUsedWithin }) => !isUsedWithin);
  const keeping = direct.filter(({ kind }) => kind !== undefined);
  const annotated = keeping.filter(({ annotation }) => annotation !== undefined);
  const areAllAnnotated = annotated.length === keeping.length;
  const kinds = new Set(keeping.map(({ kind }) => kind));
  if (
    direct.length === slots.length &&
    kinds.size <= 1 &&
    (areAllAnnotated || annotated.length === 0)
  ) {
    return new Set();
  }
  return new Set(
    slots.filter(
      ({ isUsedWithin, kind, annotation }) =>
        isUsedWithin || (kind !== undefined && (kind !== 'const' || annotation !== undefined)),
    ),
  );
}

function nameFor({ target, awaited }: Slot): string {
  if (target?.type === 'Identifier') return `${target.name}Result`;
  return target?.type === 'MemberExpression' && target.property.type === 'Identifier'
    ? `${target.property.name}Result`
    : nameOfValue(awaited.argument);
}

function annotationOf(target: TSESTree.Node): TSESTree.TSTypeAnnotation | undefined {
  switch (target.type) {
    case 'ArrayPattern':
    case 'Identifier':
    case 'ObjectPattern':
      return target.typeAnnotation;
    default:
      return undefined;
  }
}

/** Holes for the values that nobody keeps; none at the end. */
function targetsOf(
  slots: readonly Slot[],
  names: ReadonlyMap<Slot, string>,
  { text }: SourceCode,
): string[] {
  const targets = slots.map((slot) => {
    const { target } = slot;
    const name = names.get(slot);
    if (name !== undefined || !target) return name ?? '';
    const end = annotationOf(target)?.range[0] ?? target.range[1];
    return text.slice(target.range[0], end).trim();
  });
  while (targets.at(-1) === '') targets.pop();
  return targets;
}

/** The annotation of all targets; empty if none has one. */
function typesOf(slots: readonly Slot[], named: ReadonlySet<Slot>, sourceCode: SourceCode): string {
  const isNone = slots.every((slot) => named.has(slot) || slot.annotation === undefined);
  if (isNone) return '';
  const types = slots.map(({ annotation }) =>
    annotation ? sourceCode.getText(annotation) : 'unknown',
  );
  return `: [${types.join(', ')}]`;
}

/** What has to stand above, since a later member uses it; `undefined` if that uses a member. */
function neededBefore(
  units: readonly Unit[],
  slots: readonly Slot[],
  sourceCode: SourceCode,
): ReadonlySet<Unit> | undefined {
  const [firstSlot] = slots;
  const start = units.findIndex((unit) => unit === firstSlot?.unit);
  const members = new Set(slots.map(({ unit }) => unit));
  const needed = new Set<Unit>(units.slice(0, start));
  const later: Unit[] = [];
  for (const unit of [...units.slice(start + 1)].reverse()) {
    if (members.has(unit)) later.push(unit);
    else if (later.some((each) => uses(each, unit, sourceCode))) {
      if (unit.node.type !== 'VariableDeclarator' && !isDeclaration(unit.node)) return undefined;
      if (awaitsSomething(unit)) return undefined;
      needed.add(unit);
      later.push(unit);
    }
  }
  const isClean = [...needed].every(
    (unit) =>
      !units.some((each) => !needed.has(each) && uses(unit, each, sourceCode) && !isHoisted(each)),
  );
  return isClean ? needed : undefined;

  function awaitsSomething({ node }: Unit): boolean {
    return (
      sourceCode.getTokens(node).some(({ value }) => value === 'await') && !isHoisted({ node })
    );
  }
}

function isHoisted({ node }: Pick<Unit, 'node'>): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'TSInterfaceDeclaration' ||
    node.type === 'TSTypeAliasDeclaration'
  );
}

function isDeclaration(node: TSESTree.Node): boolean {
  return isHoisted({ node: node as TSESTree.Statement }) || declarationOf(node) !== undefined;
}

/** Whether `unit` names something that `declaring` declares. */
function uses(unit: Unit, declaring: Unit, sourceCode: SourceCode): boolean {
  const root = declaring.node;
  const nodes = declarationOf(root)?.declarations ?? [root];
  return nodes
    .flatMap((each) => sourceCode.getDeclaredVariables(each))
    .some(({ references }) =>
      references.some(({ identifier }) => isInside(identifier.range, unit.node.range)),
    );
}

/** Gives each comment to its unit; whether none would be lost or stand in the wrong place. */
function placeComments(
  units: readonly Unit[],
  slots: readonly Slot[],
  named: ReadonlySet<Slot>,
  { start, end }: { start: number; end: number },
  sourceCode: SourceCode,
): boolean {
  const { text } = sourceCode;
  for (const comment of sourceCode.getAllComments()) {
    const { range, loc } = comment;
    if (range[0] < start || range[1] > end) continue;
    if (isPragma(comment)) return false;
    const inside = units.find((each) => isInside(range, rangeOf(each, sourceCode)));
    if (inside) {
      const slot = slots.find(({ unit }) => unit === inside);
      if (slot && !isKept(slot, range)) return false;
      continue;
    }
    const previous = units.findLast((each) => rangeOf(each, sourceCode)[1] <= range[0]);
    const next = units.find(({ node }) => node.range[0] >= range[1]);
    const content = text.slice(...range);
    const isBeside = previous !== undefined && lastLineOf(previous) === loc.start.line;
    // `f(); /* about g */ g();`
    if (isBeside && next?.node.loc.start.line === loc.end.line) return false;
    if (next && isTyping(comment) && slots.some(({ unit }) => unit === next)) return false;
    if (previous && (isBeside || !next)) previous.beside.push(content);
    else next?.above.push(content);
  }
  return true;

  function lastLineOf(unit: Unit): number {
    return sourceCode.getLocFromIndex(rangeOf(unit, sourceCode)[1]).line;
  }

  function isKept(slot: Slot, range: Edit['range']): boolean {
    const { awaited, target } = slot;
    if (isInside(range, awaited.argument.range)) return true;
    if (named.has(slot)) return !isInside(range, withParentheses(awaited, sourceCode));
    if (!target) return false;
    const annotation = annotationOf(target);
    return (
      isInside(range, [target.range[0], annotation?.range[0] ?? target.range[1]]) ||
      (annotation !== undefined && isInside(range, annotation.typeAnnotation.range))
    );
  }
}

function hasComments(units: readonly Unit[]): boolean {
  return units.some(
    ({ above, beside }, index) =>
      above.length > 0 || (beside.length > 0 && index < units.length - 1),
  );
}

function isFirst(unit: Unit, units: readonly Unit[]): boolean {
  return unit === units[0];
}

/** Where the comments right above a statement start. */
function startWithComments(statement: TSESTree.Node, sourceCode: SourceCode): number {
  const [first] = sourceCode
    .getCommentsBefore(statement)
    .filter(({ range }) => isFirstOnLine(range[0], sourceCode));
  return first?.range[0] ?? statement.range[0];
}

/** Where the comment on the last line of a statement ends, if there is one. */
function endWithComment(statement: TSESTree.Node, sourceCode: SourceCode): number {
  const end = endOf(statement, sourceCode);
  const line = sourceCode.getLocFromIndex(end).line;
  const next = sourceCode
    .getAllComments()
    .find(({ range, loc }) => range[0] >= end && loc.start.line === line);
  return next ? next.range[1] : end;
}

/** Names, and fields of names and `this`. */
function isPlainTarget(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'Identifier':
      return true;
    case 'MemberExpression':
      return (
        !node.computed && (node.object.type === 'ThisExpression' || isPlainTarget(node.object))
      );
    case 'ArrayPattern':
      return node.elements.every((each) => each === null || isPlainTarget(each));
    case 'ObjectPattern':
      return node.properties.every((each) =>
        each.type === 'Property'
          ? !each.computed && isPlainTarget(each.value)
          : isPlainTarget(each.argument),
      );
    default:
      return false;
  }
}

/** Whether nothing around the `await` that is evaluated before it can have another value after it. */
function isExactly({ awaited, target, isUsedWithin }: Slot, sourceCode: SourceCode): boolean {
  if (!isUsedWithin) return !target || isFixedTarget(target, sourceCode);
  let inner: TSESTree.Node = awaited;
  for (let { parent } = inner; ; inner = parent, parent = parent.parent) {
    switch (parent.type) {
      case 'VariableDeclarator':
      case 'ExpressionStatement':
        return true;
      case 'AssignmentExpression':
        return parent.right === inner && isFixedTarget(parent.left, sourceCode);
      case 'MemberExpression':
        if (parent.object !== inner) return false;
        break;
      case 'CallExpression':
        if (parent.callee !== inner && !(parent.arguments[0] === inner && isFixed(parent.callee))) {
          return false;
        }
        break;
      case 'BinaryExpression':
        if (parent.left !== inner) return false;
        break;
      case 'ConditionalExpression':
        if (parent.test !== inner) return false;
        break;
      case 'ChainExpression':
      case 'LogicalExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'UnaryExpression':
        break;
      default:
        return false;
    }
  }

  function isFixed(node: TSESTree.Node): boolean {
    return node.type === 'MemberExpression'
      ? !node.computed && isFixed(node.object)
      : node.type === 'Identifier' && isNeverAssigned(node, sourceCode);
  }
}

function isFixedTarget(target: TSESTree.Node, sourceCode: SourceCode): boolean {
  if (target.type !== 'MemberExpression') return true;
  return (
    target.object.type === 'ThisExpression' ||
    (target.object.type === 'Identifier' && isNeverAssigned(target.object, sourceCode))
  );
}

function isNeverAssigned(name: TSESTree.Identifier, sourceCode: SourceCode): boolean {
  const variable = findVariable(sourceCode.getScope(name), name);
  return !variable?.references.some((each) => each.isWrite() && each.init !== true);
}
