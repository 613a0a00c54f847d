import { expect, test } from 'vitest';
import { SourceError } from '../../src/pipeline/enrich/sourceError.ts';
import type { Limits } from '../../src/pipeline/enrich/subject.ts';
import type { Failure, FakeServer } from '../fakes/fakeServer.ts';

/** Something that asks a fake. */
export interface Asking {
  readonly fake: FakeServer;
  /** In no message. */
  readonly secret: string;
  ask(limits: Limits): Promise<unknown>;
}

const HUGE = `{"data":"${'x'.repeat(2 ** 20)}"}`;

/** What each bad answer is called, whichever source gave it. As often as it is asked: some ask for less after too much. */
const BAD: readonly { name: string; failure: Failure; outcome: SourceError['outcome']; message: RegExp }[] = [
  { name: '401', failure: { status: 401, body: 'who?' }, outcome: 'refused', message: /refuses the credential \(401\): who\?/ },
  { name: '403 in HTML', failure: { html: 403 }, outcome: 'refused', message: /^refuses the credential \(403\)$/ },
  {
    name: '404',
    failure: { status: 404, body: 'page not found' },
    outcome: 'refused',
    message: /^answered 404: page not found$/,
  },
  {
    name: '429',
    failure: { status: 429, body: '' },
    outcome: 'limited',
    message: /^takes no more questions at the moment \(429\)$/,
  },
  {
    name: '500',
    failure: { status: 500, body: { error: 'out of memory' } },
    outcome: 'server_error',
    message: /500: out of memory$/,
  },
  { name: '502 in HTML', failure: { html: 502 }, outcome: 'server_error', message: /^answered 502$/ },
  { name: 'a cut connection', failure: 'reset', outcome: 'unreachable', message: /^cannot be reached \(/ },
  {
    name: 'HTML',
    failure: { html: 200 },
    outcome: 'unusable',
    message: /^answered 200 with no JSON \(text\/html\): check that url/,
  },
  { name: 'half of it', failure: { status: 200, body: '{"data":[' }, outcome: 'unusable', message: /no JSON/ },
  { name: 'nothing', failure: { status: 200, body: '' }, outcome: 'unusable', message: /no JSON/ },
  {
    name: 'a wrong shape',
    failure: { status: 200, body: { data: 7, traces: 7, series: 7 } },
    outcome: 'unusable',
    message: /not as/,
  },
  { name: 'JSON that is null', failure: { status: 200, body: 'null' }, outcome: 'unusable', message: /but not as/ },
  { name: 'more than 1 MiB', failure: { status: 200, body: HUGE }, outcome: 'unusable', message: /more than 1 MiB/ },
  {
    name: 'a redirect',
    failure: { status: 302, headers: { Location: 'http://127.0.0.1:2/' } },
    outcome: 'refused',
    message: /redirects elsewhere \(302\)/,
  },
];

/** The tests that every source has to pass; `start` is called once for each. */
export function refusesBadAnswers(start: () => Promise<Asking>): void {
  const limits = (timeoutMs = 20_000): Limits => ({ timeoutMs, signal: AbortSignal.timeout(timeoutMs) });
  const started = async (run: (asking: Asking) => Promise<void>): Promise<void> => {
    const asking = await start();
    await run(asking).finally(() => asking.fake.close());
  };

  test.each(BAD)('answers: $name', ({ failure, outcome, message }) =>
    started(async ({ fake, ask, secret }) => {
      fake.fail(failure, failure, failure);
      const error = await sourceErrorOf(ask(limits()));
      expect(error.message).toMatch(message);
      expect(error.outcome).toBe(outcome);
      expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(secret);
    }),
  );

  test('never answers: it timed out', () =>
    started(async ({ fake, ask }) => {
      fake.fail('hang');
      const error = await sourceErrorOf(ask(limits(300)));
      expect(error).toMatchObject({ message: 'timed out after 0.3 s', outcome: 'timeout' });
    }));

  test('says the secret itself: it is taken out', () =>
    started(async ({ fake, ask, secret }) => {
      fake.fail({ status: 500, body: { error: `bad key ${secret}, ${Buffer.from(secret).toString('base64')}` } });
      const error = await sourceErrorOf(ask(limits()));
      expect(error.message).toContain('bad key ***');
      expect(error.message).not.toContain(secret);
    }));

  test('had a bad moment: the next question is answered', () =>
    started(async ({ fake, ask }) => {
      fake.fail({ html: 503 });
      await sourceErrorOf(ask(limits()));
      await ask(limits());
      fake.assertClean();
    }));
}

async function sourceErrorOf(asking: Promise<unknown>): Promise<SourceError> {
  const outcome = await asking.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('answer' in outcome) throw new Error(`it was answered: ${JSON.stringify(outcome.answer)}`);
  if (!(outcome.error instanceof SourceError)) throw outcome.error;
  return outcome.error;
}
