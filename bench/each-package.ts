import corpus from './corpus.json' with { type: 'json' };
import { preparePackage, RegistryUnreachable, type PreparedPackage } from './prepare-package.ts';

/**
 * Does `work` with one package of `corpus.json` after the other: those that are `wanted`, all if none
 * is named. One that cannot be fetched prints SKIPPED.
 */
export async function eachPackage(
  wanted: readonly string[],
  work: (prepared: PreparedPackage) => Promise<void>,
): Promise<void> {
  for (const { name, version, integrity } of corpus) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    try {
      await work(await preparePackage(`${name}@${version}`, { integrity, log: console.error }));
    } catch (error) {
      if (!(error instanceof RegistryUnreachable)) throw error;
      console.log(`SKIPPED ${error.message}`);
    }
  }
}
