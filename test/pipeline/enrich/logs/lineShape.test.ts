import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineShape } from '../../../../src/pipeline/enrich/logs/lineShape.ts';

function shown(text: string): string {
  return lineShape(text)
    .map((word) => word.gap + word.shown)
    .join('');
}

function key(text: string): string {
  return JSON.stringify(lineShape(text).map((word) => word.key));
}

describe('the shape of a line', () => {
  it.each([
    ['took 12 ms, 3.5s and 1m30s', 'took <duration>, <duration> and <duration>'],
    ['read 4.5 MiB of 12KB at 97.5%', 'read <size> of <size> at <n>%'],
    ['from 10.0.0.7:5432 to [2001:db8::1]:80 or ::1', 'from <ip>:<n> to [<ip>]:<n> or <ip>'],
    ['std::vector at Foo::Bar', 'std::vector at Foo::Bar'],
    ['id 550e8400-e29b-41d4-a716-446655440000 at 0xc000112000', 'id <uuid> at <hex>'],
    ['commit 4bf92f3577b34da6a3ce929d0e0e4736 of 00:1b:44:11:3a:b7', 'commit <hex> of <mac>'],
    ['pod web-7d9f8b6c5d-x2x9z on ip-10-0-1-2', 'pod web-<hex>-<id> on ip-<n>-<n>-<n>-<n>'],
    ['mail to bob@example.com', 'mail to <email>'],
    ['blk_-42 of job_7 in part-003', 'blk_<n> of job_<n> in part-<n>'],
    ['user 5 and -5 and +1.5e3', 'user <n> and <n> and <n>'],
    ['items 1, 2, 3 and 4 5 6', 'items <n>… and <n>…'],
    ['GET http://shop.example:80/orders/81?a=b&c=d done', 'GET http://shop.example:<n>/orders/<n>?<*> done'],
    ['was [redacted:card 4] and ***', 'was [redacted:card 4] and ***'],
    [
      '10.0.0.9 - - [05/Mar/2026:11:20:31 +0000] "POST /o/8?x=2 HTTP/1.1" 502 15 "-" "curl/8.5"',
      '<ip> - - [<time>] "POST /o/<n>?<*> HTTP/1.1" 502 <n> "-" "curl/<n>"',
    ],
    ['upstream said status=503 after 4, exited with code 137', 'upstream said status=503 after <n>, exited with code 137'],
    ['2026-03-05 11:20:31,123 INFO  up since 2026-03-05T11:20:31+01:00', 'INFO up since <time>'],
    ['[Thu Mar 05 11:20:31 2026] [error] no', '[error] no'],
    ['Mar  5 11:20:31 host app[4]: no', 'host app[<n>]: no'],
    ['2026-03-05 11:20:31.123 UTC [812] LOG:  started', '[<n>] LOG: started'],
    ['<11>1 2026-03-05T11:20:31Z host app - no', 'host app - no'],
    ['May 12 came and went', 'May <n> came and went'],
    ['no relation "orders", and \'x y\' is', 'no relation "orders", and \'x y\' is'],
    ["it's here and can't be there", "it's here and can't be there"],
    ['"all of it is quoted 5"', '"all of it is quoted <n>"'],
    ['a=1 b="two words" c=', 'a=<n> b="two words" c='],
    ['', ''],
    ['2026-03-05T11:20:31Z', ''],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ['two random names', 'commit 12345678 now', 'commit deadbee1 now'],
    ['two quoted values', 'user "Bob" is not known', 'user "John Smith" is not known'],
    ['lists of two lengths with commas', 'delete 1, 2, 3 now', 'delete 4 now'],
    ['lists of two lengths', 'delete blk_1 blk_2', 'delete blk_1 blk_2 blk_3 blk_4'],
    ['two depths of one stack', stackOf(3), stackOf(30)],
    ['lines that agree for long', `${'word '.repeat(60)}a`, `${'word '.repeat(60)}b`],
  ])('is one of %s', (_, one, other) => {
    expect(key(one)).toBe(key(other));
  });

  it.each([
    ['two errors in quotes', 'failed: err="refused"', 'failed: err="too late"'],
    ['two statuses', '"GET / HTTP/1.1" 200 5', '"GET / HTTP/1.1" 502 5'],
    ['two causes', stackOf(3), stackOf(3).replace('TimedOut', 'Refused')],
    ['two places that throw', stackOf(3), stackOf(3).replace('Socket.read', 'Socket.write')],
    ['two exceptions of Python', pythonOf('KeyError: 1'), pythonOf('ValueError: 1')],
  ])('is two of %s', (_, one, other) => {
    expect(key(one)).not.toBe(key(other));
  });

  it('keeps of Python the exception and the last frame', () => {
    expect(shown(pythonOf('KeyError: 7'))).toBe('KeyError: <n>\nFile "/app/b.py", line <n>, in g');
  });

  it('is the same with other numbers', () => {
    const number = fc.oneof(
      fc.nat().map(String),
      fc.integer().map(String),
      fc.double({ min: 0, max: 1e6, noNaN: true }).map((n) => n.toFixed(2)),
    );
    const template = fc.constantFrom(
      'worker # took job # of #',
      '{"level":"error","msg":"order # lost after # tries","id":#}',
      'level=info msg="served # of #"',
      '2026-03-05 11:20:31 ERROR [exec/#] c.s.Pay - payment # failed: #',
      '2026-03-05 11:20:31.123 UTC [#] shop@orders ERROR:  value # is out of range',
      'E0305 11:20:31.123456 1 a.go:114] "Failed to sync" try=#',
      'Error: no # left\n    at f (/app/x.js:#:#)',
      'client_#/#(#)',
    );
    fc.assert(
      fc.property(
        template,
        fc.array(number, { minLength: 8, maxLength: 8 }),
        fc.array(number, { minLength: 8, maxLength: 8 }),
        (text, some, others) => {
          expect(key(filled(text, some))).toBe(key(filled(text, others)));
        },
      ),
    );
  });

  it('is bounded and throws at no text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) })),
        fc.integer({ min: 1, max: 50 }),
        (text, times) => {
          const words = lineShape(`${text}\0\ud800`.repeat(times));
          expect(words.length).toBeLessThanOrEqual(49);
          expect(words.every(({ shown }) => shown.length <= 120 && shown.isWellFormed())).toBe(true);
        },
      ),
    );
  });
});

function stackOf(depth: number): string {
  const frames = Array.from({ length: depth }, (_, i) => `\tat com.shop.F${i}.call(F${i}.java:${i})`).join('\n');
  return `ERROR payment 4 failed\ncom.shop.PayException: no\n${frames}\nCaused by: java.net.TimedOut: no\n\tat java.net.Socket.read(Socket.java:${depth})\n${frames}`;
}

function pythonOf(raised: string): string {
  return `Traceback (most recent call last):\n  File "/app/a.py", line 30, in f\n    g()\n  File "/app/b.py", line 9, in g\n    raise it\n${raised}`;
}

function filled(template: string, numbers: readonly string[]): string {
  let i = 0;
  return template.replace(/#/g, () => numbers[i++ % numbers.length] ?? '');
}
