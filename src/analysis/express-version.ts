import type ts from 'typescript';

import { identityOf, isOutsideTheProgram } from './callee.ts';
import { oncePerProgram } from './once-per-program.ts';
import { signaturesOf, typeOfParameter } from './taken-function.ts';
import type { TypedProgram } from './typescript.ts';
import { membersOf } from './union-members.ts';

const EXPRESS = /^(?:express|express-serve-static-core)$/;

/** Methods of an application or a router that take a handler. */
export const ROUTES = new Set('use all get post put patch delete head options param'.split(' '));

/**
 * The major version of the installed Express, where the function becomes a handler of it: from 5 on
 * it looks at the promise of a handler. `undefined` for anything else; 4 where it cannot be found; 5
 * where the program loads `express-async-errors`, which makes version 4 look, too.
 */
export function expressVersion(
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  typed: TypedProgram,
): number | undefined {
  const isHandler = signaturesOf(call, typed).some((signature) => {
    const asked = typeOfParameter(signature, index, call, typed);
    return (asked ? membersOf(asked) : []).some((each) => {
      const declaration = each.getCallSignatures()[0]?.getDeclaration();
      return (
        declaration !== undefined &&
        isOutsideTheProgram(declaration, typed) &&
        EXPRESS.test(identityOf(declaration, typed).module)
      );
    });
  });
  if (!isHandler) return undefined;
  const version = installedMajor('express', call.getSourceFile().fileName, typed) ?? 4;
  return version < 5 && loadsAsyncErrors(typed.program, typed) ? 5 : version;
}

/** https://github.com/davidbanham/express-async-errors: one file of the program loads it for all. */
const loadsAsyncErrors = oncePerProgram((program: ts.Program) =>
  program
    .getSourceFiles()
    .some(
      ({ fileName, text }) =>
        !fileName.includes('/node_modules/') &&
        /(?:\bimport\s*|\bfrom\s*|\brequire\(\s*)['"]express-async-errors['"]/.test(text),
    ),
);

/** Read once for each folder: `node_modules/<name>/package.json`, from the file upwards. */
function installedMajor(name: string, file: string, { ts }: TypedProgram): number | undefined {
  for (let folder = parentOf(file); folder !== ''; folder = parentOf(folder)) {
    const at = `${folder}/node_modules/${name}/package.json`;
    let version = versions.get(at);
    if (version === undefined) {
      const text = ts.sys.fileExists(at) ? ts.sys.readFile(at) : undefined;
      version = /"version"\s*:\s*"(\d+)/.exec(text ?? '')?.[1] ?? '';
      versions.set(at, version);
    }
    if (version !== '') return Number(version);
  }
  return undefined;
}

const versions = new Map<string, string>();

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
