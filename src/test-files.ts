/** Glob patterns of test files: presets leave the rules about order out of them. */
export const testFiles: string[] = [
  '**/*.{test,tests,spec,specs,e2e,cy,bench}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
  '**/*.{test,spec}-d.{ts,tsx,mts,cts}',
  '**/{__tests__,__test__,__mocks__,test,tests,spec,specs,e2e,cypress,playwright}/**',
];
