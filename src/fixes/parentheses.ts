import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

/**
 * How tightly the text that replaces an expression holds together: `call` like `f(x).y`, `await`
 * like a unary operator, `loose` like anything down to an arrow function or a conditional.
 */
export type Tightness = 'call' | 'await' | 'loose';

/** What must be written around a text so that it means the same in the place of a node. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/**
 * What to write around `text` in the place of `node`: parentheses where the place needs them, a
 * semicolon where the text would otherwise continue the line above, a space where it would melt
 * into the word before it.
 */
export function frameFor(
  node: TSESTree.Node,
  text: string,
  tightness: Tightness,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Frame {
  const wrapped = needsParentheses(node, tightness, sourceCode);
  const first = wrapped ? '(' : text.charAt(0);
  const opening = wrapped ? '(' : '';
  const [start] = node.range;
  const before = continuesLineAbove(start, first, node, sourceCode)
    ? ';'
    : isWordCharacter(sourceCode.text.charAt(start - 1)) && isWordCharacter(first)
      ? ' '
      : '';
  return { before: before + opening, after: wrapped ? ')' : '' };
}

/** Whether a text this tight needs parentheses in the place of `node`. */
function needsParentheses(
  node: TSESTree.Node,
  tightness: Tightness,
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  const { parent } = node;
  if (!parent || isParenthesized(node, sourceCode)) return false;
  if (parent.type === 'Decorator') return true;
  if (tightness === 'call') return parent.type === 'NewExpression' && parent.callee === node;
  return tightness === 'await' ? isTighterThanAwait(node, parent) : !isDelimited(node, parent);
}

function isTighterThanAwait(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node;
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node;
    case 'TaggedTemplateExpression':
      return parent.tag === node;
    case 'BinaryExpression':
      return parent.operator === '**' && parent.left === node;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass === node;
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return true;
    default:
      return false;
  }
}

/** Whether the place takes any expression but a comma expression. */
function isDelimited(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== node;
    case 'MemberExpression':
      return parent.computed && parent.property === node;
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return parent.right === node;
    case 'ArrayExpression':
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'ImportExpression':
    case 'JSXExpressionContainer':
    case 'ReturnStatement':
    case 'SwitchStatement':
    case 'TemplateLiteral':
    case 'ThrowStatement':
    case 'VariableDeclarator':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true;
    case 'Property':
      return parent.value === node;
    case 'ArrowFunctionExpression':
      return parent.body === node;
    default:
      return false;
  }
}

/** Whether `text` in the place of `node` would be read as the rest of the statement above. */
function continuesLineAbove(
  start: number,
  first: string,
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
): boolean {
  if (!'([`/+-'.includes(first) || sourceCode.text.charAt(start) === first) return false;
  const statement = statementOf(node);
  if (statement?.range[0] !== start) return false;
  const { parent } = statement;
  if (
    parent.type !== 'Program' &&
    parent.type !== 'BlockStatement' &&
    parent.type !== 'SwitchCase'
  ) {
    return false;
  }
  const siblings: readonly TSESTree.Node[] =
    parent.type === 'SwitchCase' ? parent.consequent : parent.body;
  const above = siblings[siblings.indexOf(statement) - 1];
  return above !== undefined && endsOpen(above, sourceCode);
}

function statementOf(node: TSESTree.Node): TSESTree.ExpressionStatement | undefined {
  let current = node;
  while (current.type !== 'ExpressionStatement') {
    const { parent } = current;
    if (parent?.range[0] !== node.range[0]) return undefined;
    current = parent;
  }
  return current;
}

/** Whether `statement` ends by the end of its line alone. */
function endsOpen(statement: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  switch (statement.type) {
    case 'IfStatement':
      return endsOpen(statement.alternate ?? statement.consequent, sourceCode);
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'LabeledStatement':
    case 'WhileStatement':
    case 'WithStatement':
      return endsOpen(statement.body, sourceCode);
    case 'ExpressionStatement':
    case 'VariableDeclaration':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSImportEqualsDeclaration':
    case 'TSExportAssignment':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
      return sourceCode.getLastToken(statement)?.value !== ';';
    case 'ExportNamedDeclaration':
      return statement.declaration
        ? endsOpen(statement.declaration, sourceCode)
        : sourceCode.getLastToken(statement)?.value !== ';';
    case 'ExportDefaultDeclaration':
      return (
        statement.declaration.type !== 'FunctionDeclaration' &&
        statement.declaration.type !== 'ClassDeclaration' &&
        statement.declaration.type !== 'TSInterfaceDeclaration' &&
        sourceCode.getLastToken(statement)?.value !== ';'
      );
    default:
      return false;
  }
}

function isWordCharacter(character: string): boolean {
  return /[\w$\u0080-\uffff]/.test(character);
}

/** Whether a node stands in parentheses of its own, so many pairs of them at least. */
export function isParenthesized(
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
  times = 1,
): boolean {
  if (!node.parent || (node.parent.type === 'CatchClause' && node.parent.param === node)) {
    return false;
  }
  const ofParent = parenthesisOfParent(node, sourceCode);
  let before: TSESTree.Node | TSESTree.Token = node;
  let after: TSESTree.Node | TSESTree.Token = node;
  for (let count = 0; count < times; count += 1) {
    const opening: TSESTree.Token | null = sourceCode.getTokenBefore(before);
    const closing: TSESTree.Token | null = sourceCode.getTokenAfter(after);
    const isPair = opening && closing && isOpening(opening) && isClosing(closing);
    if (!isPair || opening === ofParent) return false;
    [before, after] = [opening, closing];
  }
  return true;
}

/** The parenthesis before `node` that belongs to what it stands in: of `f(x)`, `if (x)`. */
function parenthesisOfParent(
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.Token | null {
  const { parent } = node;
  switch (parent?.type) {
    case 'CallExpression':
    case 'NewExpression': {
      const [only, ...others] = parent.arguments;
      return only === node && others.length === 0
        ? sourceCode.getTokenAfter(parent.typeArguments ?? parent.callee, isOpening)
        : null;
    }
    case 'DoWhileStatement':
      return parent.test === node ? sourceCode.getTokenAfter(parent.body, isOpening) : null;
    case 'IfStatement':
    case 'WhileStatement':
      return parent.test === node ? sourceCode.getFirstToken(parent, 1) : null;
    case 'ImportExpression':
      return parent.source === node ? sourceCode.getFirstToken(parent, 1) : null;
    case 'SwitchStatement':
      return parent.discriminant === node ? sourceCode.getFirstToken(parent, 1) : null;
    case 'WithStatement':
      return parent.object === node ? sourceCode.getFirstToken(parent, 1) : null;
    default:
      return null;
  }
}

function isOpening({ type, value }: TSESTree.Token): boolean {
  return type === 'Punctuator' && value === '(';
}

function isClosing({ type, value }: TSESTree.Token): boolean {
  return type === 'Punctuator' && value === ')';
}
