import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import { type Silence, silenceState } from '../../silence/silence.ts';

/** `gettableSilence` of Alertmanager's API. */
export function silenceJson(silence: Silence, now: Instant) {
  return {
    id: silence.id,
    status: { state: silenceState(silence, now) },
    updatedAt: rfc3339(silence.updatedAt),
    annotations: silence.annotations,
    comment: silence.comment,
    createdBy: silence.createdBy,
    endsAt: rfc3339(silence.endsAt),
    matchers: silence.matchers.map(({ name, value, isRegex, isEqual }) => ({ isEqual, isRegex, name, value })),
    startsAt: rfc3339(silence.startsAt),
  };
}
