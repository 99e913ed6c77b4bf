import { describe, expect, it } from 'vitest';

import { awaitedCall } from '../../src/fixes/replace-call.ts';
import { counterpartOf, namesIn, repaired, type In, type RepairOf } from './repair-in-test.ts';

/** Every call of a sync name becomes one of the imported counterpart. */
const toImported: RepairOf = (node, sourceCode) => {
  const found = node.type === 'CallExpression' ? counterpartOf(node, sourceCode) : undefined;
  return node.type === 'CallExpression' && found
    ? awaitedCall(node, { kind: 'imported', name: found.counterpart }, sourceCode)
    : undefined;
};

const COMMONJS: In = { filename: 'file.cjs' };

function check(before: string, after: string, where: In = {}): void {
  const output = repaired(before, toImported, where);
  expect(output).toBe(after);
  const was = namesIn(before, where);
  const is = namesIn(after, where);
  expect(is.unused.filter((name) => !was.unused.includes(name))).toEqual([]);
  expect(is.unresolved.filter((name) => !was.unresolved.includes(name))).toEqual([]);
  const windows = repaired(before.replaceAll('\n', '\r\n'), toImported, where);
  expect(windows).toBe(after.replaceAll('\n', '\r\n'));
}

const CALL = 'export async function f(p) {\n  readFileSync(p);\n}\n';
const AWAITED = CALL.replace('readFileSync', 'await readFile');
const REQUIRED = CALL.replace('export ', '');
const REQUIRED_AWAITED = AWAITED.replace('export ', '');

describe('an import that is left over is replaced in place', () => {
  it.each([
    [
      'named',
      `import { readFileSync } from 'node:fs';\n\n${CALL}`,
      `import { readFile } from 'node:fs/promises';\n\n${AWAITED}`,
    ],
    [
      'quotes, prefix and semicolon of the file',
      `import { readFileSync } from "fs"\n\n${CALL}`,
      `import { readFile } from "fs/promises"\n\n${AWAITED}`,
    ],
    [
      'renamed',
      `import { readFileSync as rfs } from 'fs';\nexport async function f(p) { rfs(p); }\n`,
      `import { readFile } from 'fs/promises';\nexport async function f(p) { await readFile(p); }\n`,
      'rfs',
    ],
    [
      'comments around it stay',
      `// first\nimport { readFileSync } from 'node:fs'; // why\n${CALL}`,
      `// first\nimport { readFile } from 'node:fs/promises'; // why\n${AWAITED}`,
    ],
    [
      'a comment in the list stays',
      `import { readFileSync /* blocking */ } from 'node:fs';\n${CALL}`,
      `import { readFile /* blocking */ } from 'node:fs/promises';\n${AWAITED}`,
    ],
    [
      'namespace',
      `import * as fs from 'node:fs';\nexport async function f(p) { fs.readFileSync(p); }\n`,
      `import * as fs from 'node:fs';\nexport async function f(p) { await fs.promises.readFile(p); }\n`,
    ],
    [
      'the same package',
      `import { execaSync } from 'execa';\nexport const f = async () => execaSync('a');\n`,
      `import { execa } from 'execa';\nexport const f = async () => await execa('a');\n`,
    ],
  ])('%s', (_, before, after, renamed?: string) => {
    if (renamed === undefined) check(before, after);
    else {
      const byRename: RepairOf = (node, sourceCode) =>
        node.type === 'CallExpression' && sourceCode.getText(node.callee) === renamed
          ? awaitedCall(
              node,
              { kind: 'imported', name: { module: 'node:fs/promises', name: 'readFile' } },
              sourceCode,
            )
          : undefined;
      expect(repaired(before, byRename)).toBe(after);
    }
  });

  it('in CommonJS', () => {
    check(
      `'use strict';\nconst { readFileSync } = require('fs');\n\n${REQUIRED}`,
      `'use strict';\nconst { readFile } = require('fs/promises');\n\n${REQUIRED_AWAITED}`,
      COMMONJS,
    );
    check(
      `const readFileSync = require('fs').readFileSync;\n${REQUIRED}`,
      `const { readFile } = require('fs/promises');\n${REQUIRED_AWAITED}`,
      COMMONJS,
    );
  });
});

