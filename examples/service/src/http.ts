import type { Settings } from './settings.ts';
import type { Warehouse } from './warehouse-client.ts';

/** What the routes of one running service share. */
export interface App {
  /** The folder that the service writes to. */
  readonly data: string;
  readonly settings: Settings;
  readonly warehouse: Warehouse;
}

export interface Query {
  readonly path: string;
  /** What followed the route's own path: the name in `/articles/:name`. */
  readonly rest: string;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

export type Route = (query: Query, app: App) => Promise<Reply>;

export class NotFound extends Error {}

export function html(body: string): Reply {
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

export function text(body: string, status = 200): Reply {
  return { status, type: 'text/plain; charset=utf-8', body };
}

export function json(value: unknown, status = 200): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/** Names come from the URL: only plain file names are let through. */
export function plainName(name: string): string {
  if (!/^[\w-]+(?:\.\w+)?$/.test(name)) throw new NotFound(name);
  return name;
}
