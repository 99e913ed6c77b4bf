import * as parser from '@typescript-eslint/parser';
import type ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { keptAnswer } from '../../../src/analysis/kept/kept-answer.ts';
import { typedProgram, type TypedProgram } from '../../../src/analysis/typescript.ts';
import { NATIVE } from '../../support/parser.ts';
import { projectFolder, type ProjectFolder } from '../../support/project-folder.ts';

/** Which type each `probe(…)` of a text has, and whether that had to be asked of the checker. */
interface Answers {
  readonly types: readonly string[];
  readonly asked: number;
}

let asked = 0;
const typeOf = ({ parent }: ts.Node, { checker }: TypedProgram): string => {
  asked += 1;
  return checker.typeToString(checker.getTypeAtLocation(parent));
};
const keptTypeOf = keptAnswer(typeOf);

function ask(text: string, { folder, at }: ProjectFolder, file = 'edited.ts'): Answers {
  const { ast, services } = parser.parseForESLint(text, {
    filePath: at(file),
    tsconfigRootDir: folder,
    projectService: NATIVE ? { EXPERIMENTAL_backend: 'tsgo' as const } : true,
    loc: true,
    range: true,
  });
  if (!services.program) throw new Error('The parser gave no type information.');
  const typed = typedProgram(services);
  if (!typed) throw new Error('No copy of TypeScript fits the program.');
  const source = services.esTreeNodeToTSNodeMap.get(ast);
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (typed.ts.isIdentifier(node) && node.text.startsWith('probe')) names.push(node);
    typed.ts.forEachChild(node, visit);
  };
  visit(source);
  asked = 0;
  const types = names.map((name) => keptTypeOf(name, typed));
  const count = asked;
  expect(types).toEqual(names.map((name) => typeOf(name, typed)));
  return { types, asked: count };
}

function project(files: Record<string, string> = {}): ProjectFolder {
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    allowJs: true,
    moduleDetection: 'legacy',
  };
  return projectFolder({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.*ts', '*.js'] }),
    'edited.ts': 'export {};\n',
    'other.ts':
      'export function plain(): number { return 1; }\nexport async function load(): Promise<number> { return 1; }\n',
    ...files,
  });
}

/** What stands before and after the edit; `probe` names what is asked about. */
const TEXT = `// The file.
import { load, plain } from './other.js';

export function written(): number {
  return plain();
}

export function inferred(first: boolean) {
  if (first) plain();
  return plain();
}

export const arrow = () => {
  return plain();
};

let shared: number | Promise<number> = 1;

export class Store {
  kept;
  value = plain();
  constructor() {
    this.kept = plain();
  }
  method(): number {
    return plain();
  }
  inferredMethod() {
    return plain();
  }
  get getter() {
    return plain();
  }
}

register(() => {
  plain();
});

export function asking(store: Store): void {
  const probe1 = written();
  const probe2 = inferred(true);
  const probe3 = arrow();
  const probe4 = store.kept;
  const probe5 = store.value;
  const probe6 = store.method();
  const probe7 = store.inferredMethod();
  const probe8 = store.getter;
  const probe9 = (() => shared)();
  const probe10 = load();
  void [probe1, probe2, probe3, probe4, probe5, probe6, probe7, probe8, probe9, probe10];
}

function register(callback: () => void): void {
  shared = 2;
  callback();
}
`;

const PROBES = 20;

/** All of these stand once in the text, as [what, instead of it]. */
type Edit = readonly [old: string, now: string];

function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [old, now]) => {
    expect(text.split(old), `one place for ${old}`).toHaveLength(2);
    return text.replace(old, () => now);
  }, TEXT);
}

const KEPT: Record<string, readonly Edit[]> = {
  'the body of a function with a return type': [
    ['number {\n  return plain();\n}', 'number {\n  const a = 1;\n  return plain() + a;\n}'],
  ],
  'the body of a method with a return type': [
    ['method(): number {\n    return', 'method(): number {\n    plain();\n    return'],
  ],
  'a callback of a call whose value nobody gets': [
    ['{\n  plain();\n}', '{\n  plain();\n  load();\n}'],
  ],
  'a comment between two functions': [['export const arrow', '// It points.\nexport const arrow']],
  'a constant that nobody names': [['let shared', 'const unheardOf = load();\nlet shared']],
  'an exported constant that nobody names': [
    ['let shared', 'export const unheardOf = 1;\nlet shared'],
  ],
  'an import that nobody uses yet': [
    ['import { load', "import type { plain as unheardOf } from './other.js';\nimport { load"],
  ],
};

