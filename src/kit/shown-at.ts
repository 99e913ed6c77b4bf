import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { quotedCode } from './quoted-code.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

interface Shown {
  readonly node: TSESTree.Node;
  readonly loc: TSESTree.SourceLocation;
  readonly range: readonly [start: number, end: number];
}

/**
 * Where each of the expressions of one file is shown: a call at its callee, without the arguments; a
 * function that is called where it stands at its head; anything else as it is. Editors know a report
 * by its range, so of two that nest, the outer one is shown at its end.
 */
export function shownAt(
  expressions: readonly TSESTree.Node[],
  sourceCode: SourceCode,
): readonly TSESTree.SourceLocation[] {
  const all = expressions.map((each) => ownPlace(each, sourceCode));
  return all.map((shown) => {
    const { node, range, loc } = shown;
    const nests = all.some(
      (each) => each !== shown && each.range[0] >= range[0] && each.range[1] <= range[1],
    );
    if (!nests) return loc;
    return node.type === 'MemberExpression'
      ? node.property.loc
      : (sourceCode.getLastToken(node)?.loc ?? loc);
  });
}

function ownPlace(expression: TSESTree.Node, sourceCode: SourceCode): Shown {
  const node = calleeOf(expression) ?? expression;
  const { start } = node.loc;
  const end =
    node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
      ? endOfHead(node, sourceCode)
      : node.loc.end;
  const range = [sourceCode.getIndexFromLoc(start), sourceCode.getIndexFromLoc(end)] as const;
  return { node, loc: { start, end }, range };
}

function calleeOf(expression: TSESTree.Node): TSESTree.Expression | undefined {
  switch (expression.type) {
    case 'CallExpression':
    case 'NewExpression':
      return expression.callee;
    case 'TaggedTemplateExpression':
      return expression.tag;
    default:
      return undefined;
  }
}

/** What stands before the body: `async (x) =>`, `async function name(x)`. */
function endOfHead(
  { body }: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
  sourceCode: SourceCode,
): TSESTree.Position {
  const last = sourceCode.getTokenBefore(body, { filter: ({ value }) => value !== '(' });
  return last?.loc.end ?? body.loc.start;
}

/** How a message names what `expression` calls, arguments left out: `saveUser`, `load(…).then`, `new Job`. */
export function quotedCallee(expression: TSESTree.Node, sourceCode: SourceCode): string {
  const name = shortened(nameOf(calleeOf(expression) ?? expression, sourceCode));
  return expression.type === 'NewExpression' ? `new ${name}` : name;
}

/** Of a long chain, only where it starts and what is called last: `yargs(…)….parse`. */
function shortened(name: string): string {
  const first = name.indexOf('.');
  const last = name.lastIndexOf('.');
  return name.length <= MAX_LENGTH || first === last
    ? name
    : `${name.slice(0, first)}…${name.slice(last)}`;
}

const MAX_LENGTH = 60;

function nameOf(node: TSESTree.Node, sourceCode: SourceCode): string {
  switch (node.type) {
    case 'MemberExpression': {
      const object = nameOf(node.object, sourceCode);
      const property = quotedCode(node.property, sourceCode);
      const access = node.optional ? '?.' : node.computed ? '' : '.';
      return `${object}${access}${node.computed ? `[${property}]` : property}`;
    }
    case 'CallExpression':
      return `${nameOf(node.callee, sourceCode)}${node.arguments.length > 0 ? '(…)' : '()'}`;
    case 'AwaitExpression':
      return `(await ${nameOf(node.argument, sourceCode)})`;
    case 'ChainExpression':
    case 'TSNonNullExpression':
      return nameOf(node.expression, sourceCode);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return '(…)';
    default:
      return quotedCode(node, sourceCode);
  }
}
