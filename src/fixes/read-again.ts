import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { findVariable } from '../analysis/variable-named.ts';
import type { Edit } from './edit.ts';
import { asRepair, type TypedFile } from './late.ts';
import { hasCommentWithin } from './replace-call.ts';
import type { Repair } from './repair.ts';
import { isWithin } from './statement-list.ts';

/**
 * Reads the target of an assignment again in the place of a variable that holds what it was:
 * `x.n = n + 1` → `x.n = x.n + 1`. The variable goes where nothing else uses it. `undefined` where it
 * holds something else, or has another type by then.
 */
export function readAgain(
  assignment: TSESTree.AssignmentExpression,
  copy: TSESTree.Identifier,
  file: TypedFile,
): Repair | undefined {
  const { sourceCode, services, typed } = file;
  const { left, right } = assignment;
  const variable = findVariable(sourceCode.getScope(copy), copy);
  const [definition, ...others] = variable?.defs ?? [];
  if (!variable || others.length > 0 || definition?.type !== 'Variable') return undefined;
  const declarator = definition.node;
  const target = sourceCode.getText(left);
  if (
    !isPath(left) ||
    variable.references.some((each) => each.isWrite() && each.init !== true) ||
    declarator.id.type !== 'Identifier' ||
    !declarator.init ||
    sourceCode.getText(declarator.init) !== target
  ) {
    return undefined;
  }
  const reads = variable.references.filter((each) => each.isRead()).map((each) => each.identifier);
  const replaced = reads.filter((each) => isWithin(each, right));
  const type = typed.checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(left));
  const fits = replaced.every(
    (each) =>
      each.type === 'Identifier' &&
      typed.checker.isTypeAssignableTo(
        type,
        typed.checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(each)),
      ),
  );
  if (replaced.length === 0 || !fits) return undefined;
  const edits: Edit[] = replaced.map((each) => ({
    range: each.range,
    text: isShorthand(each) ? `${sourceCode.getText(each)}: ${target}` : target,
  }));
  if (replaced.length === reads.length) {
    const removal = removalOf(declarator, sourceCode);
    if (!removal) return undefined;
    edits.push(removal);
  }
  return asRepair(assignment, edits);
}

/** A chain of names, which can be written again and means the same. */
function isPath(node: TSESTree.Node): boolean {
  if (node.type === 'MemberExpression') return !node.computed && isPath(node.object);
  return (
    node.type === 'Identifier' ||
    node.type === 'ThisExpression' ||
    node.type === 'PrivateIdentifier'
  );
}

function isShorthand({ parent }: TSESTree.Node): boolean {
  return parent?.type === 'Property' && parent.shorthand;
}

/** The declaration, with its line if nothing else is on it. */
function removalOf(
  declarator: TSESTree.VariableDeclarator,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Edit | undefined {
  const declaration = declarator.parent;
  if (declaration.declarations.length !== 1 || declaration.parent.type !== 'BlockStatement') {
    return undefined;
  }
  if (hasCommentWithin(declaration.range, sourceCode)) return undefined;
  const { text } = sourceCode;
  const [start, end] = declaration.range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isAlone = text.slice(lineStart, start).trim() === '';
  const rest = /^[^\S\n]*(?:\r?\n)?/.exec(text.slice(end))?.[0] ?? '';
  return isAlone && rest.endsWith('\n')
    ? { range: [lineStart, end + rest.length], text: '' }
    : { range: [start, end + rest.trimEnd().length + (rest.startsWith(' ') ? 1 : 0)], text: '' };
}
