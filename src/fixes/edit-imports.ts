import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import { indentAt, insertion, newlineOf, type Edit } from './edit.ts';
import {
  canonicalModule,
  requiredModule,
  type ImportStatement,
  type ModuleBinding,
} from './module-bindings.ts';
import type { ImportedName } from './repair.ts';
import { hasCommentWithin } from './replace-call.ts';
import { endOf, endsClosed } from './statement-list.ts';

type SourceCode = Readonly<TSESLint.SourceCode>;

/** A name that the file does not have yet where it is needed. */
export interface MissingName {
  readonly needed: ImportedName;
  /** What it is called in this file. */
  readonly local: string;
  /** The imports that its repairs use less of: the new one goes beside or in the place of these. */
  readonly beside: readonly ModuleBinding[];
}

/** What happens to one statement. */
interface Change {
  readonly removed: Set<TSESTree.Node>;
  readonly added: MissingName[];
  /** The module that the statement imports from instead. */
  module?: string;
}

/**
 * The edits that import `missing` and cut out `leftOver`. A new name goes into an import of its
 * module, else in the place of an import that is left over, else into a new statement beside it or
 * after the last import. `undefined` where the file's style of import has no list of names.
 */
export function importEdits(
  missing: readonly MissingName[],
  leftOver: readonly ModuleBinding[],
  sourceCode: SourceCode,
): readonly Edit[] | undefined {
  if (missing.length === 0 && leftOver.length === 0) return [];
  const style = missing.length > 0 ? styleOf(sourceCode) : 'import';
  if (style === undefined) return undefined;

  const changes = new Map<ImportStatement, Change>();
  const changeOf = (statement: ImportStatement): Change => {
    const change = changes.get(statement) ?? { removed: new Set(), added: [] };
    changes.set(statement, change);
    return change;
  };
  for (const { imported } of leftOver) {
    if (imported) changeOf(imported.statement).removed.add(imported.element);
  }

  const created = new Map<string, MissingName[]>();
  for (const name of missing) {
    const module = canonicalModule(name.needed.module);
    const list =
      listOf(module, name, changes, style, sourceCode) ??
      listToReplace(name, changes, style, sourceCode);
    if (list) {
      const change = changeOf(list);
      change.added.push(name);
      if (canonicalModule(sourceOf(list, sourceCode)?.value ?? module) !== module) {
        change.module = module;
      }
    } else {
      created.set(module, [...(created.get(module) ?? []), name]);
    }
  }

  const edits = [...changes].flatMap(([statement, change]) =>
    editStatement(statement, change, sourceCode),
  );
  for (const [module, names] of created) {
    edits.push(newStatement(module, names, changes, style, sourceCode));
  }
  return edits;
}

type Style = 'import' | 'require';

const styles = new WeakMap<SourceCode, { readonly style: Style | undefined }>();

function styleOf(sourceCode: SourceCode): Style | undefined {
  const known = styles.get(sourceCode) ?? { style: styleIn(sourceCode) };
  styles.set(sourceCode, known);
  return known.style;
}

/** How the file imports: `undefined` where only `import x = require()` may be written. */
function styleIn({ ast, scopeManager }: SourceCode): Style | undefined {
  const types = new Set<string>(ast.body.map(({ type }) => type));
  const isModule =
    types.has('ImportDeclaration') ||
    types.has('ExportNamedDeclaration') ||
    types.has('ExportDefaultDeclaration') ||
    types.has('ExportAllDeclaration');
  if (isModule) return 'import';
  if (types.has('TSImportEqualsDeclaration') || types.has('TSExportAssignment')) return undefined;
  const requires = (scopeManager?.scopes ?? []).some((scope) =>
    scope.references.some(
      ({ identifier, resolved }) =>
        identifier.name === 'require' && (resolved?.defs.length ?? 0) === 0,
    ),
  );
  return requires || ast.sourceType === 'script' ? 'require' : 'import';
}

