import type ts from 'typescript';

import type { TypedProgram } from './typescript.ts';

/**
 * The same question, answered once for each `about` of a program. Nodes live longer than programs: a
 * file that stays as it is keeps its nodes when the types of another change.
 */
export function oncePerProgram<About extends object, Answer>(
  question: (about: About, typed: TypedProgram) => Answer,
): (about: About, typed: TypedProgram) => Answer {
  const programs = new WeakMap<ts.Program, WeakMap<About, { answer: Answer }>>();
  return (about, typed) => {
    let answers = programs.get(typed.program);
    if (!answers) {
      answers = new WeakMap();
      programs.set(typed.program, answers);
    }
    let known = answers.get(about);
    if (!known) {
      known = { answer: question(about, typed) };
      answers.set(about, known);
    }
    return known.answer;
  };
}
