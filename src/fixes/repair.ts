import type { TSESTree } from '@typescript-eslint/utils';

import type { Edit } from './edit.ts';

/** A value that a module exports: `{ module: 'node:fs/promises', name: 'readFile' }`. */
export interface ImportedName {
  readonly module: string;
  /** An exported path: `readFile`, `promises.readFile`, or `default`. */
  readonly name: string;
}

/** What one finding needs, without the imports: those depend on the other repairs of the file. */
export interface Repair {
  /** The expression that is repaired. */
  readonly site: TSESTree.Node;
  /** Where the names are written, if not only at the site: their scopes decide which can be reused. */
  readonly places?: readonly TSESTree.Node[];
  /** The names that the edits use. */
  readonly needs: readonly ImportedName[];
  /** The identifiers that the edits remove; an import that has no others goes too. */
  readonly released: readonly TSESTree.Identifier[];
  /** The edits away from the imports, given how the file writes each of `needs`. */
  readonly edits: (written: (needed: ImportedName) => string) => readonly Edit[];
}
