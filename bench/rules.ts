import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './load.ts';
import { SIZE } from './rulesAlerts.ts';
import type { RulesAnswer, RulesJob } from './rulesWorker.ts';

const WORKER = fileURLToPath(new URL('../dist/bench/bench/rulesWorker.js', import.meta.url));
const FIRING = 100_000;
const PAIRS = 5;
/** Webhooks a round. */
const GROUPS = { new: 500, repeats: 1_000 } as const;

/**
 * What deciding costs with 200 rules and 500 silences, against none, while 100,000 alerts fire: in two processes, in memory, in
 * rounds that alternate. The store is memory for both, so that nothing but deciding is compared.
 */
export async function benchRules(): Promise<string[]> {
  // Compiled as the program is: what runs TypeScript as it stands costs more where there are more functions.
  execFileSync('npx', ['tsc', '-p', 'tsconfig.bench.json'], { stdio: 'inherit' });
  const sides = [side(), side()] as const;
  try {
    const prepared = sides.map((child, i) => ask(child, { do: 'prepare', rules: i === 1, groups: FIRING / SIZE }));
    await Promise.all(prepared);
    const lines: string[] = [];
    for (const kind of ['new', 'repeats'] as const) {
      const rounds: [RulesAnswer, RulesAnswer][] = [];
      // The first one warms the code up.
      for (let n = 0; n <= PAIRS; n += 1) {
        const none = await ask(sides[0], { do: kind, groups: GROUPS[kind] });
        rounds.push([none, await ask(sides[1], { do: kind, groups: GROUPS[kind] })]);
      }
      lines.push(...rows(kind, rounds.slice(1)));
    }
    return lines;
  } finally {
    for (const child of sides) child.disconnect();
  }
}

function rows(kind: 'new' | 'repeats', rounds: readonly (readonly [RulesAnswer, RulesAnswer])[]): string[] {
  const line = (what: string, cost: (answer: RulesAnswer) => number): string => {
    const micros = (i: 0 | 1): string => (median(rounds.map((pair) => cost(pair[i]))) / GROUPS[kind] / SIZE).toFixed(1);
    const ratio = median(rounds.map(([none, all]) => cost(all) / cost(none))).toFixed(2);
    return `| ${kind}, ${what} | ${micros(0)} | ${micros(1)} | ${ratio} |`;
  };
  const verdicts = Object.entries(rounds.at(-1)?.[1].verdicts ?? {}).map(([word, n]) => `${word} ${n}`);
  return [
    line('decided', ({ decide }) => decide),
    line('read and decided', ({ read, decide }) => read + decide),
    `| ${kind} with rules, of ${GROUPS[kind] * SIZE} | | | ${verdicts.join(', ')} |`,
  ];
}

function side(): ChildProcess {
  return fork(WORKER, { execArgv: [] });
}

function ask(child: ChildProcess, job: RulesJob): Promise<RulesAnswer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a side of the comparison ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as RulesAnswer);
    });
    child.send(job);
  });
}
