import { TocsinError } from '../../errors.ts';
import type { Send } from './notifier.ts';

/** The outbox asked a notifier for something that it does not do: a bug, not bad luck. */
export function wrongSend(notifier: string, send: Send, instead: string): TocsinError {
  return new TocsinError('internal', `the ${notifier} notifier was asked to ${send.action}; it takes only ${instead}`);
}
