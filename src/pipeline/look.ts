import type { FailedMatcher } from '../alert/failedMatcher.ts';

/** One thing that was looked at for an alert, and what came of it. */
export interface Look {
  readonly stage: 'heartbeat' | 'grouping' | 'joining' | 'noise' | 'urgency' | 'route';
  /** `heartbeat`, `grouping`, `urgency`, `route`, `throttle`, or the word of a noise rule. */
  readonly rule: string;
  /** Where it stands in the configuration, or its name. */
  readonly path: string;
  readonly outcome: 'takes' | 'enters' | 'skips' | 'passes' | 'holds' | 'mutes' | 'fails';
  readonly because: string | null;
  /** The first matcher that did not hold, where it `skips`. */
  readonly failed: FailedMatcher | null;
}
