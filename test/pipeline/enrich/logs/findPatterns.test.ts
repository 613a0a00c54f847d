import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundPatterns, findPatterns, type Pattern } from '../../../../src/pipeline/enrich/logs/findPatterns.ts';
import { joinStackTraces } from '../../../../src/pipeline/enrich/logs/joinStackTraces.ts';
import type { LogEntry } from '../../../../src/pipeline/enrich/logs/logEntry.ts';
import { readEntry } from '../../../../src/pipeline/enrich/logs/readEntry.ts';
import type { Redacted } from '../../../../src/redact/redacted.ts';

const ALL = { patterns: 1000 };

function entriesOf(text: string, from = 0): LogEntry[] {
  const lines = text.split('\n').map((line, i) => ({ at: from + i, text: line }));
  return joinStackTraces(lines).map((line) => readEntry(line, line.text as Redacted));
}

function said({ patterns }: FoundPatterns): string[] {
  return patterns.map(({ count, level, text }) => `${count} ${level} ${text.replaceAll('\n', ' ⏎ ')}`);
}

function lines({ patterns, others }: FoundPatterns): number {
  return patterns.reduce((sum, { count }) => sum + count, 0) + others.lines;
}

const LOGS = {
  JSON: [
    `{"level":"error","msg":"charge 17 failed","err":"card declined","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}
{"level":"error","msg":"charge 18 failed","err":"card declined"}
{"level":30,"msg":"ready in 3.2 s"}
{"level":"error","msg":"charge 19 failed","err":"gateway is gone"}`,
    ['2 error charge <n> failed: card declined', '1 error charge <n> failed: gateway is gone', '1 info ready in <duration>'],
  ],
  logfmt: [
    `ts=2026-03-05T11:20:31Z level=warn msg="slow query" took=3.2s
ts=2026-03-05T11:20:32Z level=warn msg="slow query" took=900ms
ts=2026-03-05T11:20:33Z level=info msg="query served"`,
    ['2 warn slow query', '1 info query served'],
  ],
  Java: [
    `2026-03-05 11:20:31,123 ERROR [exec-3] c.s.Pay - payment 4711 failed
com.shop.PayException: no
\tat com.shop.Pay.pay(Pay.java:41)
Caused by: java.net.SocketTimeoutException: Read timed out
\tat java.net.Socket.read(Socket.java:9)
\t... 12 more
2026-03-05 11:20:32,456 ERROR [exec-9] c.s.Pay - payment 5 failed
com.shop.PayException: no
\tat com.shop.Other.pay(Other.java:3)
\tat com.shop.Pay.pay(Pay.java:41)
Caused by: java.net.SocketTimeoutException: Read timed out
\tat java.net.Socket.read(Socket.java:9)
\t... 14 more`,
    [
      '2 error ERROR [exec-<n>] c.s.Pay - payment <n> failed ⏎ com.shop.PayException: no ⏎ Caused by: java.net.SocketTimeoutException: Read timed out ⏎ at java.net.Socket.read(Socket.java:<n>)',
    ],
  ],
  Python: [
    `ERROR:worker:job 12 failed
Traceback (most recent call last):
  File "/app/handle.py", line 9, in handle
    raise KeyError(name)
KeyError: 'sku-77'
ERROR:worker:job 13 failed
Traceback (most recent call last):
  File "/app/handle.py", line 9, in handle
    raise KeyError(name)
KeyError: 'sku-4'
INFO:worker:idle`,
    [
      '2 error ERROR:worker:job <n> failed ⏎ KeyError: \'sku-<n>\' ⏎ File "/app/handle.py", line <n>, in handle',
      '1 info INFO:worker:idle',
    ],
  ],
  Go: [
    `panic: runtime error: index out of range [5] with length 3

goroutine 17 [running]:
main.(*Cart).total(0xc000112000)
\t/src/cart.go:42 +0x1d
exit status 2`,
    [
      '1 error panic: runtime error: index out of range [<n>] with length <n> ⏎ goroutine <n> [running]: ⏎ main.(*Cart).total(<hex>)',
    ],
  ],
  nginx: [
    `10.0.0.9 - - [05/Mar/2026:11:20:31 +0000] "GET /api/orders/81?x=2 HTTP/1.1" 200 157 "-" "curl/8.5.0"
10.0.0.8 - - [05/Mar/2026:11:20:32 +0000] "GET /api/orders/7?x=3 HTTP/1.1" 200 2 "-" "Mozilla/5.0 (X11; Linux)"
10.0.0.8 - - [05/Mar/2026:11:20:32 +0000] "GET /api/orders/7 HTTP/1.1" 502 2 "-" "curl/8.5.0"
2026/03/05 11:20:31 [error] 29#29: *1203 upstream timed out (110: Connection timed out), client: 10.0.0.9`,
    [
      '1 error [error] <n>#<n>: *<n> upstream timed out (<n>: Connection timed out), client: <ip>',
      '2 null <ip> - - [<time>] "GET /api/orders/<n>?<*> HTTP/1.1" 200 <n> "-" "<*>"',
      '1 null <ip> - - [<time>] "GET /api/orders/<n> HTTP/1.1" 502 <n> "-" "curl/<n>"',
    ],
  ],
  klog: [
    `E0305 11:20:31.123456       1 controller.go:114] "Failed to sync" pod="shop/web-7d9f8b6c5d-x2x9z" err="context deadline exceeded"
E0305 11:20:32.000001       1 controller.go:114] "Failed to sync" pod="shop/db-0" err="context deadline exceeded"
I0305 11:20:33.000001       7 leader.go:258] became leader 4`,
    ['2 error Failed to sync: context deadline exceeded', '1 info became leader <n>'],
  ],
  PostgreSQL: [
    `2026-03-05 11:20:31.123 UTC [812] shop@orders ERROR:  duplicate key value violates unique constraint "orders_pkey"
2026-03-05 11:20:31.124 UTC [812] shop@orders DETAIL:  Key (id)=(4711) already exists.
2026-03-05 11:20:41.123 UTC [99] shop@orders ERROR:  duplicate key value violates unique constraint "users_pkey"
2026-03-05 11:21:31.123 UTC [1] LOG:  checkpoint complete: wrote 44 buffers (0.3%)`,
    [
      '2 error [<n>] shop@orders ERROR: duplicate key value violates unique constraint "<*>"',
      '1 null [<n>] shop@orders DETAIL: Key (id)=(<n>) already exists.',
      '1 info [<n>] LOG: checkpoint complete: wrote <n> buffers (<n>%)',
    ],
  ],
} satisfies Record<string, [string, string[]]>;

