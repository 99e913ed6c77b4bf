/**
 * `npm run release:check -- v1.2.3`: whether the tag, `package.json`, the lock file and the
 * changelog speak of the same version. Prints one line for each that does not; exit code 1 then.
 */
import { readFileSync } from 'node:fs';

interface Manifest {
  version: string;
}

const tag = process.argv[2] ?? '';
const version = tag.replace(/^v/, '');
const manifestOf = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest;

const problems = [
  ...(/^v\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(tag) ? [] : ['Give the tag: v1.2.3.']),
  ...['package.json', 'package-lock.json']
    .filter((file) => manifestOf(file).version !== version)
    .map((file) => `${file} says ${manifestOf(file).version}.`),
  ...(readFileSync('CHANGELOG.md', 'utf8').includes(`\n## ${version}\n`)
    ? []
    : [`CHANGELOG.md has no section "${version}".`]),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${tag} can be released.`);
