import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import { labelValue } from '../../../src/alert/labels.ts';
import { TocsinError } from '../../../src/errors.ts';
import { parseAlertmanager } from '../../../src/pipeline/intake/alertmanager.ts';

const integration = { name: 'prod', labels: {} };
const alert = {
  status: 'firing',
  labels: { alertname: 'DiskFull', instance: 'db-1' },
  annotations: { summary: 'full' },
  startsAt: '2026-03-04T05:00:00.25Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.test/graph',
  fingerprint: '00112233aabbccdd',
};

function parse(alerts: unknown, over: Record<string, unknown> = {}, from = integration) {
  return parseAlertmanager(JSON.stringify({ version: '4', groupKey: '{}:{}', groupLabels: {}, alerts, ...over }), from);
}

it('reads an alert', () => {
  const body = parse([alert], { truncatedAlerts: 7, groupLabels: { alertname: 'DiskFull' } });
  expect(body.alerts).toEqual([
    {
      integration: 'prod',
      fingerprint: '00112233aabbccdd',
      status: 'firing',
      labels: { alertname: 'DiskFull', instance: 'db-1' },
      annotations: { summary: 'full' },
      startsAt: '2026-03-04T05:00:00.250000000Z',
      endsAt: null,
      generatorUrl: 'http://prometheus.test/graph',
    },
  ]);
  expect(body).toMatchObject({ rejected: [], groupLabels: { alertname: 'DiskFull' }, truncated: 7 });
  expect(body.group).toMatch(/^[0-9a-f]{14}$/);
});

it('tells groups apart by groupKey, and says nothing where there is none', () => {
  const groups = [{ groupKey: 'a' }, { groupKey: 'b' }, { groupKey: 'a' }].map((over) => parse([alert], over).group);
  expect(groups[0]).toBe(groups[2]);
  expect(groups[0]).not.toBe(groups[1]);
  expect(parse([alert], { groupKey: undefined, groupLabels: undefined })).toMatchObject({ group: '', groupLabels: null });
});

it('takes fields it does not know', () => {
  const body = parse([{ ...alert, extra: [1] }], { notification_reason: 'first notification', routeLabels: { a: 'b' } });
  expect(body.alerts).toHaveLength(1);
});

it("does not believe the body's own status", () => {
  expect(parse([alert], { status: 'resolved' }).alerts[0]?.status).toBe('firing');
});

it.each([
  ['2026-03-04T05:00:00Z', '2026-03-04T05:00:00.000000000Z'],
  ['2026-03-04T05:00:00.123456789Z', '2026-03-04T05:00:00.123456789Z'],
  ['2026-03-31T23:59:59.5Z', '2026-03-31T23:59:59.500000000Z'],
  ['2026-03-04T05:00:00.1+08:00', '2026-03-03T21:00:00.100000000Z'],
])('makes startsAt %s canonical', (startsAt, canonical) => {
  expect(parse([{ ...alert, startsAt }]).alerts[0]?.startsAt).toBe(canonical);
});

it('keeps the end of a resolved alert, and none where the sender gives none', () => {
  const ends = ['2026-03-04T06:00:00Z', '0001-01-01T00:00:00Z', 'soon'].map(
    (endsAt) => parse([{ ...alert, status: 'resolved', endsAt }]).alerts[0]?.endsAt,
  );
  expect(ends).toEqual(['2026-03-04T06:00:00.000000000Z', null, null]);
});

it("adds the integration's labels, over those sent, and leaves the fingerprint alone", () => {
  const { fingerprint: _, ...unnamed } = alert;
  const from = { name: 'prod', labels: { env: 'prod', instance: 'configured' } };
  const [read] = parse([unnamed], {}, from).alerts;
  expect(read?.labels).toEqual({ alertname: 'DiskFull', instance: 'configured', env: 'prod' });
  expect(read?.fingerprint).toBe(fingerprint(alert.labels));
});

it('computes a fingerprint that is missing or none', () => {
  const given = [undefined, '', 'xyz', 5].map((own) => parse([{ ...alert, fingerprint: own }]).alerts[0]?.fingerprint);
  expect(new Set(given)).toEqual(new Set([fingerprint(alert.labels)]));
});

it('drops empty label values and keeps empty annotations', () => {
  const [read] = parse([{ ...alert, labels: { a: 'x', b: '' }, annotations: { c: '' } }]).alerts;
  expect(read).toMatchObject({ labels: { a: 'x' }, annotations: { c: '' } });
  expect(read?.labels).not.toHaveProperty('b');
});

it('takes labels that are named like what objects have', () => {
  const body = `{"version":"4","alerts":[{"status":"firing","startsAt":"2026-03-04T05:00:00Z",
    "labels":{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}}]}`;
  const labels = parseAlertmanager(body, integration).alerts[0]?.labels ?? {};
  const values = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'].map((name) => labelValue(labels, name));
  expect(values).toEqual(['p', 'c', 't', 'h', '']);
  expect(Object.getPrototypeOf(labels)).toBeNull();
  expect(JSON.stringify(labels)).toContain('"__proto__":"p"');
});

