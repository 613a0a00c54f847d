import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../../src/pipeline/enrich/logs/messageOf.ts';

describe('what a line tells', () => {
  it.each([
    ['{"level":"info","msg":"up","port":80}', 'up'],
    ['{"level":"info","message":"up"}', 'up'],
    [
      '{"level":"error","msg":"charge failed","err":{"message":"declined","stack":"Error: declined\\n  at x"}}',
      'charge failed: declined',
    ],
    ['{"level":"error","msg":"no: declined","error":"declined"}', 'no: declined'],
    ['{"level":"error","error":"declined"}', 'declined'],
    ['{"msg":"done","error":false}', 'done'],
    ['{"@mt":"Order {Id} lost","@l":"Error","Id":4}', 'Order {Id} lost'],
    ['{"log":"{\\"level\\":\\"warn\\",\\"msg\\":\\"inner\\"}\\n","stream":"stderr"}', 'inner'],
    ['{"log":"plain text\\n","stream":"stdout"}', 'plain text'],
    ['web-1  | {"msg":"up"}', 'up'],
    ['2026-03-05T11:20:31.1Z stdout F {"msg":"up"}', 'up'],
    ['{\n  "level": "error",\n  "message": "pretty"\n}', 'pretty'],
    ['{"msg":"half of a li', 'half of a li'],
    ['{"card":[redacted:card],"msg":"paid \\"in full\\""}', 'paid "in full"'],
    ['ts=1 caller=a.go:3 level=warn msg="slow query" took=3s', 'slow query'],
    ['level=error msg="no answer" err="connection refused"', 'no answer: connection refused'],
    ['E0305 11:20:31.123456       1 a.go:114] "Failed to sync" pod="shop/web" err="too late"', 'Failed to sync: too late'],
    ['W0305 11:20:31.123456       1 a.go:114] plain words', 'plain words'],
    ['{"method":"GET","status":200}', '{"method":"GET","status":200}'],
    ['a=1 b=2', 'a=1 b=2'],
    ['Request failed {"user":1}', 'Request failed {"user":1}'],
    ['{"__proto__":{"msg":"x"},"constructor":"y"}', '{"__proto__":{"msg":"x"},"constructor":"y"}'],
    ['', ''],
  ])('%s: %s', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});
