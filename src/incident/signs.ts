import type { Incident, Sign } from './incident.ts';

const MOST = 100;
/** A sign that comes again within this time adds nothing: in a storm the list would be written for each alert. */
const SAME_MS = 60_000;
/** Alerts that are followed for each sign; one that more give stands while more fire than those that are followed. */
const MOST_ALERTS = 4;

/** Where the sign of its name, host and service stands; -1: nowhere. */
export function placeOfSign({ signs }: Incident, sign: Sign): number {
  return signs.findIndex((other) => isSameSign(other, sign));
}

/** Adds a sign to an incident, in the place of an older one of its name, host and service. Says whether anything changed. */
export function addSign(incident: Incident, sign: Sign, place = placeOfSign(incident, sign)): boolean {
  const known = place < 0 ? undefined : incident.signs[place];
  const alerts = known ? together(known, sign) : sign.alerts;
  if (known && sign.at - known.at < SAME_MS && alerts === known.alerts) return false;
  if (!known && incident.signs.length >= MOST && sign.at - (incident.signs[0]?.at ?? 0) < SAME_MS) return false;
  const { alerts: _, ...rest } = sign;
  const added: Sign = alerts ? { ...rest, alerts } : rest;
  const signs = [...incident.signs];
  if (known) signs.splice(place, 1);
  else if (signs.length >= MOST) signs.shift();
  signs.push(added);
  incident.signs = signs;
  return true;
}

/** An alert has ended or gone elsewhere, and is no longer counted: what it alone gave no longer stands here. */
export function endSign(incident: Incident, alert: string): void {
  const given = incident.signs.findIndex(({ alerts }) => alerts?.includes(alert));
  if (given >= 0)
    incident.signs = incident.signs.map((sign, i) =>
      i >= given && sign.alerts?.includes(alert) ? { ...sign, alerts: sign.alerts.filter((each) => each !== alert) } : sign,
    );
  endUnfollowed(incident);
}

/** Each alert gives one sign: where no more fire than those that are followed, nobody else gives any. */
function endUnfollowed(incident: Incident): void {
  if (incident.signs.every(({ alerts }) => alerts)) return;
  const followed = incident.signs.reduce((sum, { alerts }) => sum + (alerts?.length ?? 0), 0);
  if (incident.firing > followed) return;
  incident.signs = incident.signs.map((sign) => (sign.alerts ? sign : { ...sign, alerts: [] }));
}

/** Whether something of it still fires, as far as that was followed. */
export function stands({ alerts }: Sign): boolean {
  return alerts === undefined || alerts.length > 0;
}

export function isSameSign(one: Sign, other: Sign): boolean {
  return one.alertname === other.alertname && one.host === other.host && one.service === other.service;
}

function together({ alerts: known }: Sign, { alerts: added }: Sign): readonly string[] | undefined {
  if (!known || !added) return undefined;
  const fresh = added.filter((alert) => !known.includes(alert));
  if (fresh.length === 0) return known;
  return known.length + fresh.length > MOST_ALERTS ? undefined : [...known, ...fresh];
}
