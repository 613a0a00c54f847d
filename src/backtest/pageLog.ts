import { alertName } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import type { MemoryStore } from './memoryStore.ts';
import type { Page } from './page.ts';
import type { Telling } from './tellings.ts';

/** What is held by these is on its way; what somebody silenced, or announced, is not told of by a page. */
const WAITS: ReadonlySet<string> = new Set(['urgency', 'hold_down', 'changes']);

/**
 * Finds the pages in what was decided: an incident that tells a receiver at high urgency for the first time since it was opened or
 * reopened, or because its severity has risen. However many receivers hear of it, it is one page.
 */
export class PageLog {
  /** The opening that was paged last, by incident. */
  private readonly paged = new Map<number, number>();

  /** The pages of one entry, whose decisions the store holds already. */
  add(told: readonly Telling[], store: MemoryStore): Page[] {
    return told.flatMap((telling) => this.read(telling, store));
  }

  /** A page shows what fires in the incident, what only waits included. */
  private read({ row, urgency, reason, receivers }: Telling, store: MemoryStore): Page[] {
    const incident = store.incidents.get(row.incident);
    if (!incident || urgency !== 'high') return [];
    if (this.paged.get(row.incident) === incident.opening && reason !== 'severity_raised') return [];
    this.paged.set(row.incident, incident.opening);
    const shown = store.firingIn(row.incident).filter(({ held }) => !held || WAITS.has(held.by));
    const isHeartbeat = Object.hasOwn(incident.groupLabels, 'heartbeat');
    return [
      {
        at: row.at,
        kind: isHeartbeat ? 'heartbeat' : 'alert',
        cluster: shown.map(({ labels }) => labelValue(labels, 'cluster')).find((name) => name !== '') ?? '',
        incident: row.incident,
        title: incident.title,
        severity: incident.severity,
        reason,
        receivers,
        fingerprints: shown.map(({ fingerprint }) => fingerprint),
        rules: [...new Set(shown.map(({ labels }) => alertName(labels)))],
      },
    ];
  }
}
