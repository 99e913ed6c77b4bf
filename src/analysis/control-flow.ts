import type ts from 'typescript';

import { withoutAssertions } from './callee.ts';
import { isBinding } from './declared-names.ts';
import { isStatic } from './modifiers.ts';

/**
 * What happens at a step: a value is computed (`read`), a target gets a value (`write`), an iterator
 * is asked for elements (`iterate`), a `using` resource is released (`dispose`), or paths only meet
 * (`join`).
 */
export type Role = 'read' | 'write' | 'iterate' | 'dispose' | 'join';

/** One evaluation on the paths through a function. */
export interface Step {
  readonly node: ts.Node;
  readonly role: Role;
  /** Whether the function is suspended here: `await`, `for await`, `yield`, `await using`. */
  readonly suspends: boolean;
  readonly next: ReadonlySet<Step>;
  readonly previous: ReadonlySet<Step>;
}

/** The paths through one function, initializer or file; code of nested functions is not part of it. */
export interface Flow {
  readonly entry: Step;
  readonly exit: Step;
  /** In the order in which they were laid out; also those that no path reaches. */
  readonly steps: readonly Step[];
  /** Where the value of an expression is there; `undefined` for what is no step of its own. */
  valueOf(node: ts.Node): Step | undefined;
  /** Where a target gets a value there, the first time; `undefined` for what is no target. */
  writeTo(node: ts.Node): Step | undefined;
}

interface MutableStep extends Step {
  readonly next: Set<Step>;
  readonly previous: Set<Step>;
}

/** What `break` and `continue` leave or repeat. */
interface Target {
  readonly label: string | undefined;
  readonly breaks: MutableStep[];
  /** Absent for `switch` and labelled blocks. */
  readonly continues: MutableStep[] | undefined;
}

/**
 * The paths through `root`: a function (its parameters, then its body), an expression or a source
 * file. Paths are over-approximated: each that can be taken is there, and some that cannot.
 */
export function flowOf(root: ts.Node, t: typeof ts): Flow {
  let flow = flows.get(root);
  if (!flow) {
    flow = layOut(root, t);
    flows.set(root, flow);
  }
  return flow;
}

const flows = new WeakMap<ts.Node, Flow>();

/** The steps on paths that lead to `step`, and whether the first step of all is among them. */
export function stepsBefore(step: Step, isBarrier: (each: Step) => boolean = never): Set<Step> {
  return reachable(step, 'previous', isBarrier);
}

/** The steps on paths that come from `step`; a path ends at a barrier, which is part of it. */
export function stepsAfter(step: Step, isBarrier: (each: Step) => boolean = never): Set<Step> {
  return reachable(step, 'next', isBarrier);
}

function never(): boolean {
  return false;
}

function reachable(
  start: Step,
  direction: 'next' | 'previous',
  isBarrier: (each: Step) => boolean,
): Set<Step> {
  const found = new Set<Step>();
  const open = [...start[direction]];
  for (let step = open.pop(); step; step = open.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    if (!isBarrier(step)) open.push(...step[direction]);
  }
  return found;
}

