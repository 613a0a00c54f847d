import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import type { Incident } from '../incident/incident.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import { CALENDAR_TIMERS, type Decisions, type Facts, type ReleaseBite, type Timer } from '../pipeline/decision.ts';
import type { Entry } from '../pipeline/entry.ts';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import { silenceNamed } from '../pipeline/silenceNamed.ts';
import { timerTouches } from '../pipeline/timerTouches.ts';
import { touches } from '../pipeline/touches.ts';
import { exactMatchers } from '../silence/exactMatchers.ts';
import type { Silence } from '../silence/silence.ts';
import { unsettled } from '../silence/unsettled.ts';
import { KeyIndex } from './keyIndex.ts';
import { smallest } from './smallest.ts';
import { TimerQueue } from './timerQueue.ts';

/**
 * What a database holds between two batches, as far as deciding reads it: the facts of a batch by key, and its decisions
 * applied. Gives `decide` the same episodes as `store/loadFacts.ts` does; incidents and what rules remember are looked up when
 * they are asked for, so that a key that `recalls.ts` forgets shows as a difference between the two.
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

  /** What deciding these entries, and the timers `due` before them, may read; with all that fires in the incidents `wanted`. */
  facts(entries: readonly Entry[], due: readonly Timer[], wanted: readonly number[] = []): Facts {
    const touched = touches(entries);
    const fromTimers = timerTouches(due, this.silences);
    const releases = fromTimers.bites.map((timer) => this.biteOf(timer));
    const episodes = new Map<string, Episode>();
    const add = (key: string): void => {
      const episode = this.episodes.get(key);
      if (episode) episodes.set(key, episode);
    };
    for (const key of touched.alerts.keys()) add(key);
    for (const alert of fromTimers.alerts) add(alertKey(alert));
    for (const { alerts } of releases) for (const key of alerts) add(key);
    const whole = new Set([...touched.whole, ...fromTimers.whole, ...wanted]);
    for (const number of whole) for (const key of this.firing.under(number)) add(key);
    if (touched.absences) for (const key of this.absences()) add(key);
    return {
      episodes,
      incidents: this.incidents,
      whole,
      newest: this.newest,
      timers: touched.timers.length === 0 ? due : [...due, ...touched.timers.flatMap((key) => this.timers.get(key) ?? [])],
      waits: { get: (key) => this.timers.get(key) ?? undefined },
      releases,
      memory: this.memory,
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
