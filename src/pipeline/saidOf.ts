import type { Admitted, Change } from './change.ts';
import type { TraceMore } from './traceOf.ts';

/** What became of one alert's incident as the alert was admitted, for its trace. */
export function saidOf(
  { urgencyRaised: raised }: Change,
  said: ReadonlyMap<Admitted, string>,
  admitted: Admitted,
): Pick<TraceMore, 'said' | 'raised' | 'moved'> {
  const what = said.get(admitted);
  return {
    ...(what !== undefined && { said: what }),
    ...(raised !== null && { raised }),
    ...(admitted.joined && { moved: admitted.joined.by }),
  };
}
