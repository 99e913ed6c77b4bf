import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';
import { nameText } from '../declared-names.ts';

/**
 * Whether a call whose function cannot be seen asks the person at the terminal or screen, by the shape
 * of the question that it is given: `input.text({ message: 'Port:', validate })`. Libraries of prompts
 * agree on it (@inquirer/prompts, prompts, enquirer, @clack/prompts). Two questions at once would be
 * drawn over each other.
 */
export function asksPerson(node: ts.Node, t: typeof ts): boolean {
  if (!t.isCallExpression(node)) return false;
  const question = node.arguments[0] && withoutWrappers(node.arguments[0], t);
  if (!question || !t.isObjectLiteralExpression(question)) return false;
  const names = new Set(question.properties.map((each) => each.name && nameText(each.name, t)));
  if (!names.has('message')) return false;
  return ANSWERING.some((name) => names.has(name)) || PROMPTER.test(node.expression.getText());
}

/** What a question says of its answers. */
const ANSWERING = ['choices', 'initial', 'initialValue', 'mask', 'placeholder', 'validate'];

/** `client.input.text(…)`, `prompts.confirm(…)`, `inquirer.prompt(…)`, `p.select(…)`. */
const PROMPTER =
  /(?:^|\.)(?:clack|enquirer|input|inquirer|p|prompt|prompter|prompts)\.(?:checkbox|confirm|editor|expand|input|multiselect|number|password|prompt|search|select|text)$/;
