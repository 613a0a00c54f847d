import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { changed, policyParts, without } from './policyParts.ts';
import { runAll } from './pool.ts';
import { type PolicyTree, readPolicyTree, SHIPPED_POLICY } from './qualityConfig.ts';
import type { SeedJob, SeedResult } from './runSeed.ts';
import { classTables, explanation, POOLED_HEAD, pool, pooledLine, seedTable } from './tables.ts';
import { type TraceFiles, traceOf } from './traces.ts';

const USAGE = `study.ts --scenario GENERATOR --cache FOLDER [--seeds 1-20,31] [--knob noise=2]… [--policy ${SHIPPED_POLICY}]
  [--set noise.hold_down[1].for=15m]… [--without noise.flapping]… [--ablate [--part PART]…] [--explain] [--json OUT] [--processes 2]
Replays generated traces with a policy and scores the pages. --set takes a value as JSON or text; --ablate takes away one part of
the policy (or of the context) at a time. --explain says what each false page, duplicate, miss and late page was.
`;

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    cache: { type: 'string' },
    seeds: { type: 'string', default: '1-10' },
    knob: { type: 'string', multiple: true, default: [] },
    policy: { type: 'string', default: SHIPPED_POLICY },
    set: { type: 'string', multiple: true, default: [] },
    without: { type: 'string', multiple: true, default: [] },
    part: { type: 'string', multiple: true, default: [] },
    processes: { type: 'string', default: '2' },
    json: { type: 'string' },
    ablate: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Variant {
  readonly name: string;
  readonly policy: PolicyTree;
  readonly withoutContext: readonly string[];
}

if (values.help || values.scenario === undefined || values.cache === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  await study(resolve(values.scenario), resolve(values.cache));
}

async function study(scenario: string, cache: string): Promise<void> {
  const traces = seedsOf(values.seeds).map((seed) => traceOf(scenario, cache, seed, pairs(values.knob)));
  const [whole, ...others] = variants();
  if (!whole) return;
  const results = await run(scenario, traces, [whole, ...others]);
  const first = results[0] ?? [];
  for (const line of seedTable(first)) say(line);
  say('');
  for (const line of classTables(first)) say(line);
  if (values.explain) for (const result of first) for (const line of explanation(result)) say(line);
  say(`\n${POOLED_HEAD}`);
  [whole, ...others].forEach(({ name }, i) => void say(pooledLine(name, pool(results[i] ?? []))));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(first, null, 1));
}

function variants(): Variant[] {
  let policy = readPolicyTree(values.policy);
  const withoutContext: string[] = [];
  for (const [path, text] of Object.entries(pairs(values.set))) policy = changed(policy, path, jsonOrText(text));
  for (const part of values.without) {
    const rest = without(policy, part);
    policy = rest.policy;
    withoutContext.push(...rest.withoutContext);
  }
  const whole = { name: 'the whole policy', policy, withoutContext };
  if (!values.ablate) return [whole];
  const parts = values.part.length > 0 ? values.part : policyParts(policy);
  const less = parts.map((part): Variant => {
    const rest = without(policy, part);
    return { name: `without ${part}`, policy: rest.policy, withoutContext: [...withoutContext, ...rest.withoutContext] };
  });
  return [whole, ...less];
}

/** The results of each variant, in the order of the seeds. */
async function run(scenario: string, traces: readonly TraceFiles[], all: readonly Variant[]): Promise<SeedResult[][]> {
  const jobs = all.flatMap(({ policy, withoutContext }) =>
    traces.map((files): SeedJob => ({ scenario, files, policy, withoutContext })),
  );
  let done = 0;
  const results = await runAll(jobs, Number(values.processes), () => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${jobs.length}`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  return all.map((_, i) => results.slice(i * traces.length, (i + 1) * traces.length));
}

/** `1-3,7` is 1, 2, 3 and 7; a seed may be any word. */
function seedsOf(text: string): string[] {
  return text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(part) ?? [];
    if (from === undefined || to === undefined) return [part];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i));
  });
}

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Error(`${text}: write name=value`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
