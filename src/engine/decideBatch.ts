import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import type { Decisions, Timer } from '../pipeline/decision.ts';
import type { Entry } from '../pipeline/entry.ts';
import type { FirstSends } from '../pipeline/firstSends.ts';
import { groupOfEpisode } from '../pipeline/group/groupOfEpisode.ts';
import { decide } from '../pipeline/pipeline.ts';
import { NO_RULES, PLAIN_ROUTE } from '../pipeline/policy.ts';
import { recalls } from '../pipeline/recalls.ts';
import { touches } from '../pipeline/touches.ts';
import { applyDecisions } from '../store/applyDecisions.ts';
import type { Database } from '../store/database.ts';
import { advanceEngineRow, type EngineRow } from '../store/engineRow.ts';
import { loadDueTimers, loadFacts, MAX_TIMERS } from '../store/loadFacts.ts';
import { LostLease } from './lostLease.ts';

/** What a database without a configuration yet decides by: nothing but the first policy can come before it. */
const NO_POLICY = compilePolicy({
  integrations: [],
  severities: {},
  grouping: [{ matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 0 }],
  repeatIntervalMs: 14_400_000,
  ...NO_RULES,
  route: { ...PLAIN_ROUTE, receiver: 'none' },
  receivers: [{ name: 'none', targets: [] }],
  alarmReceiver: null,
});

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
  if (due.length < MAX_TIMERS || entries.length === 1) return { entries, due };
  return withDueTimers(tx, entries.slice(0, 1));
}

/**
 * The engine's four steps over entries that have their place: load what they touch, decide, apply, and move the engine's row
 * on. Live deciding and replay are this same function. What it decided are the first `stamps.length` of the entries. `knownDue`:
 * all timers due at the entries' time, where the caller has loaded them (fewer than `MAX_TIMERS`, or for one entry).
 * `claimFirst` says which deliveries that are new are sent at once, by whom.
 */
export async function decideBatch(
  tx: Database,
  row: EngineRow,
  given: readonly Entry[],
  policy: Policy | null,
  knownDue?: readonly Timer[],
  claimFirst: FirstSends['claim'] = () => [],
): Promise<Decisions> {
  const rules = policy ?? NO_POLICY;
  const { entries, due } = knownDue ? { entries: given, due: knownDue } : await withDueTimers(tx, given);
  const facts = await loadFacts(
    tx,
    touches(entries),
    due,
    (episodes) => groupsOf(episodes, due, rules),
    (episodes) => recalls(entries, episodes, rules),
  );
  const { nextIncident, nextDelivery } = row;
  const decisions = decide(entries, { ...facts, nextIncident, nextDelivery }, rules);
  // Fewer than were given, where a timer set on the way is due before the rest.
  const decided = entries[decisions.stamps.length - 1] as Entry;
  const { position, at: decidedAt } = decided;
  const progress = { position, decidedAt, nextIncident: decisions.nextIncident, nextDelivery: decisions.nextDelivery };
  const newPolicy = decided.kind === 'policy' ? { policy: decided.policy, policyHash: compilePolicy(decided.policy).hash } : {};
  const claims = claimFirst({
    deliveries: decisions.states.filter(({ delivery }) => delivery >= nextDelivery),
    incidents: decisions.incidents.filter(({ number }) => number >= nextIncident),
    episodes: decisions.episodes,
  });
  const advanced = advanceEngineRow(tx, row.token, { ...progress, ...newPolicy });
  const [isOurs] = await Promise.all([advanced, applyDecisions(tx, decisions, claims)]);
  if (!isOurs) throw new LostLease('another replica decides by now');
  return decisions;
}

function groupsOf(
  episodes: readonly Episode[],
  due: readonly { kind: string; incident: number | null }[],
  policy: Policy,
): string[] {
  if (!due.some((timer) => timer.kind === 'late_firing' && timer.incident === null)) return [];
  return episodes
    .filter((episode) => episode.incident === null)
    .map((episode) => {
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      return groupOfEpisode(episode, severity, null, policy).key;
    });
}