describe('an import that has other users stays', () => {
  it.each([
    [
      'another call of the same name',
      `import { readFileSync } from 'node:fs';\nimport a from 'a';\nreadFileSync.x = a;\n${CALL}`,
      `import { readFileSync } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nimport a from 'a';\nreadFileSync.x = a;\n${AWAITED}`,
    ],
    [
      'exported',
      `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n${CALL}`,
      `import { readFileSync } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nexport { readFileSync };\n${AWAITED}`,
    ],
    [
      'used as a type',
      `import { readFileSync } from 'node:fs';\nexport type R = typeof readFileSync;\n${CALL}`,
      `import { readFileSync } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nexport type R = typeof readFileSync;\n${AWAITED}`,
    ],
    [
      'other names of the same import',
      `import { readFileSync, watch } from 'node:fs';\nwatch('.');\n${CALL}`,
      `import { watch } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nwatch('.');\n${AWAITED}`,
    ],
    [
      'the last name of several',
      `import { watch, readFileSync } from 'node:fs';\nwatch('.');\n${CALL}`,
      `import { watch } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nwatch('.');\n${AWAITED}`,
    ],
    [
      'a list over several lines',
      `import {\n  constants,\n  readFileSync, // sync!\n  watch,\n} from 'node:fs';\nwatch(constants);\n${CALL}`,
      `import {\n  constants,\n  // sync!\n  watch,\n} from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nwatch(constants);\n${AWAITED}`,
    ],
    [
      'a comment behind the import',
      `import { readFileSync, watch } from 'node:fs'; // why\nwatch('.');\n${CALL}`,
      `import { watch } from 'node:fs'; // why\nimport { readFile } from 'node:fs/promises';\nwatch('.');\n${AWAITED}`,
    ],
    [
      'beside inline types',
      `import { type Stats, readFileSync } from 'node:fs';\nexport type S = Stats;\n${CALL}`,
      `import { type Stats } from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nexport type S = Stats;\n${AWAITED}`,
    ],
  ])('%s', (_, before, after) => {
    check(before, after);
  });

  it('beside a default import, which is reused', () => {
    check(
      `import fs, { readFileSync } from 'node:fs';\nfs.watch('.');\n${CALL}`,
      `import fs from 'node:fs';\nfs.watch('.');\n${AWAITED.replace('readFile', 'fs.promises.readFile')}`,
    );
  });

  it('in CommonJS', () => {
    check(
      `const { readFileSync, watch } = require('fs');\nconst a = require('a');\nwatch(a);\n${REQUIRED}`,
      `const { watch } = require('fs');\nconst { readFile } = require('fs/promises');\nconst a = require('a');\nwatch(a);\n${REQUIRED_AWAITED}`,
      COMMONJS,
    );
    check(
      `const a = require('a'), { readFileSync } = require('fs');\na();\n${REQUIRED}`,
      `const a = require('a');\nconst { readFile } = require('fs/promises');\na();\n${REQUIRED_AWAITED}`,
      COMMONJS,
    );
  });

  it('beside a rest element, which would hold more without it', () => {
    expect(
      repaired(
        `const { readFileSync, ...rest } = require('fs');\nrest.watch();\n${REQUIRED}`,
        toImported,
        COMMONJS,
      ),
    ).toBe(
      `const { readFileSync, ...rest } = require('fs');\nconst { readFile } = require('fs/promises');\nrest.watch();\n${REQUIRED_AWAITED}`,
    );
  });
});

describe('an existing import is reused', () => {
  it.each([
    ['named', `import { readFile } from 'fs/promises';`, 'readFile'],
    ['renamed', `import { readFile as rf } from 'node:fs/promises';`, 'rf'],
    ['default', `import fsp from 'node:fs/promises';`, 'fsp.readFile'],
    ['namespace', `import * as fsp from 'node:fs/promises';`, 'fsp.readFile'],
    ['promises of the module', `import { promises } from 'node:fs';`, 'promises.readFile'],
    ['promises renamed', `import { promises as fs } from 'fs';`, 'fs.readFile'],
    ['the module', `import * as fs from 'fs';`, 'fs.promises.readFile'],
    ['import equals', `import fs = require('fs');`, 'fs.promises.readFile'],
    ['derived', `import fs from 'fs';\nconst { readFile } = fs.promises;`, 'readFile'],
  ])('%s', (_, line, written) => {
    check(
      `import { readFileSync } from 'node:fs';\n${line}\n\n${CALL}`,
      `${line}\n\n${CALL.replace('readFileSync', `await ${written}`)}`,
    );
  });

  it.each([
    ['named', `const { readFile } = require('fs/promises');`, 'readFile'],
    ['module', `const fs = require('node:fs');`, 'fs.promises.readFile'],
    ['promises', `const fsp = require('fs').promises;`, 'fsp.readFile'],
    ['nested', `const { promises: { readFile } } = require('fs');`, 'readFile'],
  ])('%s in CommonJS', (_, line, written) => {
    check(
      `const { readFileSync } = require('fs');\n${line}\n\n${REQUIRED}`,
      `${line}\n\n${REQUIRED.replace('readFileSync', `await ${written}`)}`,
      COMMONJS,
    );
  });

  it('not where it is type-only, of another module, or written to', () => {
    for (const [line, rest] of [
      [`import type { readFile } from 'node:fs/promises';`, 'export type R = typeof readFile;\n'],
      [`import { readFile } from './io';`, 'readFile();\n'],
      [`import { type readFile } from 'node:fs/promises';`, 'export type R = typeof readFile;\n'],
    ] as const) {
      const output = repaired(
        `import { readFileSync } from 'node:fs';\n${line}\n${rest}${CALL}`,
        toImported,
      );
      expect(output).toContain('await readFileAsync(p)');
      expect(output).toContain('readFile as readFileAsync');
    }
  });

  it('not where it is shadowed', () => {
    check(
      `import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
export async function f(readFile) {
  readFileSync(readFile);
}
export { readFile };
`,
      `import { readFile, readFile as readFileAsync } from 'node:fs/promises';
export async function f(readFile) {
  await readFileAsync(readFile);
}
export { readFile };
`,
    );
  });
});

