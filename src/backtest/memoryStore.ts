import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import type { Incident } from '../incident/incident.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import type { Policy } from '../pipeline/compilePolicy.ts';
import { CALENDAR_TIMERS, type Decisions, type Facts, type ReleaseBite, type Timer } from '../pipeline/decision.ts';
import { earliest } from '../pipeline/earliest.ts';
import type { Entry } from '../pipeline/entry.ts';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import { incidentsRecalled, recalls } from '../pipeline/recalls.ts';
import type { Remembered } from '../pipeline/ruleMemory.ts';
import { silenceNamed } from '../pipeline/silenceNamed.ts';
import { timerTouches } from '../pipeline/timerTouches.ts';
import { touches } from '../pipeline/touches.ts';
import { unnamedGroups } from '../pipeline/unnamedGroups.ts';
import { exactMatchers } from '../silence/exactMatchers.ts';
import type { Silence } from '../silence/silence.ts';
import { unsettled } from '../silence/unsettled.ts';
import { KeyIndex } from './keyIndex.ts';
import { smallest } from './smallest.ts';
import { TimerQueue } from './timerQueue.ts';

/**
 * What a database holds between two batches, as far as deciding reads it: the facts of a batch by key, and its decisions
 * applied. Gives `decide` the same as `store/loadFacts.ts` does.
 */
export class MemoryStore {
  readonly episodes = new Map<string, Episode>();
  readonly incidents = new Map<number, Incident>();
  readonly timers = new TimerQueue();
  readonly memory = new Map<string, unknown>();
  private silences: readonly Silence[] = [];
  private readonly newest = new Map<string, number>();
  private readonly firing = new KeyIndex<number | null>();
  private readonly held = new KeyIndex<string>();
  private nextIncident = 1;
  private nextDelivery = 1;
  private readonly bite: number;

  constructor(bite: number = BOUNDS.bite) {
    this.bite = bite;
  }

  /** What deciding these entries, and the timers `due` before them, may read. */
  facts(entries: readonly Entry[], due: readonly Timer[], policy: Policy): Facts {
    const touched = touches(entries);
    const fromTimers = timerTouches(due, this.silences);
    const releases = fromTimers.bites.map((timer) => this.biteOf(timer));
    const keys = new Set([...touched.alerts, ...fromTimers.alerts].map(alertKey));
    for (const { alerts } of releases) for (const key of alerts) keys.add(key);
    for (const whole of [touched.whole, fromTimers.whole])
      for (const number of whole) for (const key of this.firing.under(number)) keys.add(key);
    if (touched.absences) for (const key of this.absences()) keys.add(key);
    const episodes: Episode[] = [];
    for (const key of keys) {
      const episode = this.episodes.get(key);
      if (episode) episodes.push(episode);
    }
    const memory: Remembered[] = [];
    for (const key of recalls(entries, episodes, due, policy)) {
      const value = this.memory.get(key);
      if (value !== undefined) memory.push({ key, value });
    }
    const numbers = new Set<number>();
    this.addIncidents(numbers, [...touched.incidents, ...fromTimers.incidents], touched.groups);
    const others = incidentsRecalled(memory, due, earliest(entries, due), policy);
    for (const { incident } of episodes) if (incident !== null) others.push(incident);
    this.addIncidents(numbers, others, unnamedGroups(episodes, due, policy));
    const incidents: Incident[] = [];
    for (const number of numbers) {
      const incident = this.incidents.get(number);
      if (incident) incidents.push(incident);
    }
    return {
      episodes,
      incidents,
      timers: [...due, ...touched.timers.flatMap((key) => this.timers.get(key) ?? [])],
      releases,
      memory,
      silences: this.silences,
      nextIncident: this.nextIncident,
      nextDelivery: this.nextDelivery,
    };
  }

  apply(made: Decisions): void {
    for (const episode of made.episodes) this.putEpisode(episode);
    for (const incident of made.incidents) {
      this.incidents.set(incident.number, incident);
      if ((this.newest.get(incident.groupKey) ?? 0) < incident.number) this.newest.set(incident.groupKey, incident.number);
    }
    if (made.timersShiftedByMs !== 0) this.timers.shift(made.timersShiftedByMs, ({ kind }) => !CALENDAR_TIMERS.includes(kind));
    for (const key of made.timersCleared) this.timers.clear(key);
    for (const timer of made.timersSet) this.timers.set(timer);
    for (const key of made.forgotten) this.memory.delete(key);
    for (const { key, value } of made.remembered) this.memory.set(key, value);
    if (made.silences.length > 0) this.silences = unsettled(this.silences, made.silences);
    this.nextIncident = made.nextIncident;
    this.nextDelivery = made.nextDelivery;
  }

  /** The firing alerts of an incident. */
  firingIn(number: number): Episode[] {
    return [...this.firing.under(number)].flatMap((key) => this.episodes.get(key) ?? []);
  }

  private absences(): string[] {
    const own = [...this.episodes.values()].filter(
      ({ integration, status }) => integration === OWN_INTEGRATION && status === 'firing',
    );
    const missing = own.filter(({ labels }) => Object.hasOwn(labels, 'heartbeat')).map(alertKey);
    return missing.sort().slice(0, BOUNDS.absences);
  }

  private putEpisode(episode: Episode): void {
    const key = alertKey(episode);
    const last = this.episodes.get(key);
    if (last?.status === 'firing') {
      this.firing.remove(last.incident, key);
      if (last.held) this.held.remove(last.held.key, key);
    }
    this.episodes.set(key, episode);
    if (episode.status !== 'firing') return;
    this.firing.add(episode.incident, key);
    if (episode.held) this.held.add(episode.held.key, key);
  }

  /** The incidents named, and the newest of each group named or named through one of them. */
  private addIncidents(numbers: Set<number>, named: readonly number[], groups: readonly string[]): void {
    const add = (groupKey: string): void => {
      const number = this.newest.get(groupKey);
      if (number !== undefined) numbers.add(number);
    };
    for (const number of named) {
      if (numbers.has(number)) continue;
      const incident = this.incidents.get(number);
      if (!incident) continue;
      numbers.add(number);
      add(incident.groupKey);
    }
    for (const groupKey of groups) add(groupKey);
  }

  /** The next alerts that a timer looks at, after the one that it names. */
  private biteOf(timer: Timer): ReleaseBite {
    const { integration, fingerprint } = timer;
    const after = fingerprint === null ? '' : alertKey({ integration: integration ?? '', fingerprint });
    const found = smallest(this.subjectOf(timer), after, this.bite + 1);
    return { timer: timer.key, alerts: found.slice(0, this.bite), more: found.length > this.bite };
  }

  private subjectOf({ kind, key, incident }: Timer): Iterable<string> {
    if (kind === 'repeat') return this.firing.under(incident);
    if (kind === 'rescan') return this.firing.all();
    if (kind === 'silence_idle') return this.mayFit(silenceNamed(key, this.silences));
    if (kind === 'silence_end') return [];
    const subject = key.slice(key.indexOf(':') + 1);
    return subject === '' ? this.held.all() : this.held.under(subject);
  }

  /** As `store/mayFit.ts` has it: the same bites, so that a replay takes the same way. */
  private mayFit(silence: Silence | null): string[] {
    if (!silence) return [];
    const exact = exactMatchers(silence.matchers);
    return [...this.firing.all()].filter((key) => {
      const labels = this.episodes.get(key)?.labels ?? {};
      return exact.every(({ name, value }) => labelValue(labels, name) === value);
    });
  }
}
