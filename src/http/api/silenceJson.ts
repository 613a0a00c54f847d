import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import { type Silence, silenceState } from '../../silence/silence.ts';
import { formatSilenceMatcher } from '../../silence/silenceMatcher.ts';

/** A silence as `/api/v1` gives it, with its status at `now`; `quieting`: how many alerts that were told before it keeps from being told again. */
export function silenceJson(silence: Silence, now: Instant, quieting: number) {
  return {
    id: silence.id,
    status: silenceState(silence, now),
    matchers: silence.matchers.map(formatSilenceMatcher),
    starts_at: rfc3339(silence.startsAt),
    ends_at: rfc3339(silence.endsAt),
    created_by: silence.createdBy,
    comment: silence.comment,
    annotations: silence.annotations,
    updated_at: rfc3339(silence.updatedAt),
    source: silence.source,
    recurrence: silence.recurrence?.written ?? null,
    expires_when_resolved: silence.expiresWhenResolved,
    hidden: silence.hidden,
    hiding: silence.endedAt === null ? silence.hiding : 0,
    quieting,
    hidden_names: silence.hiddenNames,
    incidents: silence.incidents,
    ended_because: silence.endedBecause,
  };
}
