import type { Context } from 'hono';
import type { Matcher } from '../../alert/matcher.ts';
import type { Silence, SilenceState } from '../../silence/silence.ts';
import { silenceMatcher } from '../../silence/silenceMatcher.ts';
import { readSilences } from '../../store/readSilences.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { readFlag } from './readFlag.ts';
import { readMatchers } from './readMatchers.ts';
import { silenceJson } from './silenceJson.ts';

const STATES: readonly SilenceState[] = ['active', 'pending', 'expired'];
/** Alertmanager's `data.retention`: it forgets expired silences after that. Here they are only not listed. */
const EXPIRED_SHOWN_MS = 120 * 3_600_000;
const MOST = 10_000;

/** `GET /api/v2/silences`: active ones, what ends first first; then pending ones; then those that expired in the last five days. */
export async function listSilences(deps: HttpDeps, c: Context<HttpEnv>) {
  const asked = readMatchers(c, 'filter');
  const states = STATES.filter((state) => readFlag(c, state));
  if (states.length === 0) return [];
  const now = deps.clock.now();
  const silences = await readSilences(deps.db, { now, states }, MOST);
  return silences
    .filter((silence) => silence.endsAt > now - EXPIRED_SHOWN_MS && has(silence, asked))
    .map((silence) => silenceJson(silence, now));
}

/** A filter is compared with a silence's matchers, not tried on them: it finds the silences that say the same. */
function has({ matchers }: Silence, asked: readonly Matcher[]): boolean {
  return asked
    .map(silenceMatcher)
    .every(({ name, value, isRegex, isEqual }) =>
      matchers.some((each) => each.name === name && each.value === value && each.isRegex === isRegex && each.isEqual === isEqual),
    );
}
