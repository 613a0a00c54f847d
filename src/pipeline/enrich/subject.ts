import type { Labels } from '../../alert/labels.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { TemplateValues } from '../../template/template.ts';

/** What evidence is looked for: an alert of an incident, and the stretch of time around it. */
export interface Subject {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly generatorUrl: string;
  /** What the alert speaks of, by `identify`; null where that is not known. */
  readonly service: string | null;
  readonly startedAt: Instant;
  readonly now: Instant;
  /** `from` inclusive, `to` exclusive. */
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly values: TemplateValues;
}

/** How long a source may take, and what ends it. */
export interface Limits {
  readonly timeoutMs: number;
  /** Aborted when the source's time is over, or the program ends. */
  readonly signal: AbortSignal;
}
