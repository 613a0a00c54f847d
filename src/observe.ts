import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Observed } from './outbox/outcomes.ts';
import type { DecisionRow, Decisions } from './pipeline/decision.ts';
import { ledgerMoves } from './pipeline/ledgerMoves.ts';

/** Counts what a batch decided, and logs the silences that ended, each with its receipt. */
export function observeDecisions(metrics: Metrics, log: Logger, decisions: Decisions): void {
  const rows = new Map<number, DecisionRow[]>();
  for (const row of decisions.decisions) {
    const ofEntry = rows.get(row.position);
    if (ofEntry) ofEntry.push(row);
    else rows.set(row.position, [row]);
  }
  for (const stamp of decisions.stamps) {
    const { added, revised } = ledgerMoves(stamp, rows.get(stamp.position) ?? []);
    for (const { verdict, by, alerts } of added) metrics.decisions.inc({ verdict, by }, alerts);
    for (const { verdict, by, alerts } of revised) metrics.decisionsRevised.inc({ verdict, by }, alerts);
  }
  for (const { rule, error } of decisions.failures) {
    metrics.ruleFailures.inc({ rule });
    log.error({ rule, error }, 'a rule failed; what it was asked about is told');
  }
  for (const { id, endedAt, endedBecause, createdBy, hidden, hiding, hiddenNames } of decisions.silences) {
    if (endedAt === null) continue;
    const receipt = {
      silence: id,
      created_by: createdBy,
      because: endedBecause,
      hidden,
      still_firing: hiding,
      names: hiddenNames,
    };
    log.info(receipt, 'a silence ended');
  }
}

/** Counts and logs how a send ended. */
export function observeDelivery(metrics: Metrics, log: Logger, { outcome, planned, action, detail, latencyMs }: Observed): void {
  const { head, live } = planned;
  metrics.notifications.inc({ receiver: live?.target.receiver ?? 'unknown', kind: head.notifier, outcome });
  if (latencyMs !== null) metrics.notificationLatency.observe({ kind: head.notifier }, latencyMs / 1000);
  const fields = {
    correlation_id: head.correlationId,
    incident: head.incident,
    target: head.target,
    action,
    outcome,
    attempt: head.attempts + 1,
    detail,
  };
  if (outcome === 'dead') log.error(fields, 'a delivery is a dead letter');
  else if (outcome === 'failed') log.warning(fields, 'a send failed; it is tried again');
  else if (head.notifier === 'console' && outcome === 'delivered') log.debug(fields, 'printed');
  else log.info(fields, outcome === 'delivered' ? 'delivered' : 'over before it was told');
}