describe('a name is added', () => {
  it.each([
    [
      'to an import of the module',
      `import { stat } from 'node:fs/promises';\nimport { readFileSync } from 'node:fs';\nstat();\n${CALL}`,
      `import { stat, readFile } from 'node:fs/promises';\nstat();\n${AWAITED}`,
    ],
    [
      'to a list over several lines',
      `import {\n  open,\n  stat,\n} from 'node:fs/promises';\nimport { readFileSync } from 'node:fs';\nstat(open);\n${CALL}`,
      `import {\n  open,\n  stat,\n  readFile,\n} from 'node:fs/promises';\nstat(open);\n${AWAITED}`,
    ],
    [
      'to such a list without a comma at its end, with a comment',
      `import {\n\topen,\n\tstat // metadata\n} from 'node:fs/promises';\nimport { readFileSync } from 'node:fs';\nstat(open);\n${CALL}`,
      `import {\n\topen,\n\tstat, // metadata\n\treadFile\n} from 'node:fs/promises';\nstat(open);\n${AWAITED}`,
    ],
    [
      'beside a type import of the module',
      `import type { FileHandle } from 'node:fs/promises';\nimport { readFileSync } from 'node:fs';\nexport type F = FileHandle;\n${CALL}`,
      `import type { FileHandle } from 'node:fs/promises';\nimport { readFile } from 'node:fs/promises';\nexport type F = FileHandle;\n${AWAITED}`,
    ],
    [
      'after the last import',
      `import a from "a";\nimport { b } from "b";\n\na(b);\nexport const f = async (io) => io.readFileSync();\n`,
      `import a from "a";\nimport { b } from "b";\nimport { readFile } from "node:fs/promises";\n\na(b);\nexport const f = async (io) => await readFile();\n`,
    ],
    [
      'below directives and comments of the file',
      `#!/usr/bin/env node\n// @ts-check\nexport const f = async (io) => io.readFileSync();\n`,
      `#!/usr/bin/env node\n// @ts-check\nimport { readFile } from 'node:fs/promises';\n\nexport const f = async (io) => await readFile();\n`,
    ],
    [
      'above the first statement with its own comment',
      `/** Reads. */\nexport const f = async (io) => io.readFileSync();\n`,
      `import { readFile } from 'node:fs/promises';\n\n/** Reads. */\nexport const f = async (io) => await readFile();\n`,
    ],
  ])('%s', (_, before, after) => {
    check(before, after);
  });

  it('to the default import of a package', () => {
    check(
      `import x from 'execa';\nx();\nexport const f = async (io) => io.execaSync();\n`,
      `import x, { execa } from 'execa';\nx();\nexport const f = async (io) => await execa();\n`,
    );
  });

  it('to a require of the module', () => {
    check(
      `const { stat } = require('fs/promises');\nconst { readFileSync } = require('fs');\nstat();\n${REQUIRED}`,
      `const { stat, readFile } = require('fs/promises');\nstat();\n${REQUIRED_AWAITED}`,
      COMMONJS,
    );
  });

  it('below the directive of a CommonJS file', () => {
    check(
      `'use strict';\nmodule.exports = async (io) => io.readFileSync();\n`,
      `'use strict';\nconst { readFile } = require('node:fs/promises');\n\nmodule.exports = async (io) => await readFile();\n`,
      COMMONJS,
    );
  });
});

describe('a free name', () => {
  it.each([
    ['bound in some scope', 'function g(readFile) { return readFile; }', 'readFileAsync'],
    ['used as a global', 'readFile();', 'readFileAsync'],
    ['a type', 'type readFile = 1;', 'readFileAsync'],
    ['both taken', 'const readFile = 1, readFileAsync = 2;', 'readFile2'],
  ])('%s', (_, rest, local) => {
    check(
      `import { readFileSync } from 'node:fs';\n${rest}\n${CALL}`,
      `import { readFile as ${local} } from 'node:fs/promises';\n${rest}\n${CALL.replace('readFileSync', `await ${local}`)}`,
    );
  });

  it('does not capture the timers', () => {
    check(
      `import { sleepSync } from 'sleep';\nsetTimeout(f);\nexport async function f() {\n  sleepSync(1);\n}\n`,
      `import { setTimeout as setTimeoutAsync } from 'node:timers/promises';\nsetTimeout(f);\nexport async function f() {\n  await setTimeoutAsync(1);\n}\n`,
    );
  });
});
