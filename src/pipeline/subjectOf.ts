import { LabelMemo } from '../alert/labelMemo.ts';
import { emptyLabels, type Labels, labelValue } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { identify, type Subject } from './group/identify.ts';
import { type RuleFailure, ruleFailure } from './ruleFailure.ts';

/** `failed`: it could not be read. */
type Read = Subject & { readonly failed?: RuleFailure };

const READ = new LabelMemo<Read>();

/** What an alert speaks of. Fails open: what cannot be read speaks of nothing. Read once for each label set that is at hand. */
export function subjectOf(labels: Labels, severity: Severity, policy: Policy): Read {
  return READ.get(labels, policy) ?? READ.set(labels, policy, readSubject(labels, severity, policy));
}

function readSubject(labels: Labels, severity: Severity, policy: Policy): Read {
  try {
    return identify(labels, severity, policy.known);
  } catch (error) {
    return { service: null, host: null, cluster: null, failed: ruleFailure('identify', error) };
  }
}

/** Whose it is: as its own label says, else as its service does. */
export function teamOf(labels: Labels, service: string | null, policy: Policy): string | null {
  return labelValue(labels, 'team') || (service === null ? null : (policy.known.services.get(service)?.team ?? null));
}

/**
 * The labels that routes and urgency rules read: as sent, with the service's `team` and `tier` where the alert has none of its
 * own, and the incident's urgency.
 */
export function contextLabels(labels: Labels, severity: Severity, policy: Policy, urgency?: Urgency): Labels {
  const { service } = subjectOf(labels, severity, policy);
  const { team = null, tier = null } = (service !== null && policy.known.services.get(service)) || {};
  const read = Object.assign(emptyLabels(), labels);
  if (team !== null && labelValue(labels, 'team') === '') read.team = team;
  if (tier !== null && labelValue(labels, 'tier') === '') read.tier = tier;
  if (urgency) read.urgency = urgency;
  return read;
}
