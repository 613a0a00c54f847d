import { describe, expect, it } from 'vitest';
import { judgeAlert } from '../../../src/pipeline/judgeAlert.ts';
import { countFlap, type Flaps, flappingText, flapsKey } from '../../../src/pipeline/noise/flapping.ts';
import type { FlappingPolicy } from '../../../src/pipeline/policy.ts';
import { NO_RULES } from '../../../src/pipeline/policy.ts';
import { Workspace } from '../../../src/pipeline/workspace.ts';
import { anIncident } from '../../incident/anIncident.ts';
import { aPolicy, aTarget } from '../aPolicy.ts';
import { factsOf } from '../factsOf.ts';
import { anEpisode, BEGAN } from './anEpisode.ts';

const MINUTE = 60_000;
const RULE = { windowMs: 120 * MINUTE, changes: 5, calmMs: 30 * MINUTE };

/** Begins (+) and ends (-) at these minutes. */
function flapsAfter(...changes: readonly number[]): Flaps | null {
  return flapsOf(RULE, changes);
}

function flapsOf(rule: FlappingPolicy, changes: readonly number[]): Flaps | null {
  return changes.reduce<Flaps | null>((last, at) => {
    const minute = Math.abs(at);
    return countFlap(last, Object.is(Math.sign(at), -1) ? -1 : 1, minute * MINUTE, rule);
  }, null);
}

describe('flapping', () => {
  it.each([
    ['four changes', [1, -2, 3, -4], 0],
    ['the fifth', [1, -2, 3, -4, 5], 35],
    ['and each further one puts it off', [1, -2, 3, -4, 5, -6], 36],
    ['the first is out of the window', [1, -2, 3, -4, 130], 0],
    ['several alerts of the group are one', [1, 1, 1, -2, -2, -2, 3, 3], 0],
    ['more that begin while it fires change nothing', [1, -2, 3, -4, 5, 6, 7], 35],
    ['it has been calm, and begins anew', [1, -2, 3, -4, 5, -6, 40], 0],
    ['calm, and then four more', [1, -2, 3, -4, 5, -6, 40, -41, 42, -43], 0],
    ['calm, and then five more', [1, -2, 3, -4, 5, -6, 40, -41, 42, -43, 44], 74],
  ])('%s', (_case, changes, until) => {
    expect(flapsAfter(...changes)?.until).toBe(until * MINUTE);
  });

  it.each([
    ['short stretches of firing count', [1, -6, 20, -25, 40], 70],
    ['a long one does not', [1, -6, 20, -36, 40, -41], 0],
    ['but the short ones before and after it do', [1, -6, 20, -36, 40, -41, 42], 72],
    ['one that began before the window is long', [1, -122, 123, -124, 125], 0],
    ['what flaps goes on flapping for its time', [1, -2, 3, -4, 5, -30, 31], 61],
  ])('with shorter_than, %s', (_case, changes, until) => {
    expect(flapsOf({ ...RULE, shorterThanMs: 15 * MINUTE }, changes)?.until).toBe(until * MINUTE);
  });

  it('begins its count anew where what fires may have been counted otherwise', () => {
    const begun = countFlap(null, 1, MINUTE, RULE, 1);
    expect(countFlap(begun, 1, 2 * MINUTE, RULE, 1)).toEqual({ firing: 2, at: [MINUTE], until: 0, since: 1 });
    expect(countFlap(begun, 1, 2 * MINUTE, RULE, 7)).toEqual({ firing: 1, at: [MINUTE, 2 * MINUTE], until: 0, since: 7 });
    expect(countFlap(begun, -1, 2 * MINUTE, RULE, 7)).toEqual({ firing: 0, at: [MINUTE], until: 0, since: 7 });
  });

  it('is told as people say it', () => {
    const flaps = flapsAfter(1, -2, 3, -4, 5, -6, 7) as Flaps;
    expect(flappingText(flaps, RULE)).toBe('flapped 7× in 6m; told again when it has fired for 30m on end');
  });

  it.each([
    [0, '1s'],
    [19_001, '20s'],
    [59_999, '1m'],
    [60_000, '1m'],
    [60_001, '2m'],
    [3_600_000, '1h'],
  ])('that took %i ms is told as %s', (took, said) => {
    expect(flappingText({ firing: 1, at: [BEGAN, BEGAN + took], until: 0 }, RULE)).toContain(`flapped 2× in ${said};`);
  });

  it.each([
    ['nothing else', undefined, 'flapping'],
    ['an alert of its name elsewhere', { host: 'b' }, 'flapping'],
    ['an alert of another name', { alertname: 'Failing' }, undefined],
    ['one of another name that is long past', { alertname: 'Failing', at: BEGAN - 16 * MINUTE }, 'flapping'],
    ['one of another name that is over', { alertname: 'Failing', alerts: [] }, 'flapping'],
  ])('with second_sign, %s in its incident', (_case, other, by) => {
    const own = {
      alertname: 'DiskFull',
      host: 'a',
      service: null,
      team: null,
      cluster: null,
      kind: 'unknown',
      at: BEGAN,
    } as const;
    const incident = anIncident({ number: 1, signs: other ? [own, { ...own, ...other }] : [own] });
    const flaps: Flaps = { firing: 1, at: [BEGAN], until: BEGAN + MINUTE };
    const rule = { ...RULE, secondSignMs: 15 * MINUTE };
    const policy = aPolicy([[aTarget('oncall', 'console')]], { noise: { ...NO_RULES.noise, flapping: rule } });
    const work = new Workspace(factsOf([incident], { memory: new Map([[flapsKey('g', 'critical'), flaps]]) }));
    work.now = BEGAN;
    expect(judgeAlert(work, anEpisode({ group: 'g' }), 'critical', policy).held?.by).toBe(by);
  });
});
