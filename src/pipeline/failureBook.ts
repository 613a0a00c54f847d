import { alertKey, type Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { type AskRule, failureText, type RuleFailure, ruleFailure } from './ruleFailure.ts';
import type { Trace } from './trace.ts';

/** What a rule is asked about; null: nothing of which there will be a decision. */
export type About = Pick<Episode, 'integration' | 'fingerprint'> | Pick<Incident, 'number'> | null;

/** The rules that threw while a batch was decided. Each fails open, and the decisions that it had no say in name it. */
export class FailureBook {
  readonly all: RuleFailure[] = [];
  private readonly current = new Map<string, readonly RuleFailure[]>();

  /** An entry or a timer begins: what failed before has nothing to do with it. */
  begin(): void {
    this.current.clear();
  }

  note(about: About, failure: RuleFailure): void {
    const key = about === null ? '' : keyOf(about);
    const known = this.current.get(key) ?? [];
    if (known.some((other) => isSame(other, failure))) return;
    this.current.set(key, [...known, failure]);
    this.all.push(failure);
  }

  ask<T>(rule: string, about: About, otherwise: T, ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      this.note(about, ruleFailure(rule, error));
      return otherwise;
    }
  }

  asking(about: About): AskRule {
    return (rule, otherwise, ask) => this.ask(rule, about, otherwise, ask);
  }

  /** What failed for an alert, or for the incident that it is in. */
  of(about: Exclude<About, null>): readonly RuleFailure[] {
    if (this.current.size === 0) return NONE;
    return this.current.get(keyOf(about)) ?? NONE;
  }

  /** A decision with what failed on the way to it. */
  named<T extends { readonly because: string; readonly trace: Trace | null }>(row: T, episode: Episode): T {
    if (this.current.size === 0) return row;
    const { incident } = episode;
    const ofIncident = incident === null ? [] : this.of({ number: incident });
    const found = [...this.of(episode), ...ofIncident];
    if (found.length === 0) return row;
    const { because, trace } = row;
    const known = trace?.failed ?? [];
    const added = found.filter((failure) => !known.some((other) => isSame(other, failure)));
    const unsaid = found.filter(({ error }) => !because.includes(`(${error})`)).map(failureText);
    return {
      ...row,
      ...(unsaid.length > 0 && { because: `${because}; ${unsaid.join('; ')}, which holds nothing back` }),
      ...(trace && added.length > 0 && { trace: { ...trace, failed: [...known, ...added] } }),
    };
  }
}

const NONE: readonly RuleFailure[] = [];

function keyOf(about: Exclude<About, null>): string {
  return 'number' in about ? `#${about.number}` : alertKey(about);
}

function isSame(one: RuleFailure, other: RuleFailure): boolean {
  return one.rule === other.rule && one.error === other.error;
}
