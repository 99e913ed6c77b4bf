import { NODE_BLOCKING } from './node-blocking.ts';
import { NODE_EFFECTS } from './node-effects.ts';
import type { Row } from './row.ts';

/** What is known about Node's built-in modules and the globals that only Node has. */
export const NODE: readonly Row[] = [...NODE_BLOCKING, ...NODE_EFFECTS];
