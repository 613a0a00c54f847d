import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogSource, RawLog } from '../../src/pipeline/enrich/logs/logSource.ts';
import { LOG_SOURCES } from '../../src/pipeline/enrich/logs/logSources.ts';
import { SourceError } from '../../src/pipeline/enrich/sourceError.ts';
import type { Limits, Subject } from '../../src/pipeline/enrich/subject.ts';
import type { Failure } from '../fakes/fakeServer.ts';
import { NOBODY } from '../fakes/nobody.ts';
import { aSubject, limitsOf, NOW, WINDOW } from '../pipeline/enrich/logs/aSubject.ts';
import { LOG_SUBJECTS, type LogSubject } from './logSubjects.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const MIB = 1024 * 1024;

/** What each bad answer must be called, whoever gave it. */
const BAD_ANSWERS: readonly { name: string; failure: Failure; outcome: SourceError['outcome']; message: RegExp }[] = [
  {
    name: '400',
    failure: { status: 400, body: 'no\nway' },
    outcome: 'refused',
    message: /^refuses the question \(400\): no way$/,
  },
  {
    name: '401',
    failure: { status: 401, body: 'who?' },
    outcome: 'refused',
    message: /^does not accept the credentials \(401\)/,
  },
  { name: '403 in HTML', failure: { html: 403 }, outcome: 'refused', message: /^does not accept the credentials \(403\)$/ },
  { name: '404', failure: { status: 404, body: 'gone' }, outcome: 'refused', message: /\(404\): gone$/ },
  {
    name: '429',
    failure: { status: 429, body: 'slow' },
    outcome: 'limited',
    message: /^takes no more questions for now \(429\): slow$/,
  },
  { name: '500', failure: { status: 500, body: 'oh' }, outcome: 'server_error', message: /^has trouble of its own \(500\): oh$/ },
  { name: '503 in HTML', failure: { html: 503 }, outcome: 'server_error', message: /^has trouble of its own \(503\)$/ },
  {
    name: 'a page',
    failure: { html: 200 },
    outcome: 'unusable',
    message: /^answered something that is not JSON.* \(text\/html\): is url its address\?$/,
  },
  { name: 'garbage', failure: { status: 200, body: '\u0000\u0001{{{{' }, outcome: 'unusable', message: /^answered something/ },
  {
    name: 'a redirect',
    failure: { status: 302, headers: { location: 'http://127.0.0.1/' } },
    outcome: 'refused',
    message: /redirects/,
  },
  { name: 'a cut before reading', failure: 'resetBefore', outcome: 'unreachable', message: /^cannot be reached \([A-Z_]+\)$/ },
  { name: 'a cut after reading', failure: 'reset', outcome: 'unreachable', message: /^cannot be reached \([A-Z_]+\)$/ },
];

const TYPES = LOG_SOURCES.flatMap((kind) => kind.types.map((type) => [type, kind] as const));

