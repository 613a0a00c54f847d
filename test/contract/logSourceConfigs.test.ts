import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOG_SOURCES } from '../../src/pipeline/enrich/logs/logSources.ts';
import { LOG_SUBJECTS, type LogSubject } from './logSubjects.ts';

const TYPES = LOG_SOURCES.flatMap((kind) => kind.types.map((type) => [type, kind] as const));

describe.each(TYPES)('the configuration of %s', (type, kind) => {
  let other: LogSubject;
  beforeEach(async () => {
    other = await (LOG_SUBJECTS[type] as () => Promise<LogSubject>)();
  });
  afterEach(() => other.fake.close());
  const problems = (over: object): string[] =>
    (kind.schema.safeParse({ ...other.config, ...over }).error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );

  test('keeps secrets to itself, and names them', () => {
    const parsed = kind.schema.parse(other.config);
    for (const secret of other.secrets) expect(`${JSON.stringify(parsed)}${inspect(parsed, { depth: 9 })}`).not.toContain(secret);
    const hidden = JSON.stringify(parsed)
      .match(/"([a-z_]+)":"\*\*\*"/g)
      ?.map((found) => found.split('"')[1]);
    expect(kind.secrets.map((key) => key.split('.').at(-1))).toEqual(expect.arrayContaining(hidden ?? []));
  });

  test.each<[object, RegExp]>([
    [{ urll: 'x' }, /urll/],
    [{ name: '' }, /^name/],
    [{ type: 'splunk' }, /^type/],
    [{ url: 'loki:3100' }, /^url: is not an http:\/\/ or https:\/\/ address$/],
    [{ url: 'ftp://x' }, /^url: is not an http/],
    [{ url: 'http://a:canary@x' }, /^url: must not hold a user name or password/],
    [{ url: 'http://x/?a=b' }, /^url: must end with its path/],
  ])('refuses %j', (over, problem) => {
    expect(problems(over)).toEqual([expect.stringMatching(problem)]);
    expect(problems(over).join()).not.toContain('canary');
  });

  test('may name an address with a path', () => {
    expect(problems({ url: 'https://logs.example.com/prefix/' })).toEqual([]);
  });
});
