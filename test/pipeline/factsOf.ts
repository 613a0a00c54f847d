import type { Incident } from '../../src/incident/incident.ts';
import type { Facts } from '../../src/pipeline/decision.ts';

/** Facts with nothing but these incidents. */
export function factsOf(incidents: readonly Incident[], over: Partial<Facts> = {}): Facts {
  return {
    episodes: new Map(),
    incidents: new Map(incidents.map((incident) => [incident.number, incident])),
    newest: new Map(incidents.map(({ groupKey, number }) => [groupKey, number])),
    whole: new Set(),
    timers: [],
    waits: new Map(),
    releases: [],
    memory: new Map(),
    silences: [],
    nextIncident: 1,
    nextDelivery: 1,
    ...over,
  };
}
