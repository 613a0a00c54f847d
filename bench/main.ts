import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { benchDecided, benchLatency, benchStorm, type Place } from './decided.ts';
import { benchEvidence } from './evidence.ts';
import { benchIntake } from './intake.ts';
import { startPostgres } from './postgres.ts';
import { benchRegex } from './regex.ts';
import { benchReplay } from './replay.ts';
import { benchRules } from './rules.ts';
import { benchRulesServed } from './rulesServed.ts';

const PARTS = ['intake', 'decided', 'latency', 'storm', 'evidence', 'rules', 'replay'] as const;
/** Parts that a server takes part in. */
const SERVED: readonly string[] = ['intake', 'decided', 'latency', 'storm', 'evidence'];
const wanted = process.argv.slice(2);
const runs = (part: (typeof PARTS)[number]): boolean => wanted.length === 0 || wanted.includes(part);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
const isServed = wanted.length === 0 || wanted.some((part) => SERVED.includes(part));
const cluster = isServed ? await startPostgres() : null;
const places: Place[] = [{ name: 'PGlite', cluster: null }, ...(cluster ? [{ name: 'Postgres' as const, cluster }] : [])];
say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, load generator on the same cores\n`);
try {
  if (runs('intake')) {
    say('### Taking in (Postgres; this process does not decide)\n');
    for (const line of await benchIntake(cluster)) say(line);
  }
  if (runs('decided')) {
    say(
      '\n### Decided: incident, timeline and outbox written\n\n| database | alerts/s | CPU ms per 1,000 alerts | peak MiB |\n|---|---|---|---|',
    );
    for (const place of places) say(await benchDecided(place, place.cluster ? 50_000 : 20_000));
  }
  if (runs('latency')) {
    say(
      '\n### Webhook sent → PagerDuty request arrived, 20 webhooks/s over 20 routing keys\n\n| database | pages | p50 ms | p90 ms | p99 ms | CPU |\n|---|---|---|---|---|---|',
    );
    for (const place of places) say(await benchLatency(place, 30));
  }
  if (runs('storm')) {
    say(
      '\n### Storm: 100,000 distinct alerts in 60 s\n\n| database | sent | decided after the last, s | slowest answer ms | CPU s | peak MiB |\n|---|---|---|---|---|---|',
    );
    for (const place of places) say(await benchStorm(place, 100_000, 60));
  }
  if (runs('evidence')) {
    for (const place of places) {
      say(`\n### Webhook sent → PagerDuty request arrived, with sources of evidence that never answer, ${place.name}\n`);
      say('| sources | pages | p50 ms | p90 ms | p99 ms |\n|---|---|---|---|---|');
      for (const line of await benchEvidence(place.cluster, 60)) say(line);
    }
  }
  if (runs('rules')) {
    say(
      '\n### 200 rules, 500 silences, 100,000 alerts firing: CPU µs an alert, in memory\n\n| alerts | without | with | ratio |\n|---|---|---|---|',
    );
    for (const line of await benchRules()) say(line);
    say('\n### A regex that makes backtracking engines hang\n\n| matcher | value | ms, median | slowest |\n|---|---|---|---|');
    for (const line of benchRegex()) say(line);
    say(
      '\n### The same, from the webhook to everything written, server and Postgres\n\n| alerts | without | with | ratio |\n|---|---|---|---|',
    );
    for (const line of (await benchRulesServed(100_000)) ?? ['no Postgres is installed']) say(line);
  }
  if (runs('replay')) {
    say('\n### Replay\n\n| weeks | alerts | s | alerts/s | CPU s | alerts/s of CPU |\n|---|---|---|---|---|---|');
    for (const line of benchReplay()) say(line);
  }
} finally {
  cluster?.stop();
}
