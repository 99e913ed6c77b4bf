import type { KnipConfig } from 'knip';

import packageJson from './package.json' with { type: 'json' };
import { PACKAGES } from './src/catalogue/packages.ts';

/** Packages that are here for their type declarations only: tests compare the catalogue with them. */
const catalogued = new Set(PACKAGES.map(({ module }) => packageOf(module)));
const alsoRun = new Set(['esbuild', 'tinyglobby']);
const declarations = Object.keys(packageJson.devDependencies).filter(
  (name) => !alsoRun.has(name) && catalogued.has(name.startsWith('@types/') ? untyped(name) : name),
);

export default {
  entry: [
    'src/{index,test-files,html-formatter}.ts',
    'src/cli/{main,thread}.ts',
    'scripts/*.ts',
    'bench/*.ts',
    'tests/types/*.ts',
    'tests/clients/**/*.test.ts',
    'tests/clients/support/{closing-line,pack-plugin}.ts',
    'tests/clients/vitest.config.ts',
    'examples/latency/src/main.ts',
    'examples/service/src/{main,check-content}.ts',
    'examples/service/tests/*.ts',
  ],
  project: ['{src,tests,scripts,bench,examples}/**/*.ts'],
  ignore: ['tests/fixtures/**', 'tests/**/program/**'],
  // The first two are run by their names, in scripts/check-package.ts.
  ignoreDependencies: ['publint', '@arethetypeswrong/cli', ...declarations],
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;

function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

/** `@types/babel__core` → `@babel/core` */
function untyped(types: string): string {
  const name = types.slice('@types/'.length);
  return name.includes('__') ? `@${name.replace('__', '/')}` : name;
}
