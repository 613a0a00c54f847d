import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export interface TraceFiles {
  readonly seed: string;
  readonly trace: string;
  readonly truth: string;
  readonly context: string;
}

/** The trace of a seed, generated once into `cache`. `knobs`: flags of the generator and their values. */
export function traceOf(scenario: string, cache: string, seed: string, knobs: Readonly<Record<string, string>>): TraceFiles {
  const words = Object.entries(knobs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `-${name}-${value.replace(/[^\w.-]/g, '_').slice(-40)}`);
  const stem = join(cache, `seed-${seed}${words.join('')}`);
  const files = { seed, trace: `${stem}.jsonl`, truth: `${stem}.truth.json`, context: `${stem}.context.json` };
  // The last one made says that all are there.
  if (existsSync(files.context)) return files;
  mkdirSync(cache, { recursive: true });
  const flags = Object.entries(knobs).flatMap(([name, value]) => [`--${name}`, value]);
  const made = { trace: `${files.trace}.new`, truth: `${files.truth}.new`, context: `${files.context}.new` };
  const out = ['--out', made.trace, '--truth', made.truth, '--context', made.context];
  execFileSync(process.execPath, [scenario, '--seed', seed, ...flags, ...out], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const part of ['trace', 'truth', 'context'] as const) renameSync(made[part], files[part]);
  return files;
}
