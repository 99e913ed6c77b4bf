import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';

/** Whether a function that is called so only reads, as far as names go: `getUser`, `has`, `listFiles`. */
export function isReadName(name: string): boolean {
  const bare = name.replace(/^[#_$]+/, '');
  return READS.test(bare) && !CHANGES_TOO.test(bare) && !MAY_DOWNLOAD.test(bare);
}

const READS =
  /^(?:get|find|fetch|load|read|list|count|is|has|lookup|retrieve|search|exists)(?=[A-Z\d_$]|$)/;

/** `getOrCreate`, `findOneAndUpdate`, `getNextId`, `readLine`: each call changes what the next one gives. */
const CHANGES_TOO =
  /(?:And|Or)(?!Null|Undefined|Throw|Fail|Default)[A-Z]|_(?:and|or)_|(?:Next|Nonce|Once|Lock|Lease|Ticket|Line|Chunk|Connection|Cursor|Transaction|Increment|Prompt|Input|Answer|Confirm(?:ation)?)(?=[A-Z_]|$)/;

/** `getBinaryPath`, `fetchExecutable`: what is not there yet is downloaded or built. */
const MAY_DOWNLOAD =
  /(?:Binary|Executable|Toolchain|Browser|Driver|Sdk|SDK)(?:Path|Location|Dir)$|(?:get|fetch|load)\w*(?:Executable|Toolchain|Binaries)$/;

/** Whether a function that is called so changes something, or waits for others, as far as names go. */
export function isWriteName(name: string): boolean {
  return WRITES.test(name.replace(/^[#_$]+/, ''));
}

const WRITES = new RegExp(
  `^(?:${(
    'set save store write update upsert delete remove del rm unlink clear reset create insert add put ' +
    'post patch push pop shift send emit publish notify dispatch upload commit rollback begin start stop ' +
    'open close connect disconnect acquire release lock unlock register unregister subscribe ' +
    'unsubscribe exec execute run spawn fork kill abort cancel install uninstall apply mutate ' +
    'increment decrement enqueue dequeue schedule sleep delay wait pause prompt confirm ask login ' +
    'logout auth authenticate sign init initialize setup ensure migrate drop truncate rename move ' +
    'copy append prepend replace destroy dispose flush sync touch mark process handle trigger fire ' +
    'perform submit deploy build compile generate mkdir chmod listen redirect navigate click type on ' +
    'once next step advance request query call invoke'
  ).replaceAll(' ', '|')})(?=[A-Z\\d_$]|$)`,
);

/** Whether a call writes a log, which nobody waits for: `logger.debug(…)`, `debug(…)`. */
export function isLog(call: ts.Node, t: typeof ts): boolean {
  if (!t.isCallExpression(call)) return false;
  const callee = withoutWrappers(call.expression, t);
  if (t.isIdentifier(callee)) return /^(?:debug|log|trace|d)$/.test(callee.text);
  if (!t.isPropertyAccessExpression(callee)) return false;
  if (/^(?:debug|trace|d|verbose|silly)$/.test(callee.name.text)) return true;
  const owner = withoutWrappers(callee.expression, t);
  const name = t.isIdentifier(owner)
    ? owner.text
    : t.isPropertyAccessExpression(owner)
      ? owner.name.text
      : t.isCallExpression(owner)
        ? (calledName(owner, t) ?? '')
        : '';
  return /^#?_?(?:\w*logger|log|debug)$/i.test(name);
}

/** The last name of what a call, `new` or tagged template calls; of `f().g()`: `g`. */
export function calledName(node: ts.Node, t: typeof ts): string | undefined {
  const called = t.isTaggedTemplateExpression(node)
    ? node.tag
    : t.isCallExpression(node) || t.isNewExpression(node)
      ? node.expression
      : undefined;
  const callee = called && withoutWrappers(called, t);
  if (!callee) return undefined;
  if (t.isIdentifier(callee)) return callee.text;
  if (t.isPropertyAccessExpression(callee)) return callee.name.text;
  return t.isElementAccessExpression(callee) && t.isStringLiteralLike(callee.argumentExpression)
    ? callee.argumentExpression.text
    : undefined;
}

/**
 * The name that says what a call does: its own, or, where that only asks for the result, the one of
 * the call before it: `find` of `items.find({}).toArray()`, `getUser` of `(await getUser()).json()`.
 */
export function tellingName(call: ts.Node, t: typeof ts): string | undefined {
  const name = calledName(call, t);
  if (name === undefined || !t.isCallExpression(call) || !TERMINAL.test(name)) return name;
  const callee = withoutWrappers(call.expression, t);
  const receiver = t.isPropertyAccessExpression(callee)
    ? withoutWrappers(callee.expression, t)
    : undefined;
  const before =
    receiver && t.isAwaitExpression(receiver) ? withoutWrappers(receiver.expression, t) : receiver;
  return before && t.isCallExpression(before) ? tellingName(before, t) : name;
}

const TERMINAL =
  /^(?:exec|execute|executeTakeFirst|executeTakeFirstOrThrow|toArray|toPromise|lean|all|first|json|text|body|buffer|unwrap|populate|sort|limit|skip|orderBy|project|select|where)$/;
