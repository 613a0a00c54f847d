import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Incident, Sign, Urgency } from '../incident/incident.ts';
import type { Related } from './group/topic.ts';
import type { Opinion } from './noise/rule.ts';
import type { Mute } from './route/mutedNow.ts';
import type { RuleFailure } from './ruleFailure.ts';
import type { TraceBasis } from './trace.ts';

/** What one entry did to one incident, gathered over its alerts, so that it is told of once. */
export interface Change {
  readonly incident: Incident;
  opened: boolean;
  reopened: boolean;
  raised: boolean;
  /** Why it wakes somebody from now on; null: its urgency is as it was. */
  urgencyRaised: string | null;
  readonly admitted: Admitted[];
  readonly ended: Episode[];
  /** Numbers of other incidents that these alerts hang together with. */
  readonly linked: Set<number>;
  /** What has come out of those, to be admitted with the others. */
  readonly moved: Admitted[];
  /** Of those that are admitted: what waited for a second sign until now. */
  readonly freed: Admitted[];
}

/** Where an alert is to be told, as `route/` has it. */
export interface Routed {
  /** Names of the receivers that are told at this hour, those without configs included. */
  readonly receivers: readonly string[];
  /** Target ids; empty: no receiver takes it. */
  readonly targets: readonly string[];
  /** Targets that take it and are told nothing at this hour: until when, and why. */
  readonly muted: (Mute & { readonly targets: readonly string[] }) | null;
  readonly because: string;
  /** The tree could not be walked. */
  readonly failed?: RuleFailure;
}

/** What the rules and the routing tree say of one alert: told where `route` says, unless it is held. */
export interface Judged {
  readonly held: Opinion | null;
  /** Where it is told in an incident of this urgency. */
  readonly route: (urgency: Urgency) => Routed;
  /** What it was judged by; null for what no rule was asked about. */
  readonly basis: TraceBasis | null;
}

export interface Admitted extends Judged {
  readonly episode: Episode;
  readonly severity: Severity;
  readonly sign: Sign;
  /** What moved it into an incident that is not its group's; null: nothing did. */
  readonly joined: Related | null;
  /** How long it waits for others of its group where nobody was told of its incident yet; absent: it is not new. */
  readonly groupWaitMs?: number;
}

/** The changes of one entry by incident, in the order in which incidents were first touched. */
export class Changes {
  private readonly byIncident = new Map<number, Change>();

  of(incident: Incident): Change {
    const known = this.byIncident.get(incident.number);
    if (known) return known;
    const change: Change = {
      incident,
      opened: false,
      reopened: false,
      raised: false,
      urgencyRaised: null,
      admitted: [],
      ended: [],
      linked: new Set(),
      moved: [],
      freed: [],
    };
    this.byIncident.set(incident.number, change);
    return change;
  }

  has(incident: number): boolean {
    return this.byIncident.has(incident);
  }

  all(): readonly Change[] {
    return [...this.byIncident.values()];
  }
}
