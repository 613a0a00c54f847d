import { DeliveryError } from '../pipeline/notify/deliveryError.ts';
import type { Notifier, Receipt, Send, SendRequest } from '../pipeline/notify/notifier.ts';
import type { Planned } from './planHead.ts';

/** The whole of one send, whatever the other side does. */
const SEND_WITHIN_MS = 10_000;

/** One send under a deadline of our own: a notifier that ignores its signal cannot hold a lane. Throws a `DeliveryError`. */
export async function sendOnce(
  notifier: Notifier,
  planned: Planned,
  context: Pick<SendRequest, 'incident' | 'installation' | 'mayLeave'>,
): Promise<Receipt> {
  const { head, doubtSince, attempt } = planned;
  const notificationId = `${context.installation}/${head.incident}/${head.id}/${head.kind === 'note' ? 'note' : `${attempt.action}.${attempt.opening}`}`;
  const signal = AbortSignal.timeout(SEND_WITHIN_MS);
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(
        new DeliveryError(`no answer within ${SEND_WITHIN_MS / 1000} s`, { reason: 'timeout', retryable: true, unknown: true }),
      );
    }, SEND_WITHIN_MS + 1_000);
    timer.unref();
  });
  const send = planned.plan as Send;
  return Promise.race([notifier.send({ ...context, send, notificationId, doubtSince, signal }), late]);
}