describe('patterns', () => {
  it.each(Object.entries(LOGS))('of %s', (_, [log, expected]) => {
    expect(said(findPatterns(entriesOf(log), null, ALL))).toEqual(expected);
  });

  it('tells count, first, last, the latest as a sample, and the latest three traces', () => {
    const id = (i: number): string => `${i}`.padStart(32, 'a');
    const entries = [4, 1, 5, 2, 3, 5].map((i) => ({ at: i, text: `try ${i}` as Redacted, level: null, traceId: id(i) }));
    const expected: Pattern = {
      text: 'try <n>' as Redacted,
      count: 6,
      first: 1,
      last: 5,
      sample: { at: 5, text: 'try 5' as Redacted, level: null, traceId: id(5) },
      level: null,
      isNew: true,
      before: 0,
      traceIds: [id(5), id(4), id(3)],
    };
    expect(findPatterns(entries, [], ALL)).toEqual({
      patterns: [expected],
      others: { patterns: 0, lines: 0 },
      isBeforeKnown: true,
    });
  });

  it('puts what is new first, then the worse, then the more frequent', () => {
    const now = entriesOf('INFO new 1\nERROR old 2\nWARN old 3\nWARN old 4\nFATAL new 5\nno level 1\nWARN seldom 6\nERROR new 7');
    const before = entriesOf('ERROR old 9\nWARN old 9\nWARN old 9\nWARN seldom 1\nno level 2\nERROR gone 3');
    const found = findPatterns(now, before, ALL);
    expect(found.patterns.map(({ text, isNew, before: count }) => [text, isNew, count])).toEqual([
      ['FATAL new <n>', true, 0],
      ['ERROR new <n>', true, 0],
      ['INFO new <n>', true, 0],
      ['ERROR old <n>', false, 1],
      ['WARN old <n>', false, 2],
      ['WARN seldom <n>', false, 1],
      ['no level <n>', false, 1],
    ]);
  });

  it('does not know what is new where it does not know what was before', () => {
    const { patterns, isBeforeKnown } = findPatterns(entriesOf('ERROR no'), null, ALL);
    expect([patterns[0]?.isNew, patterns[0]?.before, isBeforeKnown]).toEqual([null, null, false]);
  });

  it('finds a value that was not there before in a pattern that was, and shows what is there now', () => {
    const before = entriesOf(['amy', 'ben', 'cem', 'dan'].map((user) => `ERROR login of ${user} failed`).join('\n'));
    const [pattern] = findPatterns(entriesOf('ERROR login of zoe failed'), before, ALL).patterns;
    expect(pattern).toMatchObject({ text: 'ERROR login of zoe failed', isNew: false, before: 4, count: 1 });
  });

  it('keeps levels apart', () => {
    expect(said(findPatterns(entriesOf('{"level":"warn","msg":"no"}\n{"level":"info","msg":"no"}'), null, ALL))).toEqual([
      '1 warn no',
      '1 info no',
    ]);
  });

  it('counts what it does not show', () => {
    const found = findPatterns(entriesOf('ERROR a\nWARN b\nWARN b\nINFO c d e'), null, { patterns: 1 });
    expect([said(found), found.others]).toEqual([['1 error ERROR a'], { patterns: 2, lines: 3 }]);
  });

  it('has a bounded text, and one for lines that tell nothing', () => {
    const [empty, long] = findPatterns(entriesOf(`\n${'word-without-end '.repeat(100)}`), null, ALL).patterns;
    expect([empty?.text, long?.text.length]).toEqual(['(empty)', 500]);
  });

  it('tells the wildcard with the punctuation around it', () => {
    const users = ['amy', 'ben', 'cem', 'dan'].map((user) => `ERROR login (${user}), failed there`);
    expect(said(findPatterns(entriesOf(users.join('\n')), null, ALL))).toEqual(['4 error ERROR login (<*>), failed there']);
  });

  it('counts each entry once, in any order alike, and throws at no text', () => {
    const text = fc.oneof(
      fc.constantFrom(...Object.values(LOGS).flatMap(([log]) => log.split('\n'))),
      fc
        .tuple(fc.constantFrom('failed login of', 'no'), fc.constantFrom('amy', 'ben', 'cem', '(dan)', '(eve),', '😀', '😁'))
        .map((words) => words.join(' ')),
      fc.nat(20).map((n) => `try ${n}`),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 10 }),
      fc.json(),
    );
    const entry = fc.tuple(fc.nat(3), text).map(([at, line]) => readEntry({ at }, `${line}` as Redacted));
    const shuffled = fc
      .array(entry, { maxLength: 40 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, shuffled, fc.nat(5), ([some, others], [before, otherBefore], patterns) => {
        const found = findPatterns(some, before, { patterns });
        expect(lines(found)).toBe(some.length);
        expect(found.patterns.length).toBeLessThanOrEqual(patterns);
        expect(findPatterns(others, otherBefore, { patterns })).toEqual(found);
        expect(found.patterns.every(({ text: shown }) => shown.isWellFormed())).toBe(true);
      }),
    );
  });

  it('takes many long lines', () => {
    const words = Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 99_991).toString(36));
    const entries = Array.from({ length: 10_000 }, (_, i) => {
      const text = `${i % 2 === 0 ? 'INFO' : 'ERROR'} ${words.slice(i % 4600, (i % 4600) + 400).join(' ')}`;
      return { at: i, text: text as Redacted, level: null, traceId: null };
    });
    expect(lines(findPatterns(entries, null, { patterns: 3 }))).toBe(10_000);
  }, 60_000);
});
