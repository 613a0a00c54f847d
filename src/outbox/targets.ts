import type { Notifier } from '../pipeline/notify/notifier.ts';
import type { Target } from '../pipeline/policy.ts';
import type { Rate } from './limiter.ts';

/** A target that can be sent to: the policy's part of it, and the notifier that holds its credentials. */
export interface LiveTarget {
  readonly target: Target;
  readonly notifier: Notifier;
  readonly rate: Rate;
}

/** The targets of the configuration in force, by id; replaced as a whole at a reload. */
export type LiveTargets = ReadonlyMap<string, LiveTarget>;
