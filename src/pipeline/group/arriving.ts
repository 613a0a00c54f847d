import type { Episode } from '../../alert/alert.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Sign } from '../../incident/incident.ts';
import type { Judged } from '../change.ts';
import type { GroupChoice } from '../entry.ts';

/** Where the same alert was counted until now. */
export interface Before {
  readonly incident: number | null;
  readonly status: 'firing' | 'resolved';
}

/** An alert that fires, on its way into an incident. */
export interface Arriving {
  readonly episode: Episode;
  readonly choice: GroupChoice;
  readonly severity: Severity;
  readonly judged: Judged;
  readonly sign: Sign;
  readonly before: Before | null;
}
