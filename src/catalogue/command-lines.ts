import type { Row } from './row.ts';

/** The names of a module, or of a type of it: `commander#Command`. */
function rows(owner: string, commandLine: 'action' | 'question', names: string): Row[] {
  const [module = '', type] = owner.split('#');
  return names.split(' ').map((name) => ({
    module,
    name: type === undefined ? name : `${type}.${name}`,
    commandLine,
  }));
}

/** What takes the commands of a command-line program, and what asks the person who started one. */
export const COMMAND_LINES: readonly Row[] = [
  ...rows('commander#Command', 'action', 'action'),
  ...rows('cac#Command', 'action', 'action'),
  ...rows('sade#sade.Sade', 'action', 'action'),
  ...rows('yargs#yargs.Argv', 'action', 'command'),
  ...rows('citty', 'action', 'defineCommand'),
  // A class that extends it has its command in this method.
  ...rows('@oclif/core#Command', 'action', 'run'),
  ...rows('clipanion#Command', 'action', 'execute'),

  ...rows('node:readline#Interface', 'question', 'question'),
  ...rows('node:readline/promises#Interface', 'question', 'question'),
  ...rows('inquirer#inquirer', 'question', 'prompt'),
  ...rows('@inquirer/type', 'question', 'Prompt'),
  ...rows('@inquirer/select', 'question', '_default'),
  ...rows('@inquirer/checkbox', 'question', '_default'),
  ...rows('enquirer#Enquirer', 'question', 'prompt'),
  ...rows('prompts', 'question', 'prompts'),
  ...rows('@clack/prompts', 'question', 'confirm group multiselect password select selectKey text'),
];