function layOut(root: ts.Node, t: typeof ts): Flow {
  const { SyntaxKind } = t;
  const steps: MutableStep[] = [];
  const values = new Map<ts.Node, MutableStep>();
  const writes = new Map<ts.Node, MutableStep>();
  const targets: Target[] = [];
  /** Ends of optional chains → the steps at which a `?.` leaves them early. */
  const shortCuts = new Map<ts.Node, MutableStep[]>();
  /** The steps that the next one follows; empty where no path arrives. */
  let frontier: MutableStep[] = [];

  const entry = make(root, 'join');
  const exit = make(root, 'join');
  frontier = [entry];
  if (t.isFunctionLike(root)) visitFunction(root);
  else if (t.isSourceFile(root)) visitStatements(root.statements);
  else if (t.isBlock(root)) visitStatements(root.statements);
  else visit(root);
  linkAll(frontier, exit);
  return {
    ...{ entry, exit, steps },
    valueOf: (node) => values.get(node),
    writeTo: (node) => writes.get(node),
  };

  // Steps

  function make(node: ts.Node, role: Role, suspends = false): MutableStep {
    return { node, role, suspends, next: new Set(), previous: new Set() };
  }

  function add(node: ts.Node, role: Role = 'read', suspends = false): MutableStep {
    const step = make(node, role, suspends);
    linkAll(frontier, step);
    steps.push(step);
    if (role === 'read') values.set(node, step);
    else if (role === 'write' && !writes.has(node)) writes.set(node, step);
    frontier = [step];
    return step;
  }

  function linkAll(from: readonly MutableStep[], to: MutableStep): void {
    for (const step of from) {
      step.next.add(to);
      to.previous.add(step);
    }
  }

  /** Runs `lay` on a path of its own and answers where it ends; the frontier stays as it was. */
  function aside(lay: () => void): MutableStep[] {
    const before = frontier;
    lay();
    const end = frontier;
    frontier = before;
    return end;
  }

  function meet(...others: readonly (readonly MutableStep[])[]): void {
    frontier = [...new Set([...frontier, ...others.flat()])];
  }

  // Functions and statements

  function visitFunction(node: ts.SignatureDeclaration): void {
    for (const parameter of node.parameters) {
      visitDefault(parameter.initializer);
      visitBinding(parameter.name);
    }
    if (!('body' in node) || !node.body) return;
    const { body } = node;
    if (t.isBlock(body)) visitStatements(body.statements);
    else visit(body);
  }

  function visitStatements(statements: readonly ts.Statement[]): void {
    const declared = statements.findIndex(isUsing);
    if (declared < 0) {
      statements.forEach(visitStatement);
      return;
    }
    statements.slice(0, declared).forEach(visitStatement);
    const statement = statements[declared];
    if (!statement) return;
    visitStatement(statement);
    // Whatever way the block is left, the resource is released.
    finalize(
      () => {
        visitStatements(statements.slice(declared + 1));
      },
      () => {
        add(statement, 'dispose', isAwaitUsing(statement));
      },
    );
  }

  function isUsing(statement: ts.Statement): boolean {
    return (
      t.isVariableStatement(statement) &&
      /^(?:await\s+)?using\b/.test(statement.declarationList.getText())
    );
  }

  function isAwaitUsing(statement: ts.Statement): boolean {
    return (
      t.isVariableStatement(statement) && statement.declarationList.getText().startsWith('await')
    );
  }

  function visitStatement(node: ts.Statement): void {
    if (t.isBlock(node)) visitStatements(node.statements);
    else if (t.isVariableStatement(node)) visitDeclarations(node.declarationList);
    else if (t.isIfStatement(node)) {
      visit(node.expression);
      const otherwise = aside(() => {
        if (node.elseStatement) visitStatement(node.elseStatement);
      });
      visitStatement(node.thenStatement);
      meet(otherwise);
    } else if (t.isWhileStatement(node)) visitWhile(node);
    else if (t.isDoStatement(node)) visitDo(node);
    else if (t.isForStatement(node)) visitFor(node);
    else if (t.isForInStatement(node) || t.isForOfStatement(node)) visitForEach(node);
    else if (t.isReturnStatement(node)) {
      if (node.expression) visit(node.expression);
      add(node, 'join');
      linkAll(frontier, exit);
      frontier = [];
    } else if (t.isThrowStatement(node)) {
      visit(node.expression);
      add(node, 'join');
      linkAll(frontier, exit);
      frontier = [];
    } else if (t.isBreakOrContinueStatement(node)) visitJump(node);
    else if (t.isSwitchStatement(node)) visitSwitch(node);
    else if (t.isLabeledStatement(node)) {
      const target: Target = { label: node.label.text, breaks: [], continues: undefined };
      targets.push(target);
      visitStatement(node.statement);
      targets.pop();
      meet(target.breaks);
    } else if (t.isTryStatement(node)) visitTry(node);
    else if (t.isClassDeclaration(node)) visitClass(node);
    else if (t.isModuleDeclaration(node)) {
      if (node.body && t.isModuleBlock(node.body)) visitStatements(node.body.statements);
    } else if (
      !t.isFunctionDeclaration(node) &&
      !t.isImportDeclaration(node) &&
      !t.isExportDeclaration(node) &&
      !t.isInterfaceDeclaration(node) &&
      !t.isTypeAliasDeclaration(node)
    ) {
      t.forEachChild(node, visit);
    }
  }

  function labelOf(node: ts.Statement): string | undefined {
    return t.isLabeledStatement(node.parent) ? node.parent.label.text : undefined;
  }

  function loop(node: ts.Statement, lay: (target: Target, head: MutableStep) => void): void {
    const target: Target & { continues: MutableStep[] } = {
      label: labelOf(node),
      breaks: [],
      continues: [],
    };
    targets.push(target);
    lay(target, add(node, 'join'));
    targets.pop();
    meet(target.breaks);
  }

  function visitWhile(node: ts.WhileStatement): void {
    loop(node, (target, head) => {
      visit(node.expression);
      const done = isTrue(node.expression) ? [] : frontier;
      visitStatement(node.statement);
      linkAll([...frontier, ...(target.continues ?? [])], head);
      frontier = [...done];
    });
  }

  function visitDo(node: ts.DoStatement): void {
    loop(node, (target, head) => {
      visitStatement(node.statement);
      meet(target.continues ?? []);
      visit(node.expression);
      linkAll(frontier, head);
      if (isTrue(node.expression)) frontier = [];
    });
  }

  function visitFor(node: ts.ForStatement): void {
    if (node.initializer) visitInitializer(node.initializer);
    loop(node, (target, head) => {
      if (node.condition) visit(node.condition);
      const done = !node.condition || isTrue(node.condition) ? [] : frontier;
      visitStatement(node.statement);
      meet(target.continues ?? []);
      if (node.incrementor) visit(node.incrementor);
      linkAll(frontier, head);
      frontier = [...done];
    });
  }

  function visitForEach(node: ts.ForInOrOfStatement): void {
    visit(node.expression);
    loop(node, (target, head) => {
      const asked = add(
        node,
        'iterate',
        t.isForOfStatement(node) && node.awaitModifier !== undefined,
      );
      if (t.isVariableDeclarationList(node.initializer)) visitInitializer(node.initializer);
      else {
        visitTarget(node.initializer);
        write(node.initializer);
      }
      visitStatement(node.statement);
      linkAll([...frontier, ...(target.continues ?? [])], head);
      frontier = [asked];
    });
  }

  function isTrue(condition: ts.Expression): boolean {
    return condition.kind === SyntaxKind.TrueKeyword;
  }

  function visitInitializer(node: ts.ForInitializer): void {
    if (t.isVariableDeclarationList(node)) visitDeclarations(node);
    else visit(node);
  }

  function visitDeclarations(list: ts.VariableDeclarationList): void {
    for (const declaration of list.declarations) {
      if (declaration.initializer) visit(declaration.initializer);
      visitBinding(declaration.name);
    }
  }

  function visitJump(node: ts.BreakOrContinueStatement): void {
    const step = add(node, 'join');
    frontier = [];
    const label = node.label?.text;
    for (const target of targets.toReversed()) {
      if (t.isContinueStatement(node)) {
        if (target.continues && (label === undefined || target.label === label)) {
          target.continues.push(step);
          return;
        }
      } else if (label === undefined ? !isLabelledBlock(target) : target.label === label) {
        target.breaks.push(step);
        return;
      }
    }
  }

  function isLabelledBlock(target: Target): boolean {
    return target.continues === undefined && target.label !== undefined;
  }

  function visitSwitch(node: ts.SwitchStatement): void {
    visit(node.expression);
    const target: Target = { label: undefined, breaks: [], continues: undefined };
    const entries = new Map<ts.CaseOrDefaultClause, readonly MutableStep[]>();
    for (const clause of node.caseBlock.clauses) {
      if (!t.isCaseClause(clause)) continue;
      visit(clause.expression);
      entries.set(clause, frontier);
    }
    const unmatched = frontier;
    targets.push(target);
    frontier = [];
    for (const clause of node.caseBlock.clauses) {
      meet(entries.get(clause) ?? unmatched);
      visitStatements(clause.statements);
    }
    targets.pop();
    meet(
      target.breaks,
      node.caseBlock.clauses.some((each) => t.isDefaultClause(each)) ? [] : unmatched,
    );
  }

  function visitTry(node: ts.TryStatement): void {
    const { catchClause, finallyBlock } = node;
    const guarded = (): void => {
      const first = steps.length;
      const before = frontier;
      visitStatements(node.tryBlock.statements);
      if (!catchClause) return;
      const thrown = [...before, ...steps.slice(first)];
      const caught = aside(() => {
        frontier = thrown;
        add(catchClause, 'join');
        if (catchClause.variableDeclaration) visitBinding(catchClause.variableDeclaration.name);
        visitStatements(catchClause.block.statements);
      });
      meet(caught);
    };
    if (!finallyBlock) {
      guarded();
      return;
    }
    finalize(guarded, () => {
      visitStatements(finallyBlock.statements);
    });
  }

  /** Lays out `body`, then `last`, which runs whichever way `body` is left. */
  function finalize(body: () => void, last: () => void): void {
    const first = steps.length;
    const before = frontier;
    const jumped = targets.map(({ breaks, continues }) => [breaks.length, continues?.length ?? 0]);
    body();
    const falls = frontier.length > 0;
    frontier = [...new Set([...before, ...steps.slice(first), ...frontier])];
    last();
    targets.forEach((target, index) => {
      const [breaks = 0, continues = 0] = jumped[index] ?? [];
      if (target.breaks.length > breaks) target.breaks.push(...frontier);
      if (target.continues && target.continues.length > continues) {
        target.continues.push(...frontier);
      }
    });
    linkAll(frontier, exit);
    if (!falls) frontier = [];
  }

  function visitClass(node: ts.ClassLikeDeclaration): void {
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== SyntaxKind.ExtendsKeyword) continue;
      for (const type of clause.types) visit(type.expression);
    }
    for (const member of node.members) {
      if (member.name && t.isComputedPropertyName(member.name)) visit(member.name.expression);
      if (t.isClassStaticBlockDeclaration(member)) visitStatements(member.body.statements);
      else if (t.isPropertyDeclaration(member) && isStatic(member, t) && member.initializer) {
        visit(member.initializer);
      }
    }
  }

  // Expressions

  function visit(node: ts.Node): void {
    visitWithin(node);
    const early = shortCuts.get(node);
    if (early) meet(early);
  }

  function visitWithin(node: ts.Node): void {
    if (t.isTypeNode(node) && !t.isExpressionWithTypeArguments(node)) return;
    if (
      t.isParenthesizedExpression(node) ||
      t.isAsExpression(node) ||
      t.isSatisfiesExpression(node) ||
      t.isTypeAssertionExpression(node) ||
      t.isNonNullExpression(node) ||
      t.isExpressionWithTypeArguments(node) ||
      t.isTypeOfExpression(node) ||
      t.isVoidExpression(node)
    ) {
      visit(node.expression);
    } else if (t.isFunctionLike(node)) return;
    else if (t.isClassExpression(node)) visitClass(node);
    else if (t.isBinaryExpression(node)) visitBinary(node);
    else if (t.isConditionalExpression(node)) {
      visit(node.condition);
      const otherwise = aside(() => {
        visit(node.whenFalse);
      });
      visit(node.whenTrue);
      meet(otherwise);
    } else if (t.isPrefixUnaryExpression(node) || t.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken) {
        visitTarget(node.operand);
        add(withoutAssertions(node.operand, t));
        write(node.operand);
      } else {
        visit(node.operand);
        add(node);
      }
    } else if (t.isDeleteExpression(node)) {
      visitTarget(node.expression);
      write(node.expression);
    } else if (t.isAwaitExpression(node)) {
      visit(node.expression);
      add(node, 'read', true);
    } else if (t.isYieldExpression(node)) {
      if (node.expression) visit(node.expression);
      if (node.asteriskToken) add(node, 'iterate', true);
      else add(node, 'read', true);
    } else if (t.isPropertyAccessExpression(node)) {
      visit(node.expression);
      leaveEarly(node);
      add(node);
    } else if (t.isElementAccessExpression(node)) {
      visit(node.expression);
      leaveEarly(node);
      visit(node.argumentExpression);
      add(node);
    } else if (t.isCallExpression(node) || t.isNewExpression(node)) {
      visit(node.expression);
      if (t.isCallExpression(node)) leaveEarly(node);
      node.arguments?.forEach(visit);
      add(node);
    } else if (t.isTaggedTemplateExpression(node)) {
      visit(node.tag);
      if (t.isTemplateExpression(node.template)) {
        for (const span of node.template.templateSpans) visit(span.expression);
      }
      add(node);
    } else if (t.isTemplateExpression(node)) {
      for (const span of node.templateSpans) visit(span.expression);
      add(node);
    } else if (t.isSpreadElement(node)) {
      visit(node.expression);
      add(node, 'iterate');
    } else if (t.isObjectLiteralExpression(node)) {
      for (const property of node.properties) visitProperty(property);
    } else if (t.isIdentifier(node)) add(node);
    else {
      t.forEachChild(node, visit);
      if (t.isExpression(node) && isJsx(node)) add(node);
    }
  }

  function isJsx(node: ts.Expression): boolean {
    return t.isJsxElement(node) || t.isJsxSelfClosingElement(node) || t.isJsxFragment(node);
  }

  function visitProperty(property: ts.ObjectLiteralElementLike): void {
    if (property.name && t.isComputedPropertyName(property.name)) visit(property.name.expression);
    if (t.isPropertyAssignment(property)) visit(property.initializer);
    else if (t.isShorthandPropertyAssignment(property)) add(property.name);
    else if (t.isSpreadAssignment(property)) {
      visit(property.expression);
      add(property);
    }
  }

  /** `?.` on null or undefined goes on after the whole chain. */
  function leaveEarly(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression,
  ): void {
    if (!node.questionDotToken) return;
    let end: ts.Node = node;
    for (;;) {
      const { parent } = end;
      const goesOn =
        t.isPropertyAccessExpression(parent) ||
        t.isElementAccessExpression(parent) ||
        t.isCallExpression(parent) ||
        t.isNonNullExpression(parent);
      if (!goesOn || parent.expression !== end) break;
      end = parent;
    }
    const known = shortCuts.get(end);
    if (known) known.push(...frontier);
    else shortCuts.set(end, [...frontier]);
  }

  function visitBinary(node: ts.BinaryExpression): void {
    const { left, right } = node;
    switch (node.operatorToken.kind) {
      case SyntaxKind.AmpersandAmpersandToken:
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken: {
        visit(left);
        const skipped = frontier;
        visit(right);
        meet(skipped);
        return;
      }
      case SyntaxKind.AmpersandAmpersandEqualsToken:
      case SyntaxKind.BarBarEqualsToken:
      case SyntaxKind.QuestionQuestionEqualsToken: {
        visitTarget(left);
        add(withoutAssertions(left, t));
        const skipped = frontier;
        visit(right);
        write(left);
        meet(skipped);
        return;
      }
      case SyntaxKind.EqualsToken:
        visitTarget(left);
        visit(right);
        write(left);
        return;
      case SyntaxKind.CommaToken:
        visit(left);
        visit(right);
        return;
    }
    const isCompound =
      node.operatorToken.kind >= SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= SyntaxKind.LastAssignment;
    if (isCompound) {
      visitTarget(left);
      add(withoutAssertions(left, t));
    } else {
      visit(left);
    }
    visit(right);
    add(node);
    if (isCompound) write(left);
  }

  // Targets and patterns

  /** What is evaluated of a target before it gets its value. */
  function visitTarget(target: ts.Expression): void {
    const inner = withoutAssertions(target, t);
    if (t.isPropertyAccessExpression(inner)) visit(inner.expression);
    else if (t.isElementAccessExpression(inner)) {
      visit(inner.expression);
      visit(inner.argumentExpression);
    }
  }

  function write(target: ts.Expression): void {
    const inner = withoutAssertions(target, t);
    if (t.isArrayLiteralExpression(inner)) {
      add(inner, 'iterate');
      for (const element of inner.elements) writeElement(element);
    } else if (t.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (property.name && t.isComputedPropertyName(property.name))
          visit(property.name.expression);
        if (t.isPropertyAssignment(property)) {
          add(property);
          writeElement(property.initializer);
        } else if (t.isShorthandPropertyAssignment(property)) {
          add(property);
          visitDefault(property.objectAssignmentInitializer);
          add(property.name, 'write');
        } else if (t.isSpreadAssignment(property)) {
          add(property);
          writeElement(property.expression);
        }
      }
    } else if (!t.isOmittedExpression(inner)) add(inner, 'write');
  }

  function writeElement(element: ts.Expression): void {
    const inner = withoutAssertions(element, t);
    if (t.isSpreadElement(inner)) writeElement(inner.expression);
    else if (t.isBinaryExpression(inner) && inner.operatorToken.kind === SyntaxKind.EqualsToken) {
      visitDefault(inner.right);
      visitTarget(inner.left);
      write(inner.left);
    } else {
      visitTarget(inner);
      write(inner);
    }
  }

  function visitDefault(initializer: ts.Expression | undefined): void {
    if (!initializer) return;
    meet(
      aside(() => {
        visit(initializer);
      }),
    );
  }

  function visitBinding(name: ts.BindingName): void {
    if (t.isIdentifier(name)) {
      // Nobody can see it get its first value, but it has one from here on.
      add(name);
      return;
    }
    if (t.isArrayBindingPattern(name)) {
      add(name, 'iterate');
      for (const element of name.elements) {
        if (!isBinding(element, t)) continue;
        visitDefault(element.initializer);
        visitBinding(element.name);
      }
      return;
    }
    for (const element of name.elements) {
      if (element.propertyName && t.isComputedPropertyName(element.propertyName)) {
        visit(element.propertyName.expression);
      }
      add(element);
      visitDefault(element.initializer);
      visitBinding(element.name);
    }
  }
}
