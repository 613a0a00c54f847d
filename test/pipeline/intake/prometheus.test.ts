import { describe, expect, it } from 'vitest';
import { labelsAsSent } from '../../../src/alert/labelsAsSent.ts';
import { parsePrometheus } from '../../../src/pipeline/intake/prometheus.ts';
import { START } from '../../fakeClock.ts';

const PROD = { name: 'prod', labels: {} };
const at = (ms: number): string => new Date(START + ms).toISOString();
const nanos = (ms: number): string => at(ms).replace('Z', '000000Z');
const parse = (alerts: readonly unknown[], labels = {}) => parsePrometheus(JSON.stringify(alerts), { ...PROD, labels }, START);
const labels = { alertname: 'Up', job: 'node' };
const M = 60_000;

describe('what Prometheus posts', () => {
  it.each<[string, object, object]>([
    [
      'an end in the future: it fires, for so long',
      { startsAt: at(-M), endsAt: at(4 * M) },
      { status: 'firing', startsAt: nanos(-M), endsAt: null, lastsMs: 4 * M },
    ],
    [
      'an end in the past: it has resolved',
      { startsAt: at(-M), endsAt: at(-1) },
      { status: 'resolved', startsAt: nanos(-M), endsAt: nanos(-1), lastsMs: 0 },
    ],
    ['an end now', { startsAt: at(-M), endsAt: at(0) }, { status: 'resolved', lastsMs: 0 }],
    ['no end: five minutes', { startsAt: at(-M) }, { status: 'firing', startsAt: nanos(-M), lastsMs: 5 * M }],
    ['no times at all: it begins now', {}, { status: 'firing', startsAt: nanos(0), lastsMs: 5 * M, startIsAssumed: true }],
    [
      "Go's zero times",
      { startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00.000Z' },
      { startsAt: nanos(0), lastsMs: 5 * M },
    ],
    ['no start, and it is over', { endsAt: at(-M) }, { status: 'resolved', startsAt: nanos(-M), endsAt: nanos(-M) }],
    ['no start, and it fires', { endsAt: at(M) }, { status: 'firing', startsAt: nanos(0), lastsMs: M, startIsAssumed: true }],
    ['an offset', { startsAt: '2026-03-02T11:00:00+02:00' }, { startsAt: nanos(-60 * M) }],
  ])('%s', (_, times, expected) => {
    expect(parse([{ labels, ...times }])).toMatchObject({ alerts: [expected], rejected: [], groupLabels: null });
  });

  it('drops empty labels, and takes the fingerprint of the others, whatever the body says', () => {
    const [alert] = parse([{ labels: { ...labels, empty: '' }, fingerprint: '0000000000000000' }]).alerts;
    expect(alert?.labels).toEqual(labels);
    expect(alert?.fingerprint).toBe(parse([{ labels }]).alerts[0]?.fingerprint);
    expect(alert?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('remembers what the labels of the integration stand over', () => {
    const sent = { alertname: 'Up', env: 'lab' };
    const [alert] = parse([{ labels: sent }], { env: 'prod', site: 'eu' }).alerts;
    expect(alert?.labels).toEqual({ alertname: 'Up', env: 'prod', site: 'eu' });
    expect(alert && labelsAsSent(alert)).toEqual(sent);
  });

  it('takes the good ones of a body and says what is wrong with each of the others', () => {
    const { alerts, rejected } = parse([
      { labels },
      { labels: { alertname: '' } },
      { labels: { alertname: 7 } },
      {},
      7,
      { labels, startsAt: 'yesterday' },
      { labels, endsAt: 5 },
      { labels, startsAt: at(M), endsAt: at(0) },
      { labels, startsAt: at(6 * M) },
    ]);
    expect(alerts).toHaveLength(1);
    expect(rejected).toEqual([
      { index: 1, error: 'it has no labels' },
      { index: 2, error: 'label "alertname" is not a string' },
      { index: 3, error: 'labels is not an object' },
      { index: 4, error: 'the alert is not an object' },
      { index: 5, error: 'startsAt is "yesterday", not an RFC 3339 time' },
      { index: 6, error: 'endsAt is 5, not an RFC 3339 time' },
      { index: 7, error: 'start time must be before end time' },
      { index: 8, error: 'start time must be before end time' },
    ]);
  });

  it.each([['nonsense'], ['{}'], ['null'], ['"x"'], [`${'['.repeat(50)}${']'.repeat(50)}`], ['']])('refuses %s whole', (body) => {
    expect(() => parsePrometheus(body, PROD, START)).toThrow(/not what Prometheus posts/);
  });

  it('takes an empty list', () => {
    expect(parse([])).toMatchObject({ alerts: [], rejected: [] });
  });
});
