import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { startService, type Service } from '../src/server.ts';

let data: string;
let service: Service;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'bookshop-test-'));
  service = await startService(data);
});

after(async () => {
  await service.close();
  await rm(data, { recursive: true, force: true });
});

async function get(path: string): Promise<Response> {
  return await fetch(service.url + path);
}

async function post(path: string, body: string): Promise<Response> {
  return await fetch(service.url + path, { method: 'POST', body });
}

test('the home page shows the title, the menu and both partials', async () => {
  const response = await get('/');
  const page = await response.text();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(page, /<title>The Corner Bookshop<\/title>/);
  assert.match(page, /<header><nav><a href="\/">Home<\/a> <a href="\/articles\/opening-hours">/);
  assert.match(page, /<footer>Open every day but Sunday\.<\/footer>/);
  assert.doesNotMatch(page, /\{\{|undefined|\[object/);
});

test('an article has its title and its paragraphs', async () => {
  const response = await get('/articles/opening-hours');
  const page = await response.text();
  assert.equal(response.status, 200);
  assert.match(page, /<title>Opening hours<\/title>/);
  assert.match(page, /<main><p>We open at nine and close at six\.<\/p><p>On Saturdays/);
});

test('an article that does not exist is not found', async () => {
  const response = await get('/articles/closing-hours');
  assert.equal(response.status, 404);
  assert.equal(await response.text(), 'There is no such page.');
});

test('a static file comes with its type', async () => {
  const response = await get('/static/shop.css');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/css; charset=utf-8');
  assert.equal(await response.text(), 'main {\n  max-width: 40rem;\n  margin: auto;\n}\n');
});

test('names that are no plain file names are not found', async () => {
  assert.equal((await get('/static/nothing.css')).status, 404);
  assert.equal((await get('/static/..%2Fsettings.json')).status, 404);
  assert.equal((await get('/nowhere')).status, 404);
});

test('the folder is listed with sizes', async () => {
  const response = await get('/files');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), [
    { name: 'shop.css', size: 45 },
    { name: 'shop.js', size: 40 },
  ]);
});

test('settings hold the title, the currency and the menu', async () => {
  const response = await get('/settings');
  const settings = (await response.json()) as { title: string; currency: string; menu: unknown[] };
  assert.equal(response.status, 200);
  assert.equal(settings.title, 'The Corner Bookshop');
  assert.equal(settings.currency, 'EUR');
  assert.equal(settings.menu.length, 3);
});

test('an account opens a session with its password only', async () => {
  const created = await post('/accounts', 'name=ada&password=lovelace');
  assert.equal(created.status, 201);
  assert.deepEqual(await created.json(), { name: 'ada' });

  const right = await post('/sessions', 'name=ada&password=lovelace');
  assert.equal(right.status, 200);
  assert.deepEqual(await right.json(), { name: 'ada', token: TOKEN_OF_ADA });

  const wrong = await post('/sessions', 'name=ada&password=byron');
  assert.equal(wrong.status, 403);
  assert.equal(await wrong.text(), 'Wrong password.');
  assert.equal((await post('/sessions', 'name=ben&password=lovelace')).status, 403);
});

const TOKEN_OF_ADA = 'c6367962f5aad25b2f9f8481f2973904';

test('the ledger is compressed whole', async () => {
  const response = await get('/export.csv.gz');
  const rows = gunzipSync(Buffer.from(await response.arrayBuffer()))
    .toString()
    .split('\n');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/gzip');
  assert.equal(rows.length, 20_001);
  assert.equal(rows[0], 'number,title,price');
  assert.equal(rows[2], '2,Cookbook,39.19');
});

test('versions come from the program itself', async () => {
  const node = await get('/versions');
  assert.equal(node.status, 200);
  assert.deepEqual(await node.json(), { node: process.version });
  const zlib = await get('/versions/zlib');
  assert.equal(zlib.status, 200);
  assert.deepEqual(await zlib.json(), { zlib: process.versions.zlib });
});

test('an order joins what the warehouse knows', async () => {
  const response = await get('/orders/2');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    id: 2,
    customer: { name: 'Ben', city: 'Porto' },
    book: 'novel',
    stock: 12,
    currency: 'EUR',
  });
  assert.equal((await get('/orders/9')).status, 404);
});

test('orders are listed in their order', async () => {
  const response = await get('/orders');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), ['atlas', 'novel', 'poems']);
});

test('feedback is kept line by line', async () => {
  assert.deepEqual(await (await get('/feedback')).json(), []);
  assert.equal((await post('/feedback', 'Nice\nshop')).status, 201);
  assert.equal((await post('/feedback', 'More atlases')).status, 201);
  assert.equal((await post('/feedback', ' ')).status, 400);
  assert.deepEqual(await (await get('/feedback')).json(), ['Nice shop', 'More atlases']);
});

test('health is answered', async () => {
  const response = await get('/health');
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'The shop is open.');
});

test('each request is logged', async () => {
  await get('/files');
  const lines = (await readFile(join(data, 'requests.log'), 'utf8')).trim().split('\n');
  assert.equal(lines.at(-1), 'GET /files');
});