it('replaces NUL and lone surrogates, and no whole pair', () => {
  const body = String.raw`{"alerts":[{"status":"firing","startsAt":"2026-03-04T05:00:00Z","labels":{"a\u0000":"x\ud800y","b":"\ud83d\ude00"},
    "annotations":{"n":"\u0000","s":"\udc00"}}],"groupLabels":{"g":"\u0000"}}`;
  const { alerts, groupLabels } = parseAlertmanager(body, integration);
  expect(alerts[0]?.labels).toEqual({ 'a\ufffd': 'x\ufffdy', b: '\u{1f600}' });
  expect(alerts[0]?.annotations).toEqual({ n: '\ufffd', s: '\ufffd' });
  expect(groupLabels).toEqual({ g: '\ufffd' });
});

it('replaces a lone surrogate that stands in the text unescaped', () => {
  const raw = JSON.stringify({ alerts: [{ ...alert, labels: { a: 'MARK' } }] }).replace('MARK', '\ud800');
  expect(parseAlertmanager(raw, integration).alerts[0]?.labels).toEqual({ a: '\ufffd' });
});

it('cuts long annotations and says so', () => {
  const [read] = parse([{ ...alert, annotations: { short: 'x'.repeat(40_000), long: `${'x'.repeat(70_000)}` } }]).alerts;
  expect(read?.annotations.short).toHaveLength(40_000);
  expect(read?.annotations.long?.length).toBe(65_536);
  expect(read?.annotations.long).toMatch(/x … \[cut: 70000 characters\]$/);
});

it('never cuts a character in two', () => {
  for (const shift of ['', 'x']) {
    const [read] = parse([{ ...alert, annotations: { long: shift + '\u{1f600}'.repeat(40_000) } }]).alerts;
    expect(read?.annotations.long).not.toMatch(/\p{Surrogate}/u);
  }
});

it('puts annotations that are no strings into words', () => {
  const [read] = parse([{ ...alert, annotations: { n: 5, o: { a: 1 }, z: null } }]).alerts;
  expect(read?.annotations).toEqual({ n: '5', o: '{"a":1}', z: 'null' });
});

const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`l${i}`, 'x']));
it.each([
  ['null', null, 'not an object'],
  ['a word', 'DiskFull', 'not an object'],
  ['a list', [], 'not an object'],
  ['another status', { ...alert, status: 'pending' }, 'status is "pending"'],
  ['no status', { ...alert, status: undefined }, 'status is missing'],
  ['no labels', { ...alert, labels: {} }, 'no labels'],
  ['only empty labels', { ...alert, labels: { a: '' } }, 'no labels'],
  ['labels that are a list', { ...alert, labels: ['a'] }, 'labels is not an object'],
  ['a label that is a number', { ...alert, labels: { a: 1 } }, 'label "a" is not a string'],
  ['a label without a name', { ...alert, labels: { '': 'x' } }, 'without a name'],
  ['100,000 labels', { ...alert, labels: many }, 'more than 10000 labels'],
  ['labels of 300 kB', { ...alert, labels: { a: 'x'.repeat(300_000) } }, 'longer than'],
  ['annotations that are a word', { ...alert, annotations: 'x' }, 'annotations is not an object'],
  ['no startsAt', { ...alert, startsAt: undefined }, 'startsAt is missing'],
  ['startsAt of no calendar', { ...alert, startsAt: '2026-13-04T05:00:00.1Z' }, 'startsAt is'],
  ["Go's zero startsAt", { ...alert, startsAt: '0001-01-01T00:00:00Z' }, 'startsAt is'],
])('rejects %s and keeps the good ones around it', (_, bad, reason) => {
  const body = parse([alert, bad, alert]);
  expect(body.alerts).toHaveLength(2);
  expect(body.rejected).toEqual([{ index: 1, error: expect.stringContaining(reason) }]);
});

it.each([
  ['no JSON', 'alerts: []', 'not JSON'],
  ['nothing', '', 'not JSON'],
  ['a cut body', '{"version":"4","alerts":[{"status":"fir', 'not JSON'],
  ['a byte order mark', '\ufeff{"alerts":[]}', 'not JSON'],
  ['a list', '[]', 'not a JSON object'],
  ['null', 'null', 'not a JSON object'],
  ['an object of its own (payload:)', '{"text":"DiskFull on db-1"}', 'no list `alerts`'],
  ['alerts that are an object', '{"version":"4","alerts":{}}', 'no list `alerts`'],
  ['another version', '{"version":"3","alerts":[]}', 'version is "3"'],
  ['a groupKey that is a number', '{"alerts":[],"groupKey":1}', '`groupKey`'],
  ['groupLabels that are a list', '{"alerts":[],"groupLabels":[]}', '`groupLabels`'],
  ['a group label that is a number', '{"alerts":[],"groupLabels":{"a":1}}', '`groupLabels.a`'],
  ['truncatedAlerts below zero', '{"alerts":[],"truncatedAlerts":-1}', '`truncatedAlerts`'],
  ['nesting of 10,000', `{"alerts":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'deeper than 32'],
])('refuses %s', (_, body, reason) => {
  expect(() => parseAlertmanager(body, integration)).toThrow(
    expect.objectContaining({ code: 'bad_request', message: expect.stringContaining(reason) }),
  );
});

it('answers any text with a body or a refusal', () => {
  const value = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((alerts) => JSON.stringify({ alerts: [alerts, alert] })),
  );
  fc.assert(
    fc.property(value, (text) => {
      try {
        const body = parseAlertmanager(text, integration);
        expect(JSON.stringify(body)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      } catch (error) {
        expect(error).toBeInstanceOf(TocsinError);
      }
    }),
    { numRuns: 500 },
  );
});
