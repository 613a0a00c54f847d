import type { Receipt } from '../pipeline/notify/notifier.ts';

/** How a send ended; what it threw is no failure of ours. */
export type SendResult = { readonly ok: true; readonly receipt: Receipt } | { readonly ok: false; readonly error: unknown };

export async function attemptSend(send: () => Promise<Receipt>): Promise<SendResult> {
  try {
    return { ok: true, receipt: await send() };
  } catch (error) {
    return { ok: false, error };
  }
}
