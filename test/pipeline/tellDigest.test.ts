import { expect, it } from 'vitest';
import type { Episode } from '../../src/alert/alert.ts';
import { tellDigest } from '../../src/pipeline/tellDigest.ts';
import { throttleState } from '../../src/pipeline/throttleState.ts';
import { Workspace } from '../../src/pipeline/workspace.ts';
import { anIncident } from '../incident/anIncident.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { placed } from './memory.ts';

const NOW = Date.UTC(2026, 2, 2, 10);
const POLICY = aPolicy([[aTarget('oncall', 'console')]]);

it('says where those are listed that it cannot name', () => {
  const state = { sent: [], withheld: [3, 4], more: 37, digestAt: NOW, lastDigestAt: null, digest: null };
  const none = {
    newest: new Map<string, number>(),
    episodes: new Map<string, Episode>(),
    timers: [],
    waits: new Map(),
    whole: new Set<number>(),
    releases: [],
    silences: [],
    nextIncident: 50,
    nextDelivery: 1,
  };
  const incidents = new Map(
    [3, 4].map((number) => [number, anIncident({ number, groupKey: `g${number}`, triggeredAt: NOW - number * 60_000 })] as const),
  );
  const work = new Workspace({ ...none, incidents, memory: new Map([[throttleState('oncall'), state]]) });
  work.begin(placed({ kind: 'tick' }, 1, NOW));
  const own = { incident: null, integration: null, fingerprint: null };
  tellDigest(work, { key: 'throttle:oncall', kind: 'throttle', dueAt: NOW, ...own }, POLICY);
  const digest = work.result().incidents.find(({ number }) => number === 50);
  expect(digest?.title).toMatch(/^TocsinThrottled: 39 incidents were not told one by one/);
  const [alert] = work.result().episodes;
  expect(alert?.annotations.summary).toContain(
    '; and 37 more: GET /api/v1/incidents?since=2026-03-02T09:56:00.000Z lists all since then',
  );
});
