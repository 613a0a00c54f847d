import type { Incident, Sign } from './incident.ts';

const MOST = 100;
/** A sign that comes again within this time adds nothing: in a storm the list would be written for each alert. */
const SAME_MS = 60_000;

/** Adds a sign to an incident, in the place of an older one of its name, host and service. Says whether anything changed. */
export function addSign(incident: Incident, sign: Sign): boolean {
  const isSame = (other: Sign): boolean =>
    other.alertname === sign.alertname && other.host === sign.host && other.service === sign.service;
  const known = incident.signs.find(isSame);
  if (known && sign.at - known.at < SAME_MS) return false;
  if (!known && incident.signs.length >= MOST && sign.at - (incident.signs[0]?.at ?? 0) < SAME_MS) return false;
  incident.signs = [...incident.signs.filter((other) => !isSame(other)), sign].slice(-MOST);
  return true;
}