const ASKED: Record<string, readonly Edit[]> = {
  'a return type': [['written(): number', 'written(): number | Promise<number>']],
  'a parameter': [['inferred(first: boolean)', 'inferred(first?: boolean)']],
  'the body of a function whose type is inferred, so that it gets another one': [
    ['if (first) plain();\n  return plain()', 'if (first) return load();\n  return plain()'],
  ],
  'the body of an arrow function': [
    ['arrow = () => {\n  return plain', 'arrow = () => {\n  return load'],
  ],
  'the body of a constructor': [['this.kept = plain()', 'this.kept = load()']],
  'the value of a field': [['value = plain()', 'value = load()']],
  'the body of a method whose type is inferred': [
    ['inferredMethod() {\n    return plain', 'inferredMethod() {\n    return load'],
  ],
  'the body of a getter': [['getter() {\n    return plain', 'getter() {\n    return load']],
  'who assigns to a variable of the module': [['shared = 2;', 'shared = 2;\n  shared = load();']],
  'what is imported': [['{ load, plain }', '{ load, load as plain }']],
  'the class itself': [['class Store {', 'class Store extends Map<string, number> {']],
  'a name that others use': [
    ['let shared', 'function Number() {}\nexport const other = written;\nlet shared'],
  ],
  'two functions': [
    ['number {\n  return plain();\n}', 'number {\n  return 2;\n}'],
    ['arrow = () => {\n  return plain', 'arrow = () => {\n  return load'],
  ],
  'a comment in front of everything': [['// The file.', '// The file!']],
};

describe('an answer is kept after an edit of', () => {
  it.each(Object.entries(KEPT))('%s', (_, edits) => {
    const folder = project();
    expect(ask(TEXT, folder).asked).toBe(PROBES);

    expect(ask(edited(...edits), folder)).toMatchObject({ asked: NATIVE ? PROBES : 0 });
  });

  it('the very function that is asked about, elsewhere', () => {
    const folder = project();
    ask(TEXT, folder);

    const text = edited(['const probe1 =', 'written();\n  const probe1 =']);
    expect(ask(text, folder).asked).toBe(PROBES);
    const below = text.replace('  shared = 2;', '  shared = 2;\n  written();');
    expect(ask(below, folder).asked).toBe(NATIVE ? PROBES : 0);
  });

  it('a function whose type is inferred, from its second edit on, if the type stays', () => {
    const folder = project();
    ask(TEXT, folder);
    const first = edited(['if (first) plain();', 'if (first) plain(); plain();']);
    expect(ask(first, folder).asked).toBe(PROBES);

    const second = first.replace('plain(); plain();', 'plain(); plain(); plain();');
    expect(ask(second, folder).asked).toBe(NATIVE ? PROBES : 0);
    const third = second.replace('if (first) plain();', 'if (first) return load();');
    expect(ask(third, folder)).toMatchObject({ asked: PROBES });
  });
});

describe('all is asked again after an edit of', () => {
  it.each(Object.entries(ASKED))('%s', (_, edits) => {
    const folder = project();
    ask(TEXT, folder);

    expect(ask(edited(...edits), folder).asked).toBe(PROBES);
  });

  it('another file', () => {
    const folder = project();
    ask(TEXT, folder);
    ask(
      'export function plain(): string { return ""; }\nexport async function load() {}\n',
      folder,
      'other.ts',
    );

    const { asked: count, types } = ask(`${TEXT}\n`, folder);
    expect(count).toBe(PROBES);
    expect(types).toContain('string');
  });

  it('an exported name that another file speaks of', () => {
    const folder = project({ 'third.ts': 'export const spokenOf = 1;\n' });
    ask(TEXT, folder);

    const text = edited(['let shared', 'export const spokenOf = 1;\nlet shared']);
    expect(ask(text, folder).asked).toBe(PROBES);
  });
});

describe('nothing is kept', () => {
  it('of a script, whose names are everybody’s', () => {
    const folder = project({ 'script.cts': 'var probe = 1;\n' });
    ask('var probe = 1;\nfunction f(): void {}', folder, 'script.cts');

    expect(ask('var probe = 1;\nfunction f(): void { f(); }', folder, 'script.cts').asked).toBe(1);
  });

  it('of JavaScript, where an assignment anywhere may declare something', () => {
    const folder = project({ 'script.js': 'export {};\n' });
    const text = 'export const probe = 1;\n/** @returns {void} */\nfunction f() {}\n';
    ask(text, folder, 'script.js');

    expect(ask(text.replace('{}', '{ f(); }'), folder, 'script.js').asked).toBe(1);
  });
});