/** An import of the module that takes one more name. */
function listOf(
  module: string,
  { beside }: MissingName,
  changes: ReadonlyMap<ImportStatement, Change>,
  style: Style,
  sourceCode: SourceCode,
): ImportStatement | undefined {
  const lists = importStatements(sourceCode).filter((statement) => {
    const source = changes.get(statement)?.module ?? sourceOf(statement, sourceCode)?.value;
    return (
      source !== undefined && canonicalModule(source) === module && takesNames(statement, style)
    );
  });
  return (
    lists.find((list) => beside.some(({ imported }) => imported?.statement === list)) ?? lists[0]
  );
}

/** An import with nothing left in it, to be used for another module. */
function listToReplace(
  { beside }: MissingName,
  changes: ReadonlyMap<ImportStatement, Change>,
  style: Style,
  sourceCode: SourceCode,
): ImportStatement | undefined {
  return beside
    .flatMap(({ imported }) => (imported ? [imported.statement] : []))
    .find((statement) => {
      const change = changes.get(statement);
      return (
        change?.added.length === 0 &&
        statement.parent.type === 'Program' &&
        isAllRemoved(statement, change) &&
        (style === 'import'
          ? statement.type === 'ImportDeclaration'
          : statement.type === 'VariableDeclaration') &&
        sourceOf(statement, sourceCode) !== undefined
      );
    });
}

function takesNames(statement: ImportStatement, style: Style): boolean {
  if (statement.type === 'ImportDeclaration') {
    return (
      style === 'import' &&
      statement.importKind !== 'type' &&
      statement.specifiers.length > 0 &&
      statement.specifiers.every(({ type }) => type !== 'ImportNamespaceSpecifier')
    );
  }
  if (statement.type !== 'VariableDeclaration' || style !== 'require') return false;
  const [declarator] = statement.declarations;
  return (
    declarator.id.type === 'ObjectPattern' &&
    !declarator.id.typeAnnotation &&
    declarator.id.properties.every(({ type }) => type === 'Property')
  );
}

/** The imports at the top level. */
function importStatements({ ast }: SourceCode): ImportStatement[] {
  return ast.body.filter(
    (statement): statement is ImportStatement & TSESTree.ProgramStatement =>
      statement.type === 'ImportDeclaration' ||
      statement.type === 'TSImportEqualsDeclaration' ||
      statement.type === 'VariableDeclaration',
  );
}

/** The module specifier of an import; `undefined` where it has none that can be replaced. */
function sourceOf(
  statement: ImportStatement,
  sourceCode: SourceCode,
): TSESTree.StringLiteral | undefined {
  if (statement.type === 'ImportDeclaration') return statement.source;
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) {
    return undefined;
  }
  const init = statement.declarations[0].init;
  if (init?.type !== 'CallExpression' || requiredModule(init, sourceCode) === undefined) {
    return undefined;
  }
  return stringLiteral(init.arguments[0]);
}

function elementsOf(statement: ImportStatement): readonly TSESTree.Node[] {
  if (statement.type === 'ImportDeclaration') return statement.specifiers;
  if (statement.type === 'TSImportEqualsDeclaration') return [statement];
  return statement.declarations.flatMap((declarator): readonly TSESTree.Node[] =>
    declarator.id.type === 'ObjectPattern' ? declarator.id.properties : [declarator],
  );
}

function isAllRemoved(statement: ImportStatement, { removed }: Change): boolean {
  return elementsOf(statement).every((element) => removed.has(element));
}