test('the list has every type once, and the suite knows each', () => {
  const types = TYPES.map(([type]) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(types.toSorted()).toEqual(Object.keys(LOG_SUBJECTS).sort());
});

describe.each(TYPES)('%s', (type, kind) => {
  let other: LogSubject;
  let source: LogSource;
  const read = (subject: Subject = aSubject(), most = 200, limits: Limits = limitsOf()): Promise<RawLog> =>
    source.read(subject, { most, limits });
  const failed = async (reading: Promise<RawLog>): Promise<SourceError> => {
    const error = await reading.then(
      (log) => log,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SourceError);
    return error as SourceError;
  };

  beforeEach(async () => {
    other = await (LOG_SUBJECTS[type] as () => Promise<LogSubject>)();
    source = kind.create(kind.schema.parse(other.config));
  });
  afterEach(() => other.fake.close());

  test('gives the newest lines of the stretch, oldest first', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => ({ at: WINDOW.to - 1_000 * (30 - i), text: `line ${i}` }));
    other.put(lines.toSorted((a, b) => a.text.localeCompare(b.text)));
    const log = await read(aSubject(), 10);
    expect(log.lines).toEqual(lines.slice(20));
    expect(log.partial).toBeNull();
    expect(log.query).toContain('checkout');
    other.fake.assertClean();
  });

  test('takes the beginning of the stretch, and not its end', async () => {
    const at = [WINDOW.from - 1, WINDOW.from, WINDOW.from + 1, WINDOW.to - 1, WINDOW.to];
    other.put(at.map((moment, i) => ({ at: moment, text: `line ${i}` })));
    expect((await read()).lines.map(({ text }) => text)).toEqual(['line 1', 'line 2', 'line 3']);
    other.fake.assertClean();
  });

  test('gives a trace and a level where it has them beside the line', async () => {
    other.put([{ at: NOW - 5, text: 'line', traceId: '4bf92f3577b34da6a3ce929d0e0e4736', level: 'error' }]);
    const beside = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', level: 'error' };
    expect((await read()).lines).toEqual([{ at: NOW - 5, text: 'line', ...(other.hasBeside && beside) }]);
  });

  test('knows nothing: no lines, and nothing wrong', async () => {
    expect(await read()).toMatchObject({ lines: [], partial: null });
    other.fake.assertClean();
  });

  test('is asked nothing where the alert does not say what is asked for', async () => {
    const error = await failed(read(aSubject({ namespace: 'shop' })));
    expect(error).toMatchObject({ outcome: 'unusable', message: 'nothing is asked: the alert has no {{ labels.service }}' });
    expect(other.fake.history).toEqual([]);
  });

  test.each(BAD_ANSWERS)('answers $name', async ({ failure, outcome, message }) => {
    other.put([{ at: NOW - 5, text: 'line' }]);
    other.fake.fail(failure);
    const error = await failed(read());
    expect(error).toMatchObject({ outcome, message: expect.stringMatching(message) });
    // It is not asked again.
    expect(other.fake.history).toHaveLength(1);
    expect((await read()).lines).toHaveLength(1);
  });

  test.each([400, 401, 500])('says back with %d what was sent: no secret is shown', async (status) => {
    other.fake.fail({ status, body: `you said ${other.secrets.join(' and ')}, and that was ${'x'.repeat(5_000)}` });
    const error = await failed(read());
    for (const secret of other.secrets) expect(inspect(error, { depth: 10 })).not.toContain(secret);
    expect(error.message).toContain('you said ***');
    expect(error.message.length).toBeLessThan(300);
  });

  test('never answers: its time is said', async () => {
    other.fake.fail('hang');
    expect(await failed(read(aSubject(), 200, limitsOf(200)))).toMatchObject({
      outcome: 'timeout',
      message: 'timed out after 0.2 s',
    });
  });

  test('never ends its answer: its time is said', async () => {
    other.fake.fail({
      status: 200,
      headers: JSON_TYPE,
      chunks: async function* () {
        yield Buffer.from('{');
        await new Promise(() => {});
      },
    });
    expect(await failed(read(aSubject(), 200, limitsOf(200)))).toMatchObject({
      outcome: 'timeout',
      message: 'timed out after 0.2 s',
    });
  });

  test('is not asked any more when its time is over already', async () => {
    const limits = { timeoutMs: 3_000, signal: AbortSignal.abort() };
    expect(await failed(read(aSubject(), 200, limits))).toMatchObject({ outcome: 'timeout', message: 'timed out after 3 s' });
    expect(other.fake.history).toEqual([]);
  });

  test('is not there', async () => {
    source = kind.create(kind.schema.parse({ ...other.config, url: NOBODY }));
    expect(await failed(read())).toMatchObject({ outcome: 'unreachable', message: 'cannot be reached (ECONNREFUSED)' });
  });

  test('cuts the connection in the middle of its answer', async () => {
    const whole = Buffer.from(other.answerWith(['line 1', 'line 2']));
    other.fake.fail({
      status: 200,
      headers: JSON_TYPE,
      chunks: function* () {
        yield whole.subarray(0, whole.length / 2);
        throw new Error('cut');
      },
    });
    expect(await failed(read())).toMatchObject({ outcome: 'unreachable' });
  });

  test('packs its answer with gzip', async () => {
    const packed = gzipSync(other.answerWith(['line 1']));
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    // CloudWatch is asked for an older stretch too.
    for (let i = 0; i < 2; i += 1) other.fake.fail({ status: 200, headers, chunks: () => [packed] });
    expect((await read(aSubject(), 1)).lines.map(({ text }) => text)).toEqual(['line 1']);
  });

  test('answers more than a mebibyte: whole lines of it, or what to do about it', async () => {
    const body = other.answerWith(Array.from({ length: 2_000 }, (_, i) => `line ${i} ${'x'.repeat(1_000)}`));
    other.fake.fail({ status: 200, body, headers: JSON_TYPE });
    if (other.longAnswer === 'unusable') {
      const message = 'the answer is longer than 1 MiB: lower logs.limit_lines, or ask a narrower question';
      expect(await failed(read())).toMatchObject({ outcome: 'unusable', message });
      return;
    }
    const log = await read();
    expect(log.partial).toBe('the answer was cut at 1 MiB');
    expect(log.lines).toHaveLength(200);
    expect(log.lines.every(({ text }) => text.length > 1_000)).toBe(true);
  });

  test.each(['plain', 'packed'])('answers a gigabyte, %s: a few mebibytes of it are ever taken', async (how) => {
    const piece = Buffer.alloc(MIB, 'x');
    const packed = gzipSync(Buffer.alloc(64 * MIB, 'x'));
    let taken = 0;
    other.fake.fail({
      status: 200,
      headers: { ...JSON_TYPE, ...(how === 'packed' && { 'content-encoding': 'gzip' }) },
      chunks: function* () {
        for (let i = 0; i < (how === 'packed' ? 16 : 1_024); i += 1) {
          taken += 1;
          yield how === 'packed' ? packed : piece;
        }
      },
    });
    const before = process.memoryUsage().rss;
    expect(await failed(read())).toMatchObject({ outcome: 'unusable' });
    // Two are under way in sockets and buffers.
    if (how === 'plain') expect(taken).toBeLessThan(32);
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(96);
  });
});
