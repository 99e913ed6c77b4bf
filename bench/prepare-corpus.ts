// Fetches every package of `corpus.json` and compares it with what the list says about it.
import corpus from './corpus.json' with { type: 'json' };
import { diagnosticsOf } from './diagnostics.ts';
import { preparePackage, RegistryUnreachable } from './prepare-package.ts';

const wanted = process.argv.slice(2);
for (const entry of corpus) {
  if (wanted.length > 0 && !wanted.includes(entry.name)) continue;
  const spec = `${entry.name}@${entry.version}`;
  try {
    const prepared = await preparePackage(spec, {
      integrity: entry.integrity,
      log: (line) => {
        console.error(line);
      },
    });
    const diagnostics = diagnosticsOf(prepared.directory);
    console.log(
      [
        spec,
        `${String(prepared.sources.length)} sources`,
        `${String(prepared.tests.length)} tests`,
        `${String(prepared.lines)} lines (listed: ${String(entry.lines)})`,
        `tsconfig ${prepared.tsconfig}`,
        `${String(diagnostics.length)} diagnostics (listed: ${String(entry.diagnostics ?? 'none')})`,
        prepared.globs.join(' '),
      ].join(', '),
    );
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    console.log(`SKIPPED ${error.message}`);
  }
}
