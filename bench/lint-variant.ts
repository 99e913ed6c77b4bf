// A child process of `bench.ts`: lints one package in one way and prints what that cost, as JSON.
// What it imports first is small, so that loading ESLint, the parser and the plugins is part of the cost.
import { Session } from 'node:inspector/promises';

import { typedSources } from './typed-sources.ts';
import { configOf, type Variant } from './variant-config.ts';

export interface VariantRequest {
  readonly directory: string;
  readonly globs: readonly string[];
  readonly files: readonly string[];
  readonly variant: Variant;
  /** Count the calls of functions. That slows the run down. */
  readonly isCounted?: boolean;
}

export interface VariantCost {
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Largest resident set, in bytes. */
  readonly memory: number;
  readonly reports: number;
  /** Calls of functions in all modules, if they are counted: the same in each run, whatever else the machine does. */
  readonly calls?: number;
}

const before = process.cpuUsage();
try {
  const request = JSON.parse(process.argv[2] ?? '') as VariantRequest;
  const count = request.isCounted === true ? await startCounting() : undefined;
  const reports = await lint(request);
  const { user, system } = process.cpuUsage(before);
  const cost: VariantCost = {
    cpu: (user + system) / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
    reports,
    ...(count ? { calls: await count() } : {}),
  };
  console.log(JSON.stringify(cost));
} catch (error) {
  // ESLint hangs syntax trees on the exceptions of rules; printed whole they bury the message.
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}

async function lint({ directory, globs, files, variant }: VariantRequest): Promise<number> {
  const { ESLint } = await import('eslint');
  const parser = await import('@typescript-eslint/parser');
  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    overrideConfig: {
      ...typedSources({ directory, globs }, parser),
      ...(await configOf(variant)),
    },
  });
  const results = await eslint.lintFiles([...files]);
  const fatal = results.flatMap(({ messages }) => messages.filter((message) => message.fatal));
  if (fatal[0]) throw new Error(fatal[0].message);
  return results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId !== null).length;
}

async function startCounting(): Promise<() => Promise<number>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const counts = result
      .filter(({ url }) => url.startsWith('file:'))
      .flatMap(({ functions }) => functions.map(({ ranges }) => ranges[0]?.count ?? 0));
    return counts.reduce((sum, each) => sum + each, 0);
  };
}
