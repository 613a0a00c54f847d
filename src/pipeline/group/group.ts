import { hash } from 'node:crypto';
import type { Alert } from '../../alert/alert.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import { LabelMemo } from '../../alert/labelMemo.ts';
import { canonicalLabels, emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledGrouping, Policy } from '../compilePolicy.ts';
import type { GroupChoice } from '../entry.ts';

/** What is chosen by the same labels is worked out once while they are at hand. */
const CHOSEN = new LabelMemo<GroupChoice>();

/**
 * Which incident an alert belongs to: the first grouping rule that matches says by which labels.
 * `sender` takes the sender's own group labels, per integration; its groupKey is not used, because it changes whenever
 * somebody edits the sender's routes.
 */
export function group(alert: Alert, severity: Severity, senderGroupLabels: Labels | null, policy: Policy): GroupChoice {
  const rule = firstMatch(policy.grouping, alert.labels, severity);
  if (!rule) throw new Error(`no grouping rule matches ${alert.fingerprint}: the last rule must have no matchers`);
  // A sender's group labels are those of one webhook, and so of one integration; an alert's own are of one alert.
  const read = rule.groupBy === 'sender' && senderGroupLabels !== null ? senderGroupLabels : alert.labels;
  const known = CHOSEN.get(read, rule);
  if (known) return known;
  const choice = choose(alert, senderGroupLabels, rule, policy.grouping.indexOf(rule));
  // Where the sender names no labels, its alerts choose theirs.
  if (read === alert.labels || choice.labels === read) CHOSEN.set(read, rule, choice);
  return choice;
}

function choose(alert: Alert, senderGroupLabels: Labels | null, rule: CompiledGrouping, index: number): GroupChoice {
  const { groupWaitMs, reopenWindowMs } = rule;
  const bySender = rule.groupBy === 'sender';
  const labels = bySender ? bySenderLabels(alert, senderGroupLabels) : chosenLabels(alert.labels, rule.groupBy);
  const scope = bySender ? `sender\u001f${alert.integration}` : `labels\u001f${rule.groupBy.join('\u001f')}`;
  return { key: shortHash(`${scope}\u001e${canonicalLabels(labels)}`), labels, groupWaitMs, reopenWindowMs, rule: index };
}

function bySenderLabels(alert: Alert, senderGroupLabels: Labels | null): Labels {
  if (senderGroupLabels && Object.keys(senderGroupLabels).length > 0) return senderGroupLabels;
  return chosenLabels(alert.labels, ['alertname']);
}

function chosenLabels(labels: Labels, names: 'sender' | readonly string[]): Labels {
  if (names === 'sender' || names.includes('...')) return labels;
  const chosen = emptyLabels();
  for (const name of names) chosen[name] = labelValue(labels, name);
  return chosen;
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 32);
}
