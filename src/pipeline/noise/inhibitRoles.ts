import { hash } from 'node:crypto';
import { LabelMemo } from '../../alert/labelMemo.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import { MatcherIndex } from '../../alert/matcherIndex.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledInhibitRule, Policy } from '../compilePolicy.ts';
import type { MemoryKey } from '../ruleMemory.ts';

/** What fires as a source of one inhibit rule with the same values of its `equal` labels. */
export interface InhibitMark {
  /** Alerts that are sources there and no targets. */
  readonly sources: number;
  /** Alerts that are both: they do not inhibit each other. */
  readonly both: number;
  /** Of each the last few that came and still fire, the newest last, as people read them. */
  readonly named: { readonly sources: readonly string[]; readonly both: readonly string[] };
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
  const { sources, targets } = indexOf(inhibitRules);
  const asSource = sources.matching(labels, severity);
  const asTarget = targets.matching(labels, severity);
  const places = asSource.length === 0 ? asTarget : [...new Set([...asSource, ...asTarget])].sort((a, b) => a - b);
  const roles = places.map((place): InhibitRole => {
    const rule = inhibitRules[place] as CompiledInhibitRule;
    return { rule, key: keyOf(rule, labels), isSource: asSource.includes(place), isTarget: asTarget.includes(place) };
  });
  return READ.set(labels, inhibitRules, roles);
}

interface Indexes {
  readonly sources: MatcherIndex;
  readonly targets: MatcherIndex;
}

const INDEXES = new WeakMap<readonly CompiledInhibitRule[], Indexes>();

function indexOf(rules: readonly CompiledInhibitRule[]): Indexes {
  const known = INDEXES.get(rules);
  if (known) return known;
  const indexes = {
    sources: new MatcherIndex(rules.map(({ source }) => source)),
    targets: new MatcherIndex(rules.map(({ target }) => target)),
  };
  INDEXES.set(rules, indexes);
  return indexes;
}

function keyOf({ key, equal }: CompiledInhibitRule, labels: Labels): MemoryKey<InhibitMark> {
  const values = JSON.stringify(equal.map((name) => labelValue(labels, name)));
  return `inhibit:${key}:${hash('sha256', values).slice(0, 16)}`;
}
