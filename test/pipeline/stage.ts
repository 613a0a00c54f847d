import { MemoryStore } from '../../src/backtest/memoryStore.ts';
import { BOUNDS } from '../../src/pipeline/bounds.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import { decideFully } from '../../src/pipeline/decideFully.ts';
import type { Decisions } from '../../src/pipeline/decision.ts';
import type { EntryContent } from '../../src/pipeline/entry.ts';
import { START } from '../fakeClock.ts';
import { placed } from './memory.ts';

/** Alerts that one timer judges at once: few, so that what is done in bites is. */
const BITE = 2;

/** A policy, a clock that is turned, and everything that was decided: as the engine does it, with facts by key and a tick for each timer. */
export class Stage {
  readonly store = new MemoryStore(BITE);
  readonly made: Decisions[] = [];
  at = START;
  private policy: Policy;
  private readonly onDecided: (made: Decisions, stage: Stage) => void;

  constructor(policy: Policy, onDecided: (made: Decisions, stage: Stage) => void = () => {}) {
    this.policy = policy;
    this.onDecided = onDecided;
  }

  /** Decides one entry now, after the timers that are due. */
  take(content: EntryContent): Decisions {
    const entry = placed(content, this.made.length + 1, this.at);
    const due = this.store.timers.due(this.at, BOUNDS.timers);
    const made = decideFully([entry], (whole) => this.store.facts([entry], due, whole), this.policy);
    this.store.apply(made);
    this.made.push(made);
    this.onDecided(made, this);
    return made;
  }

  /** Another policy decides from now on, and what the last one told nobody of, or woke nobody for, is looked at again. */
  reload(policy: Policy): void {
    this.take({ kind: 'policy', policy: policy.source });
    this.policy = policy;
    const open = [...this.store.incidents.values()].filter(({ status }) => status !== 'resolved');
    const again = open.filter(({ targets, urgency }) => targets.length === 0 || urgency === 'low').map(({ number }) => number);
    for (let from = 0; from < again.length; from += BITE)
      this.take({ kind: 'rejudge', incidents: again.slice(from, from + BITE) });
  }

  /** Time passes: each timer on the way is fired when it is due. */
  wait(ms: number): void {
    const until = this.at + ms;
    for (let due = this.store.timers.nextDue(); due !== null && due <= until; due = this.store.timers.nextDue()) {
      this.at = Math.max(this.at, due);
      this.take({ kind: 'tick' });
    }
    this.at = until;
  }
}
