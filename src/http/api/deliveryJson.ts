import { rfc3339 } from '../../alert/timestamp.ts';
import type { DeliveryRow } from '../../store/readDeliveries.ts';

/** A delivery as `/api/v1` gives it. `kind` is the notifier; a send under way is still `pending`. */
export function deliveryJson(row: DeliveryRow) {
  const status = row.status === 'sending' ? 'pending' : row.status;
  return {
    id: row.id,
    incident: row.incident,
    receiver: receiverOf(row.target),
    target: row.target,
    kind: row.notifier,
    status,
    reason: row.reason,
    attempts: row.attempts,
    created_at: rfc3339(row.createdAt),
    next_attempt_at: status === 'pending' ? rfc3339(row.nextAttemptAt) : null,
    delivered_at: row.deliveredAt === null ? null : rfc3339(row.deliveredAt),
    answer: row.answer,
  };
}

/** A target is `receiver/notifier/index`, and a receiver's name may hold slashes. */
function receiverOf(target: string): string {
  return target.split('/').slice(0, -2).join('/') || target;
}
