import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Urgency } from '../../incident/incident.ts';
import type { Routed } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import { type RuleFailure, ruleFailure } from '../ruleFailure.ts';
import type { CompiledRoute } from './compileRoute.ts';
import { type Mute, mutedNow } from './mutedNow.ts';
import { takenBy } from './takenBy.ts';
import { untoldWord } from './untoldWord.ts';

/** The nodes that take an alert, or why the tree cannot be walked. */
export type Taken = readonly CompiledRoute[] | RuleFailure;

export function taken(labels: Labels, severity: Severity, policy: Policy): Taken {
  try {
    return takenBy(policy.route, labels, severity);
  } catch (error) {
    return ruleFailure('route', error);
  }
}

/**
 * The targets of the receivers of these nodes for an incident of this urgency, and of those that are told nothing now. Fails open:
 * when the tree cannot be walked, the root's receiver is told, and `because` says so.
 */
export function chooseTargets(nodes: Taken, policy: Policy, urgency: Urgency, now: Instant): Routed {
  const only = !('rule' in nodes) && nodes.length === 1 ? nodes[0] : null;
  if (!only) return routed(nodes, policy, urgency, now);
  // Most are taken by one node, which says the same each time; one that knows hours, to all that ask at the same moment.
  const at = only.mute.length > 0 || only.active.length > 0 ? now : ALWAYS;
  const ofPolicy = SAID.get(policy) ?? new Map<CompiledRoute, Said>();
  SAID.set(policy, ofPolicy);
  const last = ofPolicy.get(only);
  const said: Said = last?.at === at ? last : { at };
  if (said !== last) ofPolicy.set(only, said);
  said[urgency] ??= routed(nodes, policy, urgency, now);
  return said[urgency];
}

/** What a node said last. */
interface Said extends Partial<Record<Urgency, Routed>> {
  readonly at: Instant;
}

const ALWAYS: Instant = Number.POSITIVE_INFINITY;
const SAID = new WeakMap<Policy, Map<CompiledRoute, Said>>();

function routed(nodes: Taken, policy: Policy, urgency: Urgency, now: Instant): Routed {
  const { told, muted, failure } = walk(nodes, policy, now);
  const targetsOf = (receivers: readonly string[]): string[] => receivers.flatMap((name) => takers(name, policy, urgency));
  const targets = targetsOf(told);
  const silent = muted.filter(({ receiver }) => !told.includes(receiver) && targetsOf([receiver]).length > 0);
  const [first] = silent;
  const later = first && {
    targets: targetsOf(silent.map(({ receiver }) => receiver)),
    because: `${first.receiver} is ${first.because}`,
    until: earliest(silent),
  };
  const names = told.join(', ');
  const receivers = told;
  if (failure) return { receivers, targets, muted: null, because: routingFailed(failure, names), failed: failure };
  if (targets.length > 0) {
    const others = [...told.flatMap(notTold(policy, urgency)), ...(later ? [later.because] : [])];
    const heard = told.filter((name) => untoldWord(name, urgency, policy) === null).join(', ');
    return { receivers, targets, muted: later ?? null, because: [`routed to ${heard}`, ...others].join('; ') };
  }
  if (later) return { receivers, targets, muted: later, because: later.because };
  const isEmpty = told.every((name) => (policy.receivers.get(name)?.targets ?? []).length === 0);
  const why = isEmpty ? 'has no configs: recorded, never sent' : `is told nothing at ${urgency} urgency`;
  return { receivers, targets, muted: null, because: `receiver ${names} ${why}` };
}

function notTold(policy: Policy, urgency: Urgency): (receiver: string) => string[] {
  return (receiver) => {
    const why = untoldWord(receiver, urgency, policy);
    return why === null ? [] : [`${receiver} ${why}`];
  };
}

function routingFailed({ error }: RuleFailure, names: string): string {
  return `routing failed (${error}), so the root's receiver ${names} is told`;
}

interface Walk {
  readonly told: readonly string[];
  readonly muted: readonly (Mute & { readonly receiver: string })[];
  readonly failure: RuleFailure | null;
}

function walk(from: Taken, policy: Policy, now: Instant): Walk {
  if ('rule' in from) return { told: [policy.source.route.receiver], muted: [], failure: from };
  try {
    const nodes = from.map((node) => ({ node, mute: mutedNow(node, now) }));
    const told = new Set(nodes.flatMap(({ node, mute }) => (mute ? [] : [node.receiver])));
    const muted = nodes.flatMap(({ node, mute }) => (mute ? [{ receiver: node.receiver, ...mute }] : []));
    return { told: [...told], muted, failure: null };
  } catch (error) {
    return { told: [policy.source.route.receiver], muted: [], failure: ruleFailure('route', error) };
  }
}

function takers(receiver: string, policy: Policy, urgency: Urgency): string[] {
  const targets = policy.receivers.get(receiver)?.targets ?? [];
  return targets.flatMap(({ id, urgencies }) => (urgencies.includes(urgency) ? [id] : []));
}

function earliest(mutes: readonly Mute[]): Instant | null {
  const ends = mutes.map(({ until }) => until).filter((until) => until !== null);
  return ends.length > 0 ? Math.min(...ends) : null;
}
