import type { Episode } from '../../alert/alert.ts';
import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import type { Asked } from '../../pipeline/asked.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import { explain } from '../../pipeline/explain.ts';
import { pastContext } from '../../pipeline/pastContext.ts';
import { failureText } from '../../pipeline/ruleFailure.ts';
import type { Trace } from '../../pipeline/trace.ts';
import { wouldPage } from '../../pipeline/wouldPage.ts';
import type { Silence } from '../../silence/silence.ts';
import type { DecisionLine } from '../../store/readDecisions.ts';
import { lookJson } from './lookJson.ts';

/**
 * A decision about an alert as `/api/v1` gives it. What was looked at in vain is found out again, with the policy and the facts of
 * then: `looked` and `would_page` are null where the policy or the episode is not kept any more, and where no rule was asked.
 * `silences` are those of then, of which it is said why they do not hide it.
 */
export function decisionJson(row: DecisionLine, episode: Episode | null, policy: Policy | null, silences: readonly Silence[]) {
  const { trace } = row;
  const hasReason = row.verdict === 'notify' || row.verdict === 'resolve';
  return {
    at: rfc3339(row.at),
    position: row.position,
    verdict: row.verdict,
    reason: hasReason ? row.reason : null,
    by: hasReason ? null : row.reason,
    because: row.because,
    incident: row.incident,
    starts_at: row.startsAt,
    severity: trace?.severity ?? null,
    urgency: trace?.urgency ?? null,
    policy: trace?.policy ?? null,
    against: (trace?.against ?? []).map(({ key: _, until, ...opinion }) => ({ ...opinion, until: time(until) })),
    passed: trace?.passed ?? [],
    failed: (trace?.failed ?? []).map(failureText),
    group: trace?.group
      ? { rule: trace.group.rule === null ? null : `grouping[${trace.group.rule}]`, key: trace.group.key, as: trace.group.as }
      : null,
    route: trace && { receivers: trace.route.receivers, targets: trace.route.targets, muted: trace.route.muted ?? [] },
    wait_until: time(trace?.wait ?? null),
    ...againJson(row, trace, episode, policy, silences),
  };
}

function againJson(
  row: DecisionLine,
  trace: Trace | null,
  episode: Episode | null,
  policy: Policy | null,
  silences: readonly Silence[],
) {
  if (!trace || !episode || !policy) return { looked: null, would_page: null };
  const asked: Asked = {
    episode: { ...episode, status: 'firing' },
    severity: trace.severity,
    context: pastContext(trace, row.at, policy, silences),
    urgency: trace.urgency,
    said: trace.said ?? null,
    onceFree: trace.onceFree ?? null,
    wait: trace.wait ?? null,
    keptBy: trace.against.find(({ by }) => by === 'heartbeat' || by === 'throttle') ?? null,
    became: {
      moved: trace.moved ?? null,
      as: trace.group?.as ?? null,
      throttled: row.verdict === 'notify' || row.verdict === 'join' ? (trace.throttled ?? []) : null,
    },
  };
  return {
    looked: explain(asked).map(lookJson),
    would_page: row.verdict === 'resolve' || trace.gone ? [] : wouldPage(asked),
  };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : rfc3339(instant);
}
