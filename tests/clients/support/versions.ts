import packageJson from '../../../package.json' with { type: 'json' };
import type { Packages } from './install.ts';

const { devDependencies } = packageJson;

/** What this repository is developed with. */
export const ESLINT: Packages = { eslint: devDependencies.eslint };
export const TYPESCRIPT_ESLINT: Packages = {
  typescript: devDependencies.typescript,
  'typescript-eslint': devDependencies['typescript-eslint'],
  '@types/node': devDependencies['@types/node'],
};