function editStatement(
  statement: ImportStatement,
  change: Change,
  sourceCode: SourceCode,
): readonly Edit[] {
  const { added, removed, module } = change;
  if (added.length === 0 && isAllRemoved(statement, change)) {
    return [removeStatement(statement, sourceCode)];
  }
  const source = sourceOf(statement, sourceCode);
  const edits: Edit[] =
    module !== undefined && source
      ? [{ range: source.range, text: quoted(module, source, sourceCode) }]
      : [];
  if (statement.type === 'ImportDeclaration') {
    return [...edits, ...editImportClause(statement, removed, added, sourceCode)];
  }
  if (statement.type === 'TSImportEqualsDeclaration') return edits;
  return [...edits, ...editDeclarators(statement, removed, added, sourceCode)];
}

function editImportClause(
  statement: TSESTree.ImportDeclaration,
  removed: ReadonlySet<TSESTree.Node>,
  added: readonly MissingName[],
  sourceCode: SourceCode,
): Edit[] {
  const named = statement.specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const [first, second] = statement.specifiers.filter(({ type }) => type !== 'ImportSpecifier');
  const texts = added.map((name) => specifierText(name, 'import'));
  const brace = sourceCode.getFirstToken(statement, ({ value }) => value === '{');
  const hasList = brace !== null && brace.range[1] <= statement.source.range[0];
  const closing = hasList
    ? sourceCode.getTokenBefore(statement.source, ({ value }) => value === '}')
    : null;
  const edits: Edit[] = [];

  if (!hasList || !closing) {
    const last = second ?? first;
    if (first && second) {
      // `import fs, * as all`: one of the two goes.
      if (removed.has(first)) edits.push(cut([first.range[0], second.range[0]], sourceCode));
      if (removed.has(second)) edits.push(cut([first.range[1], second.range[1]], sourceCode));
    } else if (last && texts.length > 0) {
      edits.push(
        removed.has(last)
          ? { range: last.range, text: `{ ${texts.join(', ')} }` }
          : insertion(last.range[1], `, { ${texts.join(', ')} }`),
      );
    }
    return edits;
  }

  const isEmptied = texts.length === 0 && named.every((each) => removed.has(each));
  if (first && removed.has(first)) edits.push(cut([first.range[0], brace.range[0]], sourceCode));
  if (first && isEmptied) edits.push(cut([first.range[1], closing.range[1]], sourceCode));
  else edits.push(...editList(named, removed, texts, brace.range[1], sourceCode));
  return edits;
}

function editDeclarators(
  statement: TSESTree.VariableDeclaration,
  removed: ReadonlySet<TSESTree.Node>,
  added: readonly MissingName[],
  sourceCode: SourceCode,
): Edit[] {
  const texts = added.map((name) => specifierText(name, 'require'));
  const declarators: readonly TSESTree.VariableDeclarator[] = statement.declarations;
  const [first] = declarators;
  if (first && texts.length > 0) {
    return first.id.type === 'ObjectPattern'
      ? editList(first.id.properties, removed, texts, first.id.range[0] + 1, sourceCode)
      : [{ range: first.id.range, text: `{ ${texts.join(', ')} }` }];
  }
  const gone = new Set<TSESTree.Node>(
    declarators.filter((declarator) =>
      declarator.id.type === 'ObjectPattern'
        ? declarator.id.properties.every((property) => removed.has(property))
        : removed.has(declarator),
    ),
  );
  return [
    ...editList(declarators, gone, [], statement.range[0], sourceCode),
    ...declarators.flatMap((declarator) =>
      declarator.id.type === 'ObjectPattern' && !gone.has(declarator)
        ? editList(declarator.id.properties, removed, [], declarator.id.range[0] + 1, sourceCode)
        : [],
    ),
  ];
}

