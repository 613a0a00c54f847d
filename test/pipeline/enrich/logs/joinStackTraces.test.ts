import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStackTraces } from '../../../../src/pipeline/enrich/logs/joinStackTraces.ts';

const JAVA = `2026-03-05 11:20:31,123 ERROR [exec-3] c.s.PayController - payment 4711 failed
java.lang.IllegalStateException: gateway said no
\tat com.shop.Gateway.charge(Gateway.java:88)
\t... 34 common frames omitted
Caused by: java.net.SocketTimeoutException: Read timed out
\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
\tSuppressed: java.io.IOException: closed
\t\tat com.shop.X.close(X.java:1)
\t... 12 more`;
const BARE_JAVA = `Exception in thread "main" java.lang.NullPointerException: no
    at com.shop.Main.main(Main.java:3)`;
const PYTHON = `ERROR:worker:job 12 failed
Traceback (most recent call last):
  File "/app/handle.py", line 9, in handle
    raise KeyError(name)
KeyError: 'sku-77'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/worker.py", line 33, in run
    give_up(job)
shop.errors.GaveUp: job 12`;
const CHAINED_WITHOUT_GAPS = `Traceback (most recent call last):
  File "/a.py", line 9, in f
ValueError: 1
The above exception was the direct cause of the following exception:
Traceback (most recent call last):
  File "/a.py", line 12, in g
RuntimeError`;
const GO = `panic: runtime error: index out of range [5] with length 3

goroutine 17 [running]:
main.(*Cart).total(0xc000112000, {0x1, 0x2})
\t/src/cart.go:42 +0x1d
created by main.main in goroutine 1
\t/src/main.go:10 +0x25
exit status 2`;
const NODE = `Error: connect ECONNREFUSED 10.0.0.7:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
    at async pay (/app/pay.js:3:9) {
  errno: -111,
  code: 'ECONNREFUSED'
}`;
const DOTNET = `fail: Shop.Api[0] request failed
System.InvalidOperationException: no order
 ---> System.TimeoutException: 3 s
   at Shop.Db.Get() in /src/Db.cs:line 4
   --- End of inner exception stack trace ---
   at Shop.Api.Run()
--- End of stack trace from previous location ---
   at Shop.Main()`;
const RUBY = `E, [2026-03-05T11:20:33 #7] ERROR -- : order lost
app/models/order.rb:12:in \`save!': gone (RuntimeError)
\tfrom app/jobs/x.rb:3:in \`run'
from /usr/lib/ruby/x.rb:9:in \`call'`;
const RUST = `thread 'main' panicked at src/main.rs:4:5:
index out of bounds: the len is 3 but the index is 99
stack backtrace:
   0: rust_begin_unwind
             at /rustc/abc/library/std/src/panicking.rs:652:5
note: run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`;
const PHP = `PHP Fatal error:  Uncaught Exception: no stock in /var/www/a.php:3
Stack trace:
#0 /var/www/b.php(12): buy()
#1 {main}
  thrown in /var/www/a.php on line 3`;
const KEY = `loaded -----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASC
BKcwggSj+/A=
-----END PRIVATE KEY-----`;
const JSON_BLOCK = `{
  "level": "error",
  "deep": {
    "a": 1
  }
}`;
const INDENTED = `ERROR could not run
  SELECT *
  FROM orders`;

const EVENTS = {
  JAVA,
  BARE_JAVA,
  PYTHON,
  CHAINED_WITHOUT_GAPS,
  GO,
  NODE,
  DOTNET,
  RUBY,
  RUST,
  PHP,
  KEY,
  JSON_BLOCK,
  INDENTED,
};

function joined(text: string, step = 1): string[] {
  return joinStackTraces(text.split('\n').map((line, i) => ({ at: i * step, text: line }))).map((event) => event.text);
}

describe('lines of one event', () => {
  it.each(Object.entries(EVENTS))('%s is one entry between others', (_, event) => {
    const next = '2026-03-05 11:20:35,000 INFO ready';
    expect(joined(`INFO before\n${event}\n${next}\n${event}`)).toEqual(['INFO before', event, next, event]);
  });

  it.each(Object.entries(EVENTS))('%s twice is two entries', (_, event) => {
    expect(joined(`${event}\n${event}`)).toEqual([event, event]);
  });

  it('lets another stream end it, and joins what frames are left', () => {
    expect(
      joined('ERROR no\njava.lang.Error: x\n\tat a.B.c(B.java:1)\nINFO other\n\tat a.B.d(B.java:2)\n\tat a.B.e(B.java:3)'),
    ).toEqual(['ERROR no\njava.lang.Error: x\n\tat a.B.c(B.java:1)', 'INFO other', '\tat a.B.d(B.java:2)\n\tat a.B.e(B.java:3)']);
  });

  it.each([
    ['indented lines below information', 'INFO config\n  port: 80', 2],
    ['lines that all begin with a space', ' ERROR app: no\n  INFO app: yes\n ERROR app: no', 3],
    ['an exception without frames', 'ERROR no\njava.lang.IllegalStateException: closed\nERROR no', 3],
    [
      'two tracebacks that are no chain',
      'Traceback (most recent call last):\n  File "a"\nE: 1\nTraceback (most recent call last):\n  File "a"\nE: 1',
      2,
    ],
    ['a key that is only spoken of', 'INFO -----BEGIN PRIVATE KEY----- is how it begins\nINFO next: line', 2],
    ['a traceback that is cut off', 'Traceback (most recent call last):\n  File "a"\nINFO: next\nx', 3],
    ['empty lines', 'a\n\n\nb', 4],
  ])('does not join %s', (_, text, count) => {
    expect(joined(text)).toHaveLength(count);
  });

  it('joins within a second of the first line only', () => {
    expect(joined('Error: x\n    at a\n    at b', 500)).toHaveLength(1);
    expect(joined('Error: x\n    at a\n    at b', 501)).toHaveLength(2);
  });

  it('takes time, level and trace from the first line that has them', () => {
    const lines = [
      { at: 5, text: 'Error: x\r\n' },
      { at: 6, text: '    at a\r\n', level: 'error', traceId: 'ab' },
      { at: 7, text: '    at b', level: 'warn', traceId: 'cd' },
    ];
    expect(joinStackTraces(lines)).toEqual([{ at: 5, text: 'Error: x\n    at a\n    at b', level: 'error', traceId: 'ab' }]);
  });

  it('goes on after a line that holds several', () => {
    const lines = ['Error: x\n    at a', '    at b\n    at c', 'INFO next'];
    expect(joinStackTraces(lines.map((text, at) => ({ at, text })))).toHaveLength(2);
  });

  it('says how many lines are beyond its bounds', () => {
    const [many] = joined(`Error: x\n${Array.from({ length: 500 }, (_, i) => `    at f${i}`).join('\n')}`, 0);
    expect(many?.split('\n')).toHaveLength(201);
    expect(many?.endsWith('    at f198\n… 301 more lines left out')).toBe(true);
    const [long, ...rest] = joined(`Error: x\n    at ${'y'.repeat(17_000)}\n    at z`, 0);
    expect([long, rest]).toEqual(['Error: x\n… 2 more lines left out', []]);
  });

  it('loses no line and throws at no text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(...Object.values(EVENTS).flatMap((e) => e.split('\n'))),
    );
    fc.assert(
      fc.property(
        fc.array(
          part.map((text) => text.replace(/[\r\n]/g, ' ')),
          { maxLength: 60 },
        ),
        (lines) => {
          expect(joined(lines.join('\n'), 30).join('\n')).toBe(lines.join('\n'));
        },
      ),
    );
  });
});
