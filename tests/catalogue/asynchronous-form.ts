import ts from 'typescript';

import { calleeOf } from '../../src/analysis/callee.ts';
import type { TypedProgram } from '../../src/analysis/typescript.ts';
import { catalogueOf } from '../../src/catalogue/catalogue.ts';
import type { Row, WrittenForm } from '../../src/catalogue/row.ts';

type Call = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** A call of a blocking function, its row, and the expression that its row says to write instead. */
export interface Sample {
  readonly text: string;
  readonly row: Row;
  /** `undefined` where the row gives advice, or has no form for these arguments. */
  readonly asynchronous: string | undefined;
  readonly form: WrittenForm | undefined;
}

const catalogue = catalogueOf([]);

/** Each blocking call in `file`: the outermost one of each statement or arrow function. */
export function samplesIn(file: ts.SourceFile, typed: TypedProgram): Sample[] {
  const samples: Sample[] = [];
  const visit = (node: ts.Node): void => {
    const row = isCall(node) ? rowOf(node, typed) : undefined;
    if (isCall(node) && row?.blocks) samples.push(sampleOf(node, row, file, typed));
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return samples;
}

function isCall(node: ts.Node): node is Call {
  return (
    ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)
  );
}

function rowOf(call: Call, typed: TypedProgram): Row | undefined {
  const callee = calleeOf(call, typed);
  return callee.kind === 'library' ? catalogue.row(callee.module, callee.name) : undefined;
}

function sampleOf(call: Call, row: Row, file: ts.SourceFile, typed: TypedProgram): Sample {
  const text = call.getText(file);
  const given = ts.isTaggedTemplateExpression(call) ? [] : (call.arguments ?? []);
  const inside = given.map((each) => each.getText(file));
  const counterpart = row.blocks?.counterpart;
  if (counterpart?.kind === 'same') {
    const callee = ts.isCallExpression(call) ? calleeInPlace(call, row, file) : undefined;
    const imported = `(await import('${counterpart.module}')).${counterpart.name}`;
    const asynchronous = `await ${callee ?? imported}(${inside.join(', ')})`;
    return { text, row, asynchronous, form: undefined };
  }
  if (counterpart?.kind !== 'written') {
    return { text, row, asynchronous: undefined, form: undefined };
  }
  const form = counterpart.forms.find((each) => fits(each, given, typed));
  return { text, row, form, asynchronous: form && written(form, inside) };
}

/** The callee changed where it stands, for `x.sync` → `x` and `x.readSync` → `x.read`. */
function calleeInPlace(call: ts.CallExpression, row: Row, file: ts.SourceFile): string | undefined {
  const counterpart = row.blocks?.counterpart;
  if (counterpart?.kind !== 'same' || counterpart.module !== row.module) return undefined;
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const owner = parentOf(row.name);
  const receiver = call.expression.expression.getText(file);
  if (owner === undefined) return undefined;
  if (counterpart.name === owner) return receiver;
  if (parentOf(counterpart.name) !== owner) return undefined;
  return `${receiver}.${counterpart.name.slice(owner.length + 1)}`;
}

function parentOf(name: string): string | undefined {
  return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : undefined;
}

function fits(form: WrittenForm, given: readonly ts.Expression[], typed: TypedProgram): boolean {
  const [least, most] =
    typeof form.arguments === 'number' ? [form.arguments, form.arguments] : form.arguments;
  if (given.length < least || given.length > most) return false;
  const literalsFit = Object.entries(form.options ?? {}).every(([position, allowed]) => {
    const argument = given[Number(position) - 1];
    return (
      argument !== undefined &&
      ts.isObjectLiteralExpression(argument) &&
      argument.properties.every(
        (each) => each.name && ts.isIdentifier(each.name) && allowed.includes(each.name.text),
      )
    );
  });
  const arraysFit = (form.arrays ?? []).every((position) => {
    const argument = given[position - 1];
    const type = argument && typed.checker.getTypeAtLocation(argument);
    return type && (typed.checker.isArrayType(type) || typed.checker.isTupleType(type));
  });
  return literalsFit && arraysFit;
}

function written(form: WrittenForm, inside: readonly string[]): string {
  let text = form.text
    .replaceAll('$<', '<')
    .replaceAll('$*', () => inside.join(', '))
    .replaceAll(/\$(\d+)/g, (_, position: string) => inside[Number(position) - 1] ?? '');
  for (const [name, module] of Object.entries(form.imports ?? {})) {
    const used = new RegExp(`(?<![\\w.'])${name}(?![\\w'])`, 'g');
    text = text.replaceAll(used, `(await import('${module}')).${name}`);
  }
  return text;
}

/**
 * A program text in which each sample stands beside its asynchronous form, whose value must be of the
 * type of the sync call, or where `property` names one, whose property must. `lines` tells which sample stands on which line.
 */
export function besideEachOther(
  file: ts.SourceFile,
  samples: readonly Sample[],
  property?: (sample: Sample) => string | undefined,
): { text: string; lines: ReadonlyMap<number, Sample> } {
  const context = file.statements.filter(
    (each) =>
      ts.isImportDeclaration(each) ||
      (ts.isVariableStatement(each) &&
        each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)),
  );
  const head = context.map((each) => each.getText(file).replaceAll('\n', ' '));
  const lines = new Map<number, Sample>();
  const text = [...head];
  for (const sample of samples) {
    if (sample.asynchronous === undefined) continue;
    const { text: blocking, asynchronous } = sample;
    lines.set(text.length, sample);
    const of = property === undefined ? '' : `.${property(sample) ?? ''}`.replace(/\.$/, '');
    text.push(
      `{ const before = (${blocking})${of}; const after: typeof before = (${asynchronous})${of}; void after; }`,
    );
  }
  return { text: text.join('\n'), lines };
}