/** Cuts elements out of a list and adds others, in the places of the ones that go if possible. */
function editList(
  elements: readonly TSESTree.Node[],
  removed: ReadonlySet<TSESTree.Node>,
  added: readonly string[],
  opening: number,
  sourceCode: SourceCode,
): Edit[] {
  const edits: Edit[] = [];
  const toAdd = [...added];
  const cutOut = new Set<TSESTree.Node>();
  for (const element of elements) {
    if (!removed.has(element)) continue;
    const text = toAdd.shift();
    if (text === undefined) cutOut.add(element);
    else edits.push({ range: element.range, text });
  }

  const kept = elements.filter((element) => !cutOut.has(element));
  const lastKept = kept.at(-1);
  elements.forEach((element, index) => {
    const next = elements[index + 1];
    if (!cutOut.has(element) || !next || !lastKept || element.range[0] > lastKept.range[0]) return;
    edits.push(cut([element.range[0], next.range[0]], sourceCode));
  });
  const last = elements.at(-1);
  if (last && lastKept && cutOut.has(last)) {
    const tail = elements.slice(elements.indexOf(lastKept) + 1);
    edits.push(...cutTail(lastKept, tail, sourceCode));
  }
  if (toAdd.length > 0) {
    edits.push(
      ...(lastKept
        ? addAfter(lastKept, toAdd, opening, sourceCode)
        : [insertion(opening, ` ${toAdd.join(', ')} `)]),
    );
  }
  return edits;
}

function addAfter(
  last: TSESTree.Node,
  texts: readonly string[],
  opening: number,
  sourceCode: SourceCode,
): Edit[] {
  const { text } = sourceCode;
  const isMultiline = text.slice(opening, last.range[0]).includes('\n');
  const separator = isMultiline ? newlineOf(text) + indentAt(text, last.range[0]) : ' ';
  const comma = sourceCode.getTokenAfter(last);
  const hasComma = comma?.value === ',';
  const closing = hasComma ? sourceCode.getTokenAfter(comma) : comma;
  const before = closing && sourceCode.getTokenBefore(closing, { includeComments: true });
  if (before && (before.type === 'Line' || before.type === 'Block')) {
    // A comment behind the last name stays with it.
    return [
      ...(hasComma ? [] : [insertion(last.range[1], ',')]),
      insertion(before.range[1], separator + texts.join(`,${separator}`) + (hasComma ? ',' : '')),
    ];
  }
  return [insertion(last.range[1], texts.map((each) => `,${separator}${each}`).join(''))];
}

/** Cuts out the elements behind `lastKept`, up to the end of the list. */
function cutTail(
  lastKept: TSESTree.Node,
  tail: readonly TSESTree.Node[],
  sourceCode: SourceCode,
): Edit[] {
  const range: Edit['range'] = [lastKept.range[1], tail.at(-1)?.range[1] ?? lastKept.range[1]];
  if (!hasCommentWithin(range, sourceCode)) return [{ range, text: '' }];
  // Piece by piece, with the white space before each, so that the comments stay where they are.
  const pieces = tail.map((element): Edit['range'] => {
    const before = sourceCode.getTokenBefore(element, { includeComments: true });
    const after = sourceCode.getTokenAfter(element);
    return [
      before?.range[1] ?? element.range[0],
      after?.value === ',' ? after.range[1] : element.range[1],
    ];
  });
  const hasFinalComma = (pieces.at(-1)?.[1] ?? 0) > range[1];
  const comma = sourceCode.getTokenAfter(lastKept);
  if (!hasFinalComma && comma) pieces.unshift(comma.range);
  return pieces.map((piece) => ({ range: piece, text: '' }));
}

/** Cuts out a stretch of text, comments aside. */
function cut(range: Edit['range'], sourceCode: SourceCode): Edit {
  if (!hasCommentWithin(range, sourceCode)) return { range, text: '' };
  const newline = newlineOf(sourceCode.text);
  const kept = sourceCode
    .getAllComments()
    .filter((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1])
    .map(
      (comment) =>
        sourceCode.text.slice(...comment.range) +
        (comment.type === 'Line' ? newline + indentAt(sourceCode.text, range[1]) : ' '),
    );
  return { range, text: kept.join('') };
}

