import { createServer, type Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** The upstream service. A real one is far away; this one waits before it answers. */
const DELAY = 5;

const ORDERS: Readonly<Record<string, unknown>> = {
  1: { id: 1, customer: 'ada', book: 'atlas' },
  2: { id: 2, customer: 'ben', book: 'novel' },
  3: { id: 3, customer: 'ada', book: 'poems' },
};
const CUSTOMERS: Readonly<Record<string, unknown>> = {
  ada: { name: 'Ada', city: 'Ghent' },
  ben: { name: 'Ben', city: 'Porto' },
};
const STOCK: Readonly<Record<string, unknown>> = { atlas: 3, novel: 12, poems: 0 };

export function createWarehouse(): Server {
  const views = new Map<string, number>();
  return createServer((request, response) => {
    const [, kind = '', id = ''] = (request.url ?? '/').split('/');
    if (request.method === 'POST') {
      views.set(id, (views.get(id) ?? 0) + 1);
      response.writeHead(204).end();
      return;
    }
    void setTimeout(DELAY).then(() => {
      const value = find(kind, id);
      response.writeHead(value === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value ?? null));
    });
  });
}

function find(kind: string, id: string): unknown {
  if (kind === 'orders') return id === '' ? Object.keys(ORDERS) : ORDERS[id];
  if (kind === 'customers') return CUSTOMERS[id];
  if (kind === 'stock') return STOCK[id];
  return undefined;
}
