import type { Instant } from '../alert/timestamp.ts';
import { CALENDAR_TIMERS, type Decisions, type Facts, type Timer, takesBite } from './decision.ts';
import { firstDue } from './firstDue.ts';
import { WHOLE } from './timerTouches.ts';

/** The timers that a batch knows, and what it does to them. */
export class TimerBook {
  private readonly timers: Map<string, Timer>;
  private readonly changed = new Set<string>();
  private readonly waits: Facts['waits'];
  private shiftedByMs = 0;

  constructor({ timers, waits }: Pick<Facts, 'timers' | 'waits'>) {
    this.timers = new Map(timers.map((timer) => [timer.key, timer]));
    this.waits = waits;
  }

  /** When it fires, also of one that is only looked up; null: it is not set. */
  dueAt(key: string): Instant | null {
    const known = this.timers.get(key);
    if (known || this.changed.has(key)) return known?.dueAt ?? null;
    const waits = this.waits.get(key);
    return waits ? waits.dueAt + this.shiftedByMs : null;
  }

  /** A timer that is due, that was set here, or that the entries may move; others are not known here. */
  get(key: string): Timer | null {
    return this.timers.get(key) ?? null;
  }

  set(timer: Timer): void {
    this.timers.set(timer.key, timer);
    this.changed.add(timer.key);
  }

  /** Whether a timer over many alerts is to begin by then, as it was read. */
  isBeginning(key: string, until: Instant): boolean {
    const timer = this.get(key);
    return timer !== null && timer.dueAt <= until && timer.fingerprint === null;
  }

  clear(key: string): void {
    this.timers.delete(key);
    this.changed.add(key);
  }

  /** Whether a timer that this batch has set is due by then: what it needs may not have been loaded. */
  hasOwnDue(until: Instant): boolean {
    for (const key of this.changed) if ((this.timers.get(key)?.dueAt ?? Number.POSITIVE_INFINITY) <= until) return true;
    return false;
  }

  /** Whether a timer that looks at alerts in bites is due by then: which ones is read at the beginning of a batch. */
  hasBiteDue(until: Instant): boolean {
    for (const timer of this.timers.values()) if (timer.dueAt <= until && takesBite(timer)) return true;
    return false;
  }

  /** The first timer due at or before `until`, by (due time, key); it is taken off. */
  takeDue(until: Instant): Timer | null {
    const first = firstDue(this.ready(), until);
    if (first) this.clear(first.key);
    return first;
  }

  /** What looks at all of an incident, and was set here, is due right after the batch, which did not load that. */
  putOff(until: Instant): void {
    for (const timer of this.timers.values())
      if (timer.dueAt < until && this.isForNextBatch(timer)) this.set({ ...timer, dueAt: until });
  }

  private *ready(): Generator<Timer> {
    for (const timer of this.timers.values()) if (!this.isForNextBatch(timer)) yield timer;
  }

  private isForNextBatch({ key, kind }: Timer): boolean {
    return WHOLE.has(kind) && this.changed.has(key);
  }

  /** The others of a timer's kind that are due at the same moment, by key; they are taken off. */
  takeAlong({ kind, dueAt }: Timer): Timer[] {
    const isAlong = (timer: Timer): boolean => timer.kind === kind && timer.dueAt === dueAt && !this.isForNextBatch(timer);
    const found = [...this.timers.values()].filter(isAlong);
    for (const { key } of found) this.clear(key);
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The clock was set: what was due in ten minutes is still due in ten minutes. */
  shift(byMs: number): void {
    this.shiftedByMs += byMs;
    for (const timer of [...this.timers.values()]) {
      // What ends at an hour of the calendar ends at that hour.
      if (!CALENDAR_TIMERS.includes(timer.kind)) this.set({ ...timer, dueAt: timer.dueAt + byMs });
    }
  }

  result(): Pick<Decisions, 'timersSet' | 'timersCleared' | 'timersShiftedByMs'> {
    return {
      timersSet: [...this.changed].flatMap((key) => this.timers.get(key) ?? []),
      timersCleared: [...this.changed].filter((key) => !this.timers.has(key)),
      timersShiftedByMs: this.shiftedByMs,
    };
  }
}
