import type { Incident } from '../incident/incident.ts';
import type { Judged } from './change.ts';
import type { Opinion } from './noise/rule.ts';
import type { Trace } from './trace.ts';

/** What a decision about an alert of this incident was made of. `urgency` is an opinion that came up only there. */
export function traceOf(
  { basis, route }: Pick<Judged, 'basis' | 'route'>,
  incident: Incident,
  more: Partial<Pick<Trace, 'said' | 'moved' | 'wait' | 'gone'>> & { readonly held?: Opinion | null | undefined } = {},
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
