import { labelValue } from '../../alert/labels.ts';
import { matchesAll } from '../../alert/matcher.ts';
import { severityOf } from '../../alert/severity.ts';
import { TocsinError } from '../../errors.ts';
import { heartbeatOf } from '../../pipeline/heartbeatOf.ts';
import { heartbeatWord } from '../../pipeline/heartbeatWord.ts';
import { matcherFaults } from '../../silence/matcherFaults.ts';
import type { SilenceMatcher } from '../../silence/silence.ts';
import { compileSilenceMatcher } from '../../silence/silenceMatcher.ts';
import type { AlertRow } from '../../store/readAlerts.ts';
import { countFiring, readFiring } from '../../store/readFiring.ts';
import { readIncidents } from '../../store/readIncidents.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { alertJson } from './alertJson.ts';

const SHOWN = 100;

/**
 * What a silence with these matchers would hide if it were active now: of the alerts that fire, which, and of which incidents; the
 * first hundred of each, and how many there are. A heartbeat that it matches is not hidden: nobody is told of it anyway.
 * @throws TocsinError `bad_request` for matchers that no silence can have
 */
export async function silencePreview({ db, policy }: Pick<HttpDeps, 'db' | 'policy'>, matchers: readonly SilenceMatcher[]) {
  const faults = matcherFaults(matchers);
  if (faults.length > 0)
    throw new TocsinError('bad_request', `The silence is refused: ${faults.join('; ')}.`, { details: faults });
  const rules = compiledPolicy(policy());
  const { severities } = rules;
  const compiled = matchers.map(compileSilenceMatcher);
  const firing = await countFiring(db);
  const first: AlertRow[] = [];
  const incidents = new Map<number, number>();
  const heartbeats = new Set<string>();
  let hidden = 0;
  for await (const alert of readFiring(db, matchers)) {
    const severity = severityOf(labelValue(alert.labels, 'severity'), severities);
    if (!matchesAll(compiled, alert.labels, severity)) continue;
    const beats = heartbeatOf(alert.labels, severity, rules);
    if (beats !== null && alert.incident === null) {
      heartbeats.add(heartbeatWord(beats));
      continue;
    }
    hidden += 1;
    if (first.length < SHOWN) first.push(alert);
    if (alert.incident !== null) incidents.set(alert.incident, (incidents.get(alert.incident) ?? 0) + 1);
  }
  const numbers = [...incidents.keys()].sort((a, b) => b - a);
  const rows = await readIncidents(db, { numbers: numbers.slice(0, SHOWN) }, SHOWN);
  return {
    hides: hidden === 0 ? 'nothing' : hidden >= firing ? 'everything' : 'some',
    firing,
    heartbeats: [...heartbeats],
    alerts: { count: hidden, items: first.map((alert) => ({ ...alertJson(alert), incident: alert.incident })) },
    incidents: {
      count: numbers.length,
      items: rows.map(({ number, title, status, severity }) => ({
        ...{ number, title, status, severity },
        alerts: incidents.get(number) ?? 0,
      })),
    },
  };
}
