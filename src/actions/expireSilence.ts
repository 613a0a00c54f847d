import { TocsinError } from '../errors.ts';
import { silenceState } from '../silence/silence.ts';
import { readSilence } from '../store/readSilences.ts';
import type { ActDeps } from './actDeps.ts';
import type { SilenceAct } from './setSilence.ts';

/**
 * Ends a silence now; one that has not begun never will. `entry` is null where it was over already, and nothing was done.
 * @throws TocsinError `not_found`
 */
export async function expireSilence(
  deps: ActDeps,
  request: { readonly id: string; readonly by: string },
  correlationId?: string,
): Promise<Omit<SilenceAct, 'entry'> & { readonly entry: string | null }> {
  const silence = await readSilence(deps.db, request.id);
  if (!silence) throw new TocsinError('not_found', `There is no silence ${JSON.stringify(request.id.slice(0, 50))}.`);
  const { id } = silence;
  if (silenceState(silence, deps.clock.now()) === 'expired') return { id, entry: null, decided: true };
  return { id, ...(await deps.submit({ kind: 'silence_expire', silence: id, by: request.by }, correlationId)) };
}
