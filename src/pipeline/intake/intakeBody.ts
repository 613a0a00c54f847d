import type { Alert } from '../../alert/alert.ts';
import type { Labels } from '../../alert/labels.ts';

/** Who sent a body, and the labels that the configuration adds to its alerts. */
export interface IntakeIntegration {
  readonly name: string;
  readonly labels: Labels;
}

/** What a sender's body says. `alerts.length + rejected.length` is the number of alerts in it. */
export interface IntakeBody {
  readonly alerts: Alert[];
  /** Alerts that cannot be read: their place in the body, and why. */
  readonly rejected: { index: number; error: string }[];
  /** The labels by which the sender grouped, or null where it sends none. */
  readonly groupLabels: Labels | null;
  /** Tells the sender's groups apart: a hash of its groupKey, or the empty string. */
  readonly group: string;
  /** How many alerts of the group the sender left out of this body. */
  readonly truncated: number;
}
