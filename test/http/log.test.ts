import { expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { createLogger } from '../../src/log.ts';

function lines(level: Parameters<typeof createLogger>[0]['level']) {
  const written: string[] = [];
  return { log: createLogger({ level, out: { write: (line) => void written.push(line) } }), written };
}

it('writes one JSON object a line, with the level by name and the time in UTC', () => {
  const { log, written } = lines('info');
  log.debug('unseen');
  log.child({ correlation_id: 'c-1' }).warning({ text: 'a\n{"level":"critical"}' }, 'hello');
  log.critical('bare');
  expect(written.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'warning',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      correlation_id: 'c-1',
      text: 'a\n{"level":"critical"}',
      message: 'hello',
    },
    { level: 'critical', time: expect.any(String), message: 'bare' },
  ]);
  expect(written.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
});

it('writes errors with their causes, without what SDKs hang on them', () => {
  const { log, written } = lines('info');
  const cause = Object.assign(new Error('inner'), { config: { headers: 'huge' } });
  log.error({ err: new Error('outer', { cause }) }, 'failed');
  const { err } = JSON.parse(written[0] ?? '');
  expect(err).toMatchObject({ type: 'Error', message: 'outer', cause: { message: 'inner' } });
  expect(written[0]).not.toContain('huge');
});

it.each([
  [{ token: 'canary-1' }],
  [{ headers: { authorization: 'canary-1' } }],
  [{ secret: new Secret('canary-1') }],
  [{ anything: new Secret('canary-1') }],
  [{ url: 'postgres://user:canary-1@db/x' }],
  [{ text: 'Authorization: Bearer canary-1' }],
  [{ text: 'https://hooks.slack.com/services/T1/B1/canary-1' }],
  [{ text: '{"routing_key":"canary-1"}' }],
  [{ text: 'xoxb-canary-1' }],
  [{ err: new Error('connect to postgres://u:canary-1@db failed', { cause: new Error('Bearer canary-1') }) }],
])('redacts %o', (fields) => {
  const { log, written } = lines('debug');
  log.info(fields, 'said Bearer canary-1');
  expect(written).toHaveLength(1);
  expect(written[0]).not.toContain('canary-1');
  expect(() => JSON.parse(written[0] ?? '')).not.toThrow();
});
