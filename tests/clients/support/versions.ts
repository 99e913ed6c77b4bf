import packageJson from '../../../package.json' with { type: 'json' };

const { devDependencies } = packageJson;

/** What this repository is developed with. */
export const ESLINT = { eslint: devDependencies.eslint };
export const TYPESCRIPT_ESLINT = {
  typescript: devDependencies.typescript,
  'typescript-eslint': devDependencies['typescript-eslint'],
  '@types/node': devDependencies['@types/node'],
};

/** The latest of the major version before. */
export const ESLINT_9 = { eslint: '9.39.5' };
