import { labelValue } from '../../alert/labels.ts';
import { matchesAll } from '../../alert/matcher.ts';
import { severityOf } from '../../alert/severity.ts';
import { TocsinError } from '../../errors.ts';
import { matcherFaults } from '../../silence/matcherFaults.ts';
import type { SilenceMatcher } from '../../silence/silence.ts';
import { compileSilenceMatcher } from '../../silence/silenceMatcher.ts';
import type { AlertRow } from '../../store/readAlerts.ts';
import { countFiring, readFiring } from '../../store/readFiring.ts';
import { readIncidents } from '../../store/readIncidents.ts';
import type { HttpDeps } from '../deps.ts';
import { alertJson } from './alertJson.ts';

const SHOWN = 100;

/**
 * What a silence with these matchers would hide if it were active now: of the alerts that fire, which, and of which incidents; the
 * first hundred of each, and how many there are.
 * @throws TocsinError `bad_request` for matchers that no silence can have
 */
export async function silencePreview({ db, policy }: Pick<HttpDeps, 'db' | 'policy'>, matchers: readonly SilenceMatcher[]) {
  const faults = matcherFaults(matchers);
  if (faults.length > 0)
    throw new TocsinError('bad_request', `The silence is refused: ${faults.join('; ')}.`, { details: faults });
  const words = new Map(Object.entries(policy().severities));
  const compiled = matchers.map(compileSilenceMatcher);
  const firing = await countFiring(db);
  const first: AlertRow[] = [];
  const incidents = new Map<number, number>();
  let hidden = 0;
  for await (const alert of readFiring(db, matchers)) {
    if (!matchesAll(compiled, alert.labels, severityOf(labelValue(alert.labels, 'severity'), words))) continue;
    hidden += 1;
    if (first.length < SHOWN) first.push(alert);
    if (alert.incident !== null) incidents.set(alert.incident, (incidents.get(alert.incident) ?? 0) + 1);
  }
  const numbers = [...incidents.keys()].sort((a, b) => b - a);
  const rows = await readIncidents(db, { numbers: numbers.slice(0, SHOWN) }, SHOWN);
  return {
    hides: hidden === 0 ? 'nothing' : hidden >= firing ? 'everything' : 'some',
    firing,
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
