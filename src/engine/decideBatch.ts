import { BOUNDS } from '../pipeline/bounds.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import type { Decisions, Facts, Timer } from '../pipeline/decision.ts';
import { earliest } from '../pipeline/earliest.ts';
import type { Entry } from '../pipeline/entry.ts';
import type { FirstSends } from '../pipeline/firstSends.ts';
import { NO_POLICY } from '../pipeline/noPolicy.ts';
import { decide } from '../pipeline/pipeline.ts';
import { incidentsRecalled, recalls } from '../pipeline/recalls.ts';
import { touches } from '../pipeline/touches.ts';
import { unnamedGroups } from '../pipeline/unnamedGroups.ts';
import type { Silence } from '../silence/silence.ts';
import { applyDecisions } from '../store/applyDecisions.ts';
import type { Database } from '../store/database.ts';
import { advanceEngineRow, type EngineRow } from '../store/engineRow.ts';
import { loadDueTimers, loadFacts } from '../store/loadFacts.ts';
import { readLiveSilences } from '../store/readSilences.ts';
import { LostLease } from './lostLease.ts';
import type { SilenceCache } from './silenceCache.ts';
import { Undecidable } from './undecidable.ts';

/**
 * A batch's entries with the timers that fire among them. Where more are due than one batch takes, only the first entry is
 * decided now: they all come before it, and before what follows it.
 */
async function withDueTimers(
  tx: Database,
  entries: readonly Entry[],
): Promise<{ entries: readonly Entry[]; due: readonly Timer[] }> {
  const last = entries.at(-1);
  if (!last) throw new Error('a batch needs an entry');
  if (last.kind === 'clock_step') return { entries, due: [] };
  const due = await loadDueTimers(tx, last.at);
  if (due.length < BOUNDS.timers || entries.length === 1) return { entries, due };
  return withDueTimers(tx, entries.slice(0, 1));
}

/** Deciding touches nothing but what it was given: what it throws over, it would throw over again. */
function decideOrSay(entries: readonly Entry[], facts: Facts, policy: Policy): Decisions {
  try {
    return decide(entries, facts, policy);
  } catch (error) {
    throw new Undecidable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Loads what the entries touch, and decides: once more where it turns out that all of an incident has to be looked at. */
async function decideLoaded(
  tx: Database,
  { nextIncident, nextDelivery }: EngineRow,
  entries: readonly Entry[],
  due: readonly Timer[],
  silences: readonly Silence[],
  rules: Policy,
): Promise<Decisions> {
  const touched = touches(entries);
  const wanted = new Set<number>();
  for (;;) {
    const whole = [...touched.whole, ...wanted];
    const facts = await loadFacts(tx, { ...touched, whole }, due, silences, {
      groupsOf: (episodes) => unnamedGroups(episodes, due, rules),
      recalls: (episodes) => recalls(entries, episodes, due, rules),
      incidentsRecalled: (memory) => incidentsRecalled(memory, due, earliest(entries, due), rules),
    });
    const decisions = decideOrSay(entries, { ...facts, nextIncident, nextDelivery }, rules);
    if (decisions.wanted.length === 0) return decisions;
    for (const number of decisions.wanted) wanted.add(number);
  }
}

/**
 * The engine's four steps over entries that have their place: load what they touch, decide, apply, and move the engine's row
 * on. Live deciding and replay are this same function. What it decided are the first `stamps.length` of the entries. `knownDue`:
 * all timers due at the entries' time, where the caller has loaded them (fewer than `BOUNDS.timers`, or for one entry).
 * `claimFirst` says which deliveries that are new are sent at once, by whom. `known` spares reading the silences.
 */
export async function decideBatch(
  tx: Database,
  row: EngineRow,
  given: readonly Entry[],
  policy: Policy | null,
  knownDue?: readonly Timer[],
  claimFirst: FirstSends['claim'] = () => [],
  known: SilenceCache | null = null,
): Promise<Decisions> {
  const rules = policy ?? NO_POLICY;
  const { entries, due } = knownDue ? { entries: given, due: knownDue } : await withDueTimers(tx, given);
  const silences = known ? await known.load(tx, row) : await readLiveSilences(tx);
  const decisions = await decideLoaded(tx, row, entries, due, silences, rules);
  const { nextIncident, nextDelivery } = row;
  // Fewer than were given, where a timer set on the way is due before the rest.
  const decided = entries[decisions.stamps.length - 1] as Entry;
  const { position, at: decidedAt } = decided;
  const progress = { position, decidedAt, nextIncident: decisions.nextIncident, nextDelivery: decisions.nextDelivery };
  const silencesAt = decisions.silencesAt === null ? {} : { silencesAt: decisions.silencesAt };
  const newPolicy = decided.kind === 'policy' ? { policy: decided.policy, policyHash: compilePolicy(decided.policy).hash } : {};
  const claims = claimFirst({
    deliveries: decisions.states.filter(({ delivery }) => delivery >= nextDelivery),
    incidents: decisions.incidents.filter(({ number }) => number >= nextIncident),
    episodes: decisions.episodes,
  });
  const advanced = advanceEngineRow(tx, row.token, { ...progress, ...newPolicy, ...silencesAt });
  const [isOurs] = await Promise.all([advanced, applyDecisions(tx, decisions, claims)]);
  if (!isOurs) throw new LostLease('another replica decides by now');
  return decisions;
}
