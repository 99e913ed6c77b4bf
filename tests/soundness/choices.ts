import fc from 'fast-check';

// Choices of text: what a generator gives is written once the names are known that may stand there.

/** The names that text may use where it stands. */
export interface Scope {
  readonly numbers: string[];
  /** How many names were given so far, in the whole function. */
  readonly given: { count: number };
}

export type Text = (scope: Scope) => string;

export type Choice = fc.Arbitrary<Text>;

export function scopeOf(...numbers: string[]): Scope {
  return { numbers, given: { count: 0 } };
}

/** A scope within: it gives names that are not known outside. */
export function within(scope: Scope, ...names: string[]): Scope {
  return { numbers: [...scope.numbers, ...names], given: scope.given };
}

export function newName({ given }: Scope): string {
  given.count += 1;
  return `x${String(given.count)}`;
}

/** One of some texts; each as often as it stands there. */
export function oneOf(...texts: string[]): Choice {
  return fc.constantFrom(...texts).map(
    (text): Text =>
      () =>
        text,
  );
}

/** A choice of choices, each by its weight. */
export function weighted(...choices: (readonly [weight: number, choice: Choice])[]): Choice {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** A text with others in the places of `$`, written in order. */
export function filled(template: string, ...choices: Choice[]): Choice {
  return fc.tuple(...choices).map((texts): Text => (scope) => {
    let index = 0;
    return template.replaceAll('$', () => texts[index++]?.(scope) ?? '');
  });
}

/** `const x1 = …;`, and the name may be used from then on. */
export function naming(value: Choice, keyword: 'const' | 'let' = 'const'): Choice {
  return value.map((text): Text => (scope) => {
    const written = text(scope);
    const name = newName(scope);
    scope.numbers.push(name);
    return `${keyword} ${name} = ${written};`;
  });
}

/** Some statements after each other. */
export function several(statement: Choice, minLength: number, maxLength: number): Choice {
  return fc.array(statement, { minLength, maxLength }).map(
    (all): Text =>
      (scope) =>
        all.map((each) => each(scope)).join('\n'),
  );
}

export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
