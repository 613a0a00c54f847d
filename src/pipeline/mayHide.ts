import type { Policy } from './compilePolicy.ts';
import type { PolicySource, RouteNode } from './policy.ts';
import type { Workspace } from './workspace.ts';

/** Whether anything can come to hold an alert that was told already. Where nothing can, nothing is loaded to find out. */
export function mayHide(work: Workspace, policy: Policy): boolean {
  const { maintenance, noise } = policy.source;
  return (
    work.silences.any() ||
    maintenance.length > 0 ||
    noise.inhibitRules.length > 0 ||
    noise.flapping !== null ||
    noise.changes !== null ||
    hasHours(policy)
  );
}

const KNOWN = new WeakMap<PolicySource, boolean>();

/** Whether a route keeps its receiver quiet at some hours. */
export function hasHours({ source }: Policy): boolean {
  const known = KNOWN.get(source) ?? asksForHours(source.route);
  KNOWN.set(source, known);
  return known;
}

function asksForHours({ muteTimeIntervals, activeTimeIntervals, routes }: RouteNode): boolean {
  return muteTimeIntervals.length > 0 || activeTimeIntervals.length > 0 || routes.some(asksForHours);
}
