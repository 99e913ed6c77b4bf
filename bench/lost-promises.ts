/** The rules that stand beside typescript-eslint's about promises. */
export const LOST_PROMISES = [
  'no-floating-promise',
  'no-promise-as-value',
  'no-async-callback',
  'return-await-in-try',
  'await-thenable',
  'no-late-await',
];
