import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

import { type App, json, type Query, type Reply, text } from './http.ts';
import { readLines } from './text-file.ts';

export async function addFeedback(query: Query, app: App): Promise<Reply> {
  const line = query.body.replaceAll('\n', ' ').trim();
  if (line === '') return text('Say something.', 400);
  appendFileSync(feedbackFile(app), `${line}\n`);
  return json({ thanks: true }, 201);
}

export async function listFeedback(_query: Query, app: App): Promise<Reply> {
  const file = feedbackFile(app);
  return json(existsSync(file) ? readLines(file) : []);
}

function feedbackFile(app: App): string {
  return join(app.data, 'feedback.txt');
}
