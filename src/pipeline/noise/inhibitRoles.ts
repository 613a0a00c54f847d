import { hash } from 'node:crypto';
import { LabelMemo } from '../../alert/labelMemo.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import { matchesAll } from '../../alert/matcher.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledInhibitRule, Policy } from '../compilePolicy.ts';
import type { MemoryKey } from '../ruleMemory.ts';

/** What fires as a source of one inhibit rule with the same values of its `equal` labels. */
export interface InhibitMark {
  /** Alerts that are sources there and no targets. */
  readonly sources: number;
  /** Alerts that are both: they do not inhibit each other. */
  readonly both: number;
  /** The source that came last, as people read it. */
  readonly by: string;
}

/** What an alert is to one inhibit rule. `key` names the rule and the values of its `equal` labels. */
export interface InhibitRole {
  readonly rule: CompiledInhibitRule;
  readonly key: MemoryKey<InhibitMark>;
  readonly isSource: boolean;
  readonly isTarget: boolean;
}

const READ = new LabelMemo<readonly InhibitRole[]>();
const NONE: readonly InhibitRole[] = [];

/**
 * The rules that an alert has a part in. A label that is missing is empty, also in `equal`, as Alertmanager has it. Read once for
 * each label set that is at hand; `severity` is what they say.
 */
export function inhibitRoles(
  labels: Labels,
  severity: Severity,
  { inhibitRules }: Pick<Policy, 'inhibitRules'>,
): readonly InhibitRole[] {
  if (inhibitRules.length === 0) return NONE;
  const known = READ.get(labels, inhibitRules);
  if (known) return known;
  const roles = inhibitRules.flatMap((rule) => {
    const isSource = matchesAll(rule.source, labels, severity);
    const isTarget = matchesAll(rule.target, labels, severity);
    return isSource || isTarget ? [{ rule, key: keyOf(rule, labels), isSource, isTarget }] : [];
  });
  return READ.set(labels, inhibitRules, roles);
}

function keyOf({ key, equal }: CompiledInhibitRule, labels: Labels): MemoryKey<InhibitMark> {
  const values = JSON.stringify(equal.map((name) => labelValue(labels, name)));
  return `inhibit:${key}:${hash('sha256', values).slice(0, 16)}`;
}
