import type { Episode } from '../../../src/alert/alert.ts';
import { timestampOf } from '../../../src/alert/timestamp.ts';

/** 2026-03-02T10:00:00Z, when it began and was first heard of. */
export const BEGAN = Date.UTC(2026, 2, 2, 10);

/** An alert that fires, and what a test says of it. */
export function anEpisode(over: Partial<Episode> = {}): Episode {
  return {
    integration: 'prod',
    fingerprint: '00000000000000aa',
    startsAt: timestampOf(BEGAN),
    aliases: [],
    status: 'firing',
    labels: { alertname: 'DiskFull', severity: 'warning', cluster: 'eu-1' },
    annotations: {},
    generatorUrl: '',
    endsAt: null,
    receivedAt: BEGAN,
    resolvedAt: null,
    incident: 1,
    group: 'a group',
    held: null,
    sources: [],
    ...over,
  };
}
