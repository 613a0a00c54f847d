import type { Incident } from '../incident/incident.ts';
import type { Judged } from './change.ts';
import type { Trace, TracedOpinion } from './trace.ts';

/** What came up about a decision after the rules were asked. `held`: what is against it since. */
export type TraceMore = Partial<Pick<Trace, 'said' | 'onceFree' | 'raised' | 'moved' | 'wait' | 'gone' | 'throttled'>> & {
  readonly held?: TracedOpinion | null | undefined;
};

/** What a decision about an alert of this incident was made of. */
export function traceOf(
  { basis, route }: Pick<Judged, 'basis' | 'route'>,
  incident: Incident,
  more: TraceMore = {},
): Trace | null {
  if (!basis) return null;
  const { receivers, targets, muted } = route(incident.urgency);
  const { held, ...rest } = more;
  const isNew = held && !basis.against.some(({ key }) => key === held.key);
  return {
    ...basis,
    ...(isNew && { against: [...basis.against, held] }),
    urgency: incident.urgency,
    route: { receivers, targets, ...(muted && { muted: muted.targets }) },
    ...rest,
  };
}
