import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Service {
  readonly url: string;
  close(): Promise<void>;
}

/** What this process is told, and what it answers. */
export type Order = 'watch' | 'report' | 'close';
export type Answer = { readonly url: string } | { readonly longestDelay: number };

// A process of its own for the service under load: what delays the load generator must not count
// as a delay of the service. Its arguments: the service's folder, and a folder for its data.
const [folder = '', data = ''] = process.argv.slice(2);
const { startService } = (await import(
  pathToFileURL(path.join(folder, 'src', 'server.ts')).href
)) as { startService: (data: string) => Promise<Service> };

const service = await startService(data);
const delay = monitorEventLoopDelay({ resolution: 1 });

process.on('message', (order: Order) => {
  if (order === 'watch') {
    delay.reset();
    delay.enable();
  } else if (order === 'report') {
    delay.disable();
    send({ longestDelay: delay.max / 1e6 });
  } else {
    process.exit(0);
  }
});
// The demo is gone: nobody is left to tell us to close.
process.once('disconnect', () => process.exit(0));
send({ url: service.url });

function send(answer: Answer): void {
  process.send?.(answer);
}