/** Cuts out a statement with its line; comments in it stay. */
function removeStatement(statement: ImportStatement, sourceCode: SourceCode): Edit {
  const { text } = sourceCode;
  const range: Edit['range'] = [statement.range[0], endOf(statement, sourceCode)];
  if (hasCommentWithin(range, sourceCode)) {
    const { text: comments } = cut(range, sourceCode);
    return { range, text: comments.trimEnd() };
  }
  let [start, end] = range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineRest = /^[^\S\r\n]*(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  if (text.slice(lineStart, start).trim() !== '' || lineRest === undefined) {
    end += /^[^\S\r\n]*/.exec(text.slice(end))?.[0].length ?? 0;
    return { range: [start, end], text: '' };
  }
  start = lineStart;
  end += lineRest.length;
  // Not two blank lines where there was one on either side.
  const blankBelow = /^[^\S\r\n]*\r?\n/.exec(text.slice(end))?.[0];
  if (blankBelow !== undefined && /(?:^|\n[^\S\n]*\n)$/.test(text.slice(0, start))) {
    end += blankBelow.length;
  }
  return { range: [start, end], text: '' };
}

function newStatement(
  module: string,
  names: readonly MissingName[],
  changes: ReadonlyMap<ImportStatement, Change>,
  style: Style,
  sourceCode: SourceCode,
): Edit {
  const { text } = sourceCode;
  const newline = newlineOf(text);
  const model = modelFor(names, style, sourceCode);
  const specifiers = names.map((name) => specifierText(name, style)).join(', ');
  const source = quoted(module, model && specifierOf(model), sourceCode);
  const semicolon = model
    ? endsClosed(model, sourceCode)
    : !/[\w$)\]'"`][^\S\r\n]*(?:\r?\n|$)/.test(firstStatementText(sourceCode));
  const keyword = model?.type === 'VariableDeclaration' ? model.kind : 'const';
  const line =
    (style === 'import'
      ? `import ${importClause(names)} from ${source}`
      : `${keyword === 'var' ? 'var' : 'const'} { ${specifiers} } = require(${source})`) +
    (semicolon ? ';' : '');

  if (!model) return atTheTop(line, sourceCode);
  const change = changes.get(model);
  if (change?.added.length === 0 && isAllRemoved(model, change)) {
    // It goes with its line, so the new one takes its start.
    return insertion(model.range[0], line + newline + indentAt(text, model.range[0]));
  }
  return insertion(endOfLine(model, sourceCode), newline + line);
}

/** The import that the new one is written after and looks like. */
function modelFor(
  names: readonly MissingName[],
  style: Style,
  sourceCode: SourceCode,
): ImportStatement | undefined {
  const candidates = importStatements(sourceCode).filter((statement) =>
    style === 'import'
      ? statement.type === 'ImportDeclaration' || statement.type === 'TSImportEqualsDeclaration'
      : specifierOf(statement) !== undefined,
  );
  const beside = names
    .flatMap((name) => name.beside)
    .flatMap(({ imported }) => (imported ? [imported.statement] : []));
  return candidates.findLast((each) => beside.includes(each)) ?? candidates.at(-1);
}

/** A module specifier in the statement, of a built-in if it has one; whatever the module is for. */
function specifierOf(statement: ImportStatement): TSESTree.StringLiteral | undefined {
  if (statement.type === 'ImportDeclaration') return statement.source;
  if (statement.type === 'TSImportEqualsDeclaration') {
    const { moduleReference: reference } = statement;
    return reference.type === 'TSExternalModuleReference'
      ? stringLiteral(reference.expression)
      : undefined;
  }
  const specifiers = statement.declarations.flatMap(({ init }) => {
    let value: TSESTree.Node | null = init;
    while (value?.type === 'MemberExpression') value = value.object;
    if (value?.type !== 'CallExpression' || value.callee.type !== 'Identifier') return [];
    const source = value.callee.name === 'require' ? stringLiteral(value.arguments[0]) : undefined;
    return source ? [source] : [];
  });
  return specifiers.find(isBuiltinSpecifier) ?? specifiers[0];
}

