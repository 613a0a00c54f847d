import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { demoStory } from '../../src/cli/demoStory.ts';
import { demoWebhooks } from '../../src/cli/demoWebhooks.ts';
import { parseAlertmanager } from '../../src/pipeline/intake/alertmanager.ts';

const START = Date.parse('2026-03-02T10:00:00Z');
const webhooks = demoWebhooks(demoStory(17), START);
const integration = { name: 'default', labels: {} };

const bodySchema = z.object({
  version: z.literal('4'),
  status: z.enum(['firing', 'resolved']),
  externalURL: z.string(),
  groupKey: z.string(),
  groupLabels: z.record(z.string(), z.string()),
  commonLabels: z.record(z.string(), z.string()),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      startsAt: z.string(),
      endsAt: z.string(),
      fingerprint: z.string(),
    }),
  ),
});
const bodies = webhooks.map(({ body }) => bodySchema.parse(JSON.parse(body)));
const ofGroup = (namespace: string) => bodies.filter(({ groupLabels }) => groupLabels.namespace === namespace);

describe('the demo as webhooks', () => {
  it('takes about half a minute, in order', () => {
    const times = webhooks.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThanOrEqual(20_000);
    expect(times.at(-1)).toBeLessThanOrEqual(30_000);
  });

  it('is read by the intake, with its own fingerprints', () => {
    for (const { body } of webhooks) {
      const { alerts, rejected } = parseAlertmanager(body, integration);
      expect(rejected).toEqual([]);
      expect(alerts.length).toBeGreaterThan(0);
      for (const alert of alerts) expect(alert.fingerprint).toBe(fingerprint(alert.labels));
    }
  });

  it('begins near now, and ends after it began', () => {
    for (const alert of bodies.flatMap(({ alerts }) => alerts)) {
      expect(Math.abs(Date.parse(alert.startsAt) - START)).toBeLessThan(90_000);
      if (alert.status === 'resolved') expect(Date.parse(alert.endsAt)).toBeGreaterThan(Date.parse(alert.startsAt));
      else expect(alert.endsAt).toBe('0001-01-01T00:00:00Z');
    }
  });

  it('carries what fires in every webhook of the group, and what resolved once', () => {
    const seen = ofGroup('shop').map(({ alerts }) => alerts.map(({ status }) => status[0]).join(''));
    expect(seen).toEqual(['f', 'f', 'ff', 'ffff', 'ffff', 'fffff', 'fffrr', 'rrr', 'rrr']);
    expect(ofGroup('shop').at(-1)?.status).toBe('resolved');
  });

  it('has what the alerts share in common labels', () => {
    expect(ofGroup('shop')[3]?.commonLabels).toEqual({ cluster: 'demo', demo: 'true', namespace: 'shop' });
    expect(ofGroup('shop')[3]?.groupKey).toBe('{}:{cluster="demo", namespace="shop"}');
  });

  it("has an HA pair's duplicates, which differ in their externalURL only", () => {
    const pairs = bodies.flatMap((body, i) => {
      const next = bodies[i + 1];
      return next && next.externalURL !== body.externalURL && webhooks[i]?.at === webhooks[i + 1]?.at
        ? [[body, next] as const]
        : [];
    });
    expect(pairs).toHaveLength(3);
    for (const [one, other] of pairs) expect({ ...other, externalURL: '' }).toEqual({ ...one, externalURL: '' });
  });

  it('flaps with a new startsAt each time', () => {
    const disk = bodies.flatMap(({ alerts }) => alerts.filter(({ labels }) => labels.alertname === 'DiskAlmostFull'));
    expect(disk.map(({ status }) => status)).toEqual(['firing', 'resolved', 'firing', 'resolved']);
    expect(new Set(disk.map(({ startsAt }) => startsAt)).size).toBe(2);
    expect(new Set(disk.map((alert) => alert.fingerprint)).size).toBe(1);
  });

  it('leaves nothing firing', () => {
    const last = new Map(bodies.flatMap(({ alerts }) => alerts.map(({ fingerprint: key, status }) => [key, status] as const)));
    expect(new Set(last.values())).toEqual(new Set(['resolved']));
  });
});
