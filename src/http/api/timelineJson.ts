import { rfc3339 } from '../../alert/timestamp.ts';
import type { TimelineLine } from '../../store/readTimeline.ts';

/** A line of an incident's story as `/api/v1` gives it. */
export function timelineJson(line: TimelineLine) {
  return {
    id: line.id,
    at: rfc3339(line.at),
    recorded_at: rfc3339(line.recordedAt),
    clock_source: line.clockSource,
    type: line.type,
    actor: line.actor,
    source: line.source,
    text: line.text,
    data: line.data,
  };
}
