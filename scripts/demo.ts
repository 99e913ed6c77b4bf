import { checkService } from './demo/service.ts';
import { lintAll } from './demo/given.ts';
import { buildPlugin, root } from './demo/plugin.ts';
import { hideFolder, paint, print } from './demo/print.ts';

// `npm run demo` shows the plugin on examples/service; `npm run demo -- WHAT…` lints folders and
// published packages (name@version).
const what = process.argv.slice(2);
const start = performance.now();
hideFolder(root);
let passed = false;
try {
  const plugin = await buildPlugin();
  passed = what.length === 0 ? await checkService(plugin) : await lintAll(what, plugin);
} catch (error) {
  print(paint('red', error instanceof Error ? (error.stack ?? error.message) : String(error)));
}
print(paint('dim', `${((performance.now() - start) / 1000).toFixed(0)} s in all.`));
// Sockets that stay open for a moment must not keep the terminal waiting.
process.exit(passed ? 0 : 1);
