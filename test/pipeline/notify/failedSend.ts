import { DeliveryError } from '../../../src/pipeline/notify/deliveryError.ts';

/** The `DeliveryError` that a send ends with; throws where it succeeds or fails in another way. */
export async function failedSend(sending: Promise<unknown>): Promise<DeliveryError> {
  const outcome = await sending.then(
    (receipt) => ({ receipt }),
    (error: unknown) => ({ error }),
  );
  if ('receipt' in outcome) throw new Error(`the send succeeded: ${JSON.stringify(outcome.receipt)}`);
  if (!(outcome.error instanceof DeliveryError)) throw outcome.error;
  return outcome.error;
}
