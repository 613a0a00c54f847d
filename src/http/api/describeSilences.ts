import type { Silence } from '../../silence/silence.ts';
import { countQuieted } from '../countQuieted.ts';
import type { HttpDeps } from '../deps.ts';
import { silenceJson } from './silenceJson.ts';

/** Silences as `/api/v1` gives them, with what each keeps quiet now. */
export async function describeSilences(deps: Pick<HttpDeps, 'db' | 'policy' | 'clock'>, silences: readonly Silence[]) {
  const quieted = await countQuieted(deps, silences);
  return silences.map((silence) => silenceJson(silence, deps.clock.now(), quieted.get(silence.id) ?? 0));
}
