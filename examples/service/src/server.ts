import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { createAccount, openSession } from './accounts.ts';
import { showArticle, showHome } from './articles.ts';
import { addFeedback, listFeedback } from './feedback.ts';
import { listFiles, sendStatic } from './files.ts';
import { type App, json, NotFound, type Reply, type Route, text } from './http.ts';
import { exportLedger } from './ledger.ts';
import { listOrders, showOrder } from './orders.ts';
import { Settings } from './settings.ts';
import { content, healthText } from './start-up.ts';
import { showVersions, showZlib } from './tools.ts';
import { Warehouse } from './warehouse-client.ts';
import { createWarehouse } from './warehouse.ts';

export interface Service {
  readonly url: string;
  close(): Promise<void>;
}

const routes = new Map<string, Route>([
  ['GET /', showHome],
  ['GET /articles/:name', showArticle],
  ['GET /static/:name', sendStatic],
  ['GET /files', listFiles],
  ['GET /settings', showSettings],
  ['POST /accounts', createAccount],
  ['POST /sessions', openSession],
  ['GET /export.csv.gz', exportLedger],
  ['GET /versions', showVersions],
  ['GET /versions/zlib', showZlib],
  ['GET /orders', listOrders],
  ['GET /orders/:name', showOrder],
  ['POST /feedback', addFeedback],
  ['GET /feedback', listFeedback],
]);

/** Starts the shop, and the warehouse that it asks, on free ports. `data` is an existing folder. */
export async function startService(data: string): Promise<Service> {
  const warehouse = createWarehouse();
  const app: App = {
    data,
    settings: new Settings(content),
    warehouse: new Warehouse(await listen(warehouse)),
  };
  const shop = createServer((request, response) => {
    if (request.url === '/health') {
      const notice = readFileSync(join(content, 'health.txt'), 'utf8');
      response.end(notice.trim() === healthText ? healthText : notice);
      return;
    }
    void answer(request, response, app);
  });
  const url = await listen(shop);
  return {
    url,
    async close() {
      await stop(shop);
      await stop(warehouse);
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, app: App): Promise<void> {
  const reply = await replyTo(request, app);
  response.writeHead(reply.status, { 'content-type': reply.type });
  response.end(reply.body);
}

async function replyTo(request: IncomingMessage, app: App): Promise<Reply> {
  try {
    const path = request.url ?? '/';
    const { route, rest } = find(request.method ?? 'GET', path);
    const body = await readBody(request);
    await logRequest(app, `${request.method ?? 'GET'} ${path}`);
    return await route({ path, rest, body }, app);
  } catch (error) {
    if (error instanceof NotFound) return text('There is no such page.', 404);
    return text(String(error), 500);
  }
}

function find(method: string, path: string): { route: Route; rest: string } {
  const exact = routes.get(`${method} ${path}`);
  if (exact) return { route: exact, rest: '' };
  const slash = path.lastIndexOf('/') + 1;
  const route = routes.get(`${method} ${path.slice(0, slash)}:name`);
  if (!route) throw new NotFound(path);
  return { route, rest: path.slice(slash) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function logRequest(app: App, line: string): Promise<void> {
  appendFileSync(join(app.data, 'requests.log'), `${line}\n`);
}

async function showSettings(_query: unknown, app: App): Promise<Reply> {
  const { title } = app.settings;
  const currency = await app.settings.currency();
  return json({ title, currency, menu: app.settings.menu() });
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${String(port)}`);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
