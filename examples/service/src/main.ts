import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startService } from './server.ts';

const data = mkdtempSync(join(tmpdir(), 'bookshop-'));
const service = await startService(data);
process.stdout.write(`The shop is open at ${service.url}, Ctrl-C closes it.\n`);

// At exit nothing that is awaited would still run: these two must block.
process.on('exit', () => {
  rmSync(data, { recursive: true, force: true });
  writeSync(1, 'The shop is closed.\n');
});
process.once('SIGINT', () => process.exit());
process.once('SIGTERM', () => process.exit());
