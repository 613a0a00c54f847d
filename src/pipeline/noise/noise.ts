import type { Episode } from '../../alert/alert.ts';
import type { Severity } from '../../alert/severity.ts';
import type { NoiseWord } from '../decision.ts';
import { type RuleFailure, ruleFailure } from '../ruleFailure.ts';
import { changes } from './changes.ts';
import { flapping } from './flapping.ts';
import { holdDown } from './holdDown.ts';
import { inhibit } from './inhibit.ts';
import { maintenance } from './maintenance.ts';
import type { NoiseRule, Opinion, RuleContext } from './rule.ts';
import { silence } from './silence.ts';

/** The rules over single alerts. Their order is their priority: the first one that holds an alert back is named. */
export const NOISE_RULES: readonly NoiseRule[] = [silence, maintenance, inhibit, flapping, holdDown, changes];

export interface NoiseVerdict {
  /** Every opinion against telling: the first one decides. None: nothing is against it. */
  readonly against: readonly Opinion[];
  /** The rules that had none. */
  readonly passed: readonly NoiseWord[];
  /** Rules that threw: none of them holds anything back. */
  readonly failures: readonly RuleFailure[];
}

/** Asks every rule. Fails open: a rule that throws does not keep anybody from being told. */
export function noise(episode: Episode, severity: Severity, context: RuleContext, rules = NOISE_RULES): NoiseVerdict {
  const against: Opinion[] = [];
  const passed: NoiseWord[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    try {
      const opinion = rule.judge(episode, severity, context);
      if (opinion) against.push(opinion);
      else passed.push(rule.name);
    } catch (error) {
      failures.push(ruleFailure(rule.name, error));
    }
  }
  return { against, passed, failures };
}
