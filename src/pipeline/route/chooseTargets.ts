import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Routed } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import { route } from './route.ts';

/**
 * The targets of the receivers that the routing tree gives an alert. Fails open: when the tree cannot be walked, the root's
 * receiver is told, and `because` says so.
 */
export function chooseTargets(labels: Labels, severity: Severity, policy: Policy): Routed {
  const { receivers, failure } = walk(labels, severity, policy);
  const targets = receivers.flatMap((name) => policy.receivers.get(name)?.targets.map(({ id }) => id) ?? []);
  const told = receivers.join(', ');
  if (failure) return { targets, because: `routing failed (${failure}), so the root's receiver ${told} is told` };
  if (targets.length === 0) return { targets, because: `receiver ${told} has no configs: recorded, never sent` };
  return { targets, because: `routed to ${told}` };
}

function walk(labels: Labels, severity: Severity, policy: Policy): { receivers: readonly string[]; failure: string | null } {
  try {
    return { receivers: route(policy.route, labels, severity).receivers, failure: null };
  } catch (error) {
    return { receivers: [policy.source.route.receiver], failure: error instanceof Error ? error.message : String(error) };
  }
}
