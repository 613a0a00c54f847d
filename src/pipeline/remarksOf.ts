import type { Incident } from '../incident/incident.ts';
import { stormRemark } from '../incident/stormRemark.ts';
import type { Policy } from './compilePolicy.ts';
import { type ProbableCause, probableCause } from './probableCause.ts';
import type { Workspace } from './workspace.ts';

const SHOWN = 5;

/** What people are told of an incident beside its alerts: what is probably behind it, and what hangs on that. */
export function remarksOf(work: Workspace, incident: Incident, policy: Policy, storm: string | null = null): readonly string[] {
  const gathers = storm ?? stormRemark(incident.remarks);
  const cause = work.failures.ask('dependencies', incident, null, () => probableCause(incident, policy));
  return [gathers, incident.flapping, cause ? causeText(cause) : commonHost(incident)].filter((remark) => remark !== null);
}

function causeText({ service, dependants, silent }: ProbableCause): string {
  return `Probable cause: ${service}${silent ? ', which is silent' : ''}; ${listed(dependants)} ${dependants.length === 1 ? 'depends' : 'depend'} on it`;
}

function commonHost({ signs }: Incident): string | null {
  const [first] = signs;
  if (!first?.host || signs.length < 2 || signs.some(({ host }) => host !== first.host)) return null;
  return `All on host ${first.host}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}
