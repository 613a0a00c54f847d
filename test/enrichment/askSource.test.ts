import { afterEach, describe, expect, it } from 'vitest';
import { askSource } from '../../src/enrichment/askSource.ts';
import { Breaker } from '../../src/enrichment/breaker.ts';
import type { Found, Looker } from '../../src/enrichment/looker.ts';
import { subjectOf } from '../../src/enrichment/subjectOf.ts';
import { SourceError } from '../../src/pipeline/enrich/sourceError.ts';
import type { Redacted } from '../../src/redact/redacted.ts';
import { fakeClock, START } from '../fakeClock.ts';
import { incidentView } from '../pipeline/notify/views.ts';

const SUBJECT = subjectOf(incidentView(), START, { beforeMs: 300_000, afterMs: 60_000 });
const FOUND: Found = {
  status: 'found',
  because: null,
  query: 'q' as Redacted,
  content: null,
  from: 1,
  to: 2,
  file: 'a line' as Redacted,
};
const stop = new AbortController();
const asking = () => ({
  clock: fakeClock(),
  breaker: new Breaker(),
  stopped: stop.signal,
  redact: (text: string) => {
    if (text.includes('unredactable')) throw new Error('no');
    return text.replaceAll('hunter2', '***') as Redacted;
  },
});
const looker = (look: Looker['look'], timeoutMs = 1_000): Looker => ({ kind: 'logs', name: 'loki', timeoutMs, look });
const open: (() => void)[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end();
});

describe('a source that is asked', () => {
  it('answers with what it found, and says when it was asked', async () => {
    expect(
      await askSource(
        looker(async () => FOUND),
        SUBJECT,
        asking(),
      ),
    ).toMatchObject({
      ...{ kind: 'logs', source: 'loki', status: 'found', outcome: 'found', query: 'q', from: 1, to: 2 },
      ...{ askedAt: START, hasFile: true, file: 'a line' },
    });
  });

  it.each([
    [new SourceError('timed out after 3 s', 'timeout'), 'timeout', 'timed out after 3 s'],
    [new SourceError('401: no org id', 'refused'), 'refused', '401: no org id'],
    [new SourceError('password hunter2 is wrong', 'refused'), 'refused', 'password *** is wrong'],
    [new SourceError('unredactable', 'refused'), 'refused', 'failed, and its message cannot be shown'],
    [new TypeError('x is not a function'), 'unexpected', 'unexpected: x is not a function'],
  ])('that throws %s has failed, and says why', async (error, outcome, because) => {
    const failing = looker(async () => {
      throw error;
    });
    expect(await askSource(failing, SUBJECT, asking())).toMatchObject({ status: 'failed', outcome, because, hasFile: false });
  });

  it('is not waited for beyond its time, whether it heeds its signal or not', async () => {
    const deaf = looker(() => new Promise<Found>((resolve) => open.push(() => resolve(FOUND))), 20);
    expect(await askSource(deaf, SUBJECT, asking())).toMatchObject({ outcome: 'timeout', because: 'timed out after 0.02 s' });
    const heedful = looker(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new SourceError('timed out after 0.02 s', 'timeout')));
        }),
      20,
    );
    expect(await askSource(heedful, SUBJECT, asking())).toMatchObject({ status: 'failed', outcome: 'timeout' });
  });

  it('is left alone after three troubles, and not after three refusals', async () => {
    for (const [outcome, after] of [
      ['timeout', 'skipped'],
      ['refused', 'found'],
    ] as const) {
      const shared = asking();
      const failing = looker(async () => {
        throw new SourceError('no', outcome);
      });
      for (let n = 0; n < 3; n += 1) await askSource(failing, SUBJECT, shared);
      expect(
        await askSource(
          looker(async () => FOUND),
          SUBJECT,
          shared,
        ),
      ).toMatchObject({ status: after });
    }
  });
});
