/** The name that people have for a key of accesses.ts. */
export function nameOfResource(key: string): string {
  if (key.startsWith('binding:')) return `\`${key.slice('binding:'.length, key.indexOf('@'))}\``;
  if (key === 'property:*') return 'some property';
  if (key.startsWith('property:')) return `\`.${key.slice('property:'.length)}\``;
  if (key.startsWith('items:')) {
    const kind = COLLECTIONS.get(key.slice('items:'.length)) ?? 'a collection';
    return `the elements of ${kind}`;
  }
  if (key === 'state') return 'the state of an object';
  return key === 'output' ? 'output' : `the ${key}`;
}

const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['array', 'an array'],
  ['map', 'a map'],
  ['set', 'a set'],
  ['bytes', 'a buffer'],
]);
