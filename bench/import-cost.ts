// A child process of `bench.ts`: what importing a plugin costs once ESLint and the parser are loaded, in
// milliseconds of processor time.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

await import('eslint');
await import('@typescript-eslint/parser');
const before = process.cpuUsage();
await import(pathToFileURL(path.resolve(process.argv[2] ?? '')).href);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
