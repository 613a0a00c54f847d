import { EventEmitter } from 'node:events';
import { expect } from 'vitest';
import { CliExit } from '../../src/cli/cliExit.ts';
import type { CliIo } from '../../src/cli/cliIo.ts';
import { demoCommand } from '../../src/cli/demo.ts';
import { whileDeciding } from '../askApp.ts';
import { fakeClock } from '../fakeClock.ts';
import type { TestApp } from '../startTestApp.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command on the server's own clock, which turns while it waits. */
export async function runDemo(
  server: Pick<TestApp, 'clock' | 'app'> | null,
  args: readonly string[],
  env: CliIo['env'] = {},
  during: (waited: number, signals: EventEmitter) => void = () => {},
): Promise<Outcome> {
  const outcome: Outcome = { code: 0, stdout: '', stderr: '' };
  const write = (to: 'stdout' | 'stderr') => (text: string) => {
    outcome[to] += text;
  };
  const clock = server?.clock ?? fakeClock();
  const signals = new EventEmitter();
  let waited = 0;
  const wait = async (ms: number): Promise<void> => {
    clock.advance(ms);
    waited += 1;
    during(waited, signals);
    await server?.app.drain();
  };
  const command = demoCommand({ stdout: write('stdout'), stderr: write('stderr'), env, cwd: '/' }, { clock, wait, signals });
  try {
    const run = command.parseAsync(args, { from: 'user' });
    await (server ? whileDeciding(server.app, run) : run);
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    outcome.code = error.code;
    outcome.stderr += error.message;
  }
  await server?.app.drain();
  expect(signals.eventNames()).toEqual([]);
  return outcome;
}
