import { describe, expect, it } from 'vitest';
import { groupShapes } from '../../../../src/pipeline/enrich/logs/groupShapes.ts';
import { lineShape } from '../../../../src/pipeline/enrich/logs/lineShape.ts';

function groups(texts: readonly string[], lines = 1, kind = ''): number {
  return groupShapes(texts.map((text) => ({ kind, words: lineShape(text), lines }))).length;
}

const USERS = ['amy', 'ben', 'cem', 'dan', 'eve', 'fay', 'gus', 'hal'];

describe('shapes of one pattern', () => {
  it.each([
    ['words that differ in one place, in many ways', USERS.map((user) => `login of ${user} failed`), 1, 1],
    ['few ways', ['session of amy opened', 'session of amy closed'], 1, 2],
    [
      'some ways that come again and again',
      ['refused', 'reset', 'aborted', 'closed'].map((how) => `connection was ${how} by peer`),
      50,
      4,
    ],
    ['many ways that come again and again', USERS.map((user) => `login of ${user} failed`), 50, 1],
    ['parts with masks', ['read /a/x1 from disk', 'read /a/b2/y3 from disk'], 1, 1],
    ['half of the words in few ways', ['Error: timeout', 'Error: refused', 'Error: reset', 'Error: closed'], 1, 4],
    ['half of the words in many ways', USERS.map((user) => `Deleted ${user}`), 1, 1],
    ['all words', USERS.map((user) => `${user}`), 1, 8],
    ['two places at once', USERS.map((user, i) => `login of ${user} from host ${USERS[7 - i]}.example was refused`), 1, 1],
    ['numbers of words', ['login failed', 'login failed again'], 1, 2],
    ['quoted names', ['no relation "a"', 'no relation "b c"'], 1, 1],
    ['kinds with values', [...USERS.map((u) => `login of ${u} failed`), ...USERS.map((u) => `logout of ${u} worked`)], 1, 2],
  ])('%s', (_, texts, lines, count) => {
    expect(groups(texts, lines)).toBe(count);
  });

  it('keeps kinds apart', () => {
    const words = lineShape('login failed');
    expect(
      groupShapes([
        { kind: 'error', words, lines: 1 },
        { kind: 'info', words, lines: 1 },
      ]),
    ).toHaveLength(2);
  });
});