function stringLiteral(node: TSESTree.Node | undefined): TSESTree.StringLiteral | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node : undefined;
}

function isBuiltinSpecifier({ value }: TSESTree.StringLiteral): boolean {
  return canonicalModule(value).startsWith('node:');
}

/** Where a new line begins after `statement`: behind the comments on its last line. */
function endOfLine(statement: ImportStatement, sourceCode: SourceCode): number {
  const end = endOf(statement, sourceCode);
  const rest = sourceCode.text.slice(end).search(/\r?\n|$/) + end;
  const last = sourceCode.getTokenByRangeStart(statement.range[0]);
  const next = last && sourceCode.getTokenAfter(statement);
  if (next && next.range[0] < rest) return end;
  const comment = sourceCode
    .getAllComments()
    .findLast((each) => each.range[0] >= end && each.range[0] < rest);
  return comment ? comment.range[1] : end;
}

/** The first import of a file: below the directives and above the first statement. */
function atTheTop(line: string, sourceCode: SourceCode): Edit {
  const { ast, text } = sourceCode;
  const newline = newlineOf(text);
  const first = ast.body.find((statement) => !isDirective(statement));
  const directive = ast.body.findLast((statement) => isDirective(statement));
  if (!first) return insertion(directive ? endOf(directive, sourceCode) : 0, newline + line);
  const [above] = sourceCode.getCommentsBefore(first).slice(-1);
  const isItsDoc =
    above?.type === 'Block' &&
    above.value.startsWith('*') &&
    above.loc.end.line === first.loc.start.line - 1 &&
    !/@(?:file|jsx|license|ts-)/.test(above.value);
  const at = isItsDoc ? above.range[0] : first.range[0];
  return insertion(at, line + newline + newline);
}

function isDirective(statement: TSESTree.ProgramStatement): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive !== undefined;
}

function firstStatementText({ ast, text }: SourceCode): string {
  const [first] = ast.body;
  return first ? text.slice(...first.range) : '';
}

/** `pMap`, `{ readFile }` or `pMap, { pMapSkip }`. */
function importClause(names: readonly MissingName[]): string {
  const own = names.find(({ needed }) => needed.name === 'default');
  const others = names.filter((each) => each !== own).map((each) => specifierText(each, 'import'));
  const listed = others.length > 0 ? [`{ ${others.join(', ')} }`] : [];
  return [...(own ? [own.local] : []), ...listed].join(', ');
}

function specifierText({ needed, local }: MissingName, style: Style): string {
  const [root = needed.name] = needed.name.split('.');
  if (root === local) return root;
  return style === 'import' ? `${root} as ${local}` : `${root}: ${local}`;
}

/** The module as the file would write it: its quotes, and `node:` as the file has it. */
function quoted(
  module: string,
  model: TSESTree.StringLiteral | undefined,
  sourceCode: SourceCode,
): string {
  const quote = model?.raw.charAt(0) ?? commonQuote(sourceCode);
  return quote + (usesPrefix(model, sourceCode) ? module : withoutPrefix(module)) + quote;
}

function withoutPrefix(module: string): string {
  const bare = module.replace(/^node:/, '');
  // `node:sqlite`, `node:test` … have no other name.
  return canonicalModule(bare) === module ? bare : module;
}

function usesPrefix(model: TSESTree.StringLiteral | undefined, sourceCode: SourceCode): boolean {
  const builtin = [model, ...importStatements(sourceCode).map((each) => specifierOf(each))].find(
    (literal) => literal !== undefined && isBuiltinSpecifier(literal),
  );
  return builtin === undefined || builtin.value.startsWith('node:');
}

function commonQuote(sourceCode: SourceCode): string {
  const string = sourceCode.ast.tokens.find(({ type }) => type === 'String');
  return string?.value.charAt(0) === '"' ? '"' : "'";
}
