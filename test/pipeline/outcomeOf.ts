import type { Trace } from '../../src/pipeline/trace.ts';

export interface Outcome {
  readonly verdict: string;
  /** What withheld it, put it off, or moved it into the incident of something else. */
  readonly by: string | null;
  /** Until when it is held or put off; null: until something else happens, or it is not. */
  readonly until: number | null;
  /** Ids of the targets that are told of it. */
  readonly targets: readonly string[];
  /** Ids of those that are not, though its route names them: it is not their hour, or they have had enough. */
  readonly without: readonly string[];
  /** The group whose incident it is in; null where it had one already. `not`: it went into another one's. */
  readonly group: { readonly is: string } | { readonly not: string } | null;
  /** Whether this decision says why its incident is urgent. */
  readonly saysUrgent: boolean;
}

/** What became of an alert and who is told, said from its trace alone: written without a look at the pipeline. */
export function outcomeOf(trace: Trace): Outcome {
  const { group, moved, route, throttled = [] } = trace;
  const place = group ? (moved ? { not: group.key } : { is: group.key }) : null;
  const common = { group: place, saysUrgent: saysUrgent(trace), without: [...(route.muted ?? []), ...throttled] };
  const nobody = { ...common, until: null, targets: [] };
  const [first] = trace.against;
  if (first) return { ...nobody, verdict: first.do, by: first.by, until: first.until };
  if (route.targets.length === 0) return { ...nobody, verdict: 'suppress', by: 'no_receiver' };
  if (trace.gone) return { ...nobody, verdict: 'suppress', by: 'group_wait' };
  if (trace.wait !== undefined) return { ...nobody, verdict: 'defer', by: 'group_wait', until: trace.wait };
  const targets = route.targets.filter((target) => !throttled.includes(target));
  return { ...common, verdict: moved ? 'join' : 'notify', by: moved ?? null, until: null, targets };
}

/** A rule said high of this alert, or of what waited in its incident. */
function saysUrgent({ said = '', raised }: Trace): boolean {
  const isAwake = said.includes('has woken somebody');
  return raised !== undefined || (said.startsWith('urgency high') && !isAwake);
}
