import { hash } from 'node:crypto';
import { LabelMemo } from '../../alert/labelMemo.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import { matchesAll } from '../../alert/matcher.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledTogetherRule, Policy } from '../compilePolicy.ts';

/** What an alert is to one rule of `noise.together`. `key` names the rule and the values of its `equal` labels. */
export interface TogetherRole {
  readonly rule: CompiledTogetherRule;
  readonly key: string;
  readonly isSource: boolean;
  readonly isTarget: boolean;
}

const READ = new LabelMemo<readonly TogetherRole[]>();
const NONE: readonly TogetherRole[] = [];

/** The rules that an alert has a part in. A label that is missing is empty, also in `equal`. */
export function togetherRoles(labels: Labels, severity: Severity, { together }: Policy): readonly TogetherRole[] {
  if (together.length === 0) return NONE;
  const known = READ.get(labels, together);
  if (known) return known;
  const roles = together.flatMap((rule) => {
    const isSource = matchesAll(rule.source, labels, severity);
    const isTarget = matchesAll(rule.target, labels, severity);
    return isSource || isTarget ? [{ rule, key: keyOf(rule, labels), isSource, isTarget }] : [];
  });
  return READ.set(labels, together, roles);
}

function keyOf({ key, equal }: CompiledTogetherRule, labels: Labels): string {
  const values = JSON.stringify(equal.map((name) => labelValue(labels, name)));
  return `together:${key}:${hash('sha256', values).slice(0, 16)}`;
}
