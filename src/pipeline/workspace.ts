import type { Episode } from '../alert/alert.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import type { TimelineRow } from '../incident/timeline.ts';
import type {
  DecisionRow,
  Decisions,
  Facts,
  Lookup,
  NoteRow,
  RejectedRow,
  ReleaseBite,
  Stamp,
  StateRow,
  Timer,
  Verdict,
} from './decision.ts';
import type { Entry } from './entry.ts';
import { EpisodeBook } from './episodeBook.ts';
import { FailureBook } from './failureBook.ts';
import { isFaded } from './isFaded.ts';
import type { Counts } from './ledger.ts';
import { RuleMemory } from './ruleMemory.ts';
import type { ServiceChange } from './serviceChange.ts';
import { SilenceDesk } from './silenceDesk.ts';
import { TimerBook } from './timerBook.ts';
import type { Trace } from './trace.ts';
import { WholeBook } from './wholeBook.ts';

/**
 * What a batch knows and changes while its entries are decided one by one: the facts as they were, and every change noted, so
 * that the end of the batch is a list of rows. How the journal was cut into batches must not show in them.
 */
export class Workspace {
  /** The logical time of what is being decided: the entry's, or the due time of a timer before it. */
  now: Instant = 0;
  entry!: Entry;
  counts: Counts = {};
  readonly timers: TimerBook;
  readonly silences: SilenceDesk;
  readonly failures = new FailureBook();
  readonly whole: WholeBook;
  private seq = 0;
  private nextIncident: number;
  private nextDelivery: number;
  private readonly episodes: EpisodeBook;
  private readonly incidents = new Map<number, Incident>();
  /** Incidents as they were: many are only looked for, so each is copied when it is asked for. */
  private readonly known: Lookup<number, Incident>;
  private readonly newest: Lookup<string, number>;
  /** The newest of groups that have a new one. */
  private readonly groups = new Map<string, number>();
  private readonly releases: Map<string, ReleaseBite>;
  readonly memory: RuleMemory;
  private readonly changedIncidents = new Set<number>();
  private readonly retired: Episode[] = [];
  private readonly stamps: Stamp[] = [];
  private readonly timeline: TimelineRow[] = [];
  private readonly decisions: DecisionRow[] = [];
  private readonly states = new Map<number, StateRow>();
  private readonly notes: NoteRow[] = [];
  private readonly rejected: RejectedRow[] = [];
  private readonly changes: ServiceChange[] = [];

  constructor(facts: Facts) {
    this.episodes = new EpisodeBook(facts.episodes);
    this.known = facts.incidents;
    this.newest = facts.newest;
    this.timers = new TimerBook(facts);
    this.memory = new RuleMemory(facts.memory, (key, value) => isFaded(key, value, this.now));
    this.releases = new Map(facts.releases.map((bite) => [bite.timer, bite]));
    this.silences = new SilenceDesk(facts.silences);
    this.nextIncident = facts.nextIncident;
    this.nextDelivery = facts.nextDelivery;
    this.whole = new WholeBook(facts);
  }

  begin(entry: Entry): void {
    this.entry = entry;
    this.now = entry.at;
    this.seq = 0;
    this.counts = {};
    this.failures.begin();
  }

  /** Closes the entry with its stamp. */
  end(error: string | null): void {
    const { id, position, at } = this.entry;
    this.stamps.push({ id, position, at, counts: this.counts, error });
  }

  /** Not to be changed: what becomes of it is another object, which is put in its place. */
  episode(key: string): Episode | null {
    return this.episodes.get(key);
  }

  /** The newest episode of its alert; the one it follows, if any, must be retired first. */
  putEpisode(episode: Episode): void {
    this.episodes.put(episode);
  }

  retire(episode: Episode): void {
    this.retired.push(episode);
  }

  incident(number: number): Incident | null {
    const known = this.incidents.get(number);
    if (known) return known;
    const found = this.known.get(number);
    if (!found) return null;
    const copy = { ...found };
    this.incidents.set(number, copy);
    return copy;
  }

  /** An incident that is only looked at: not copied, and not to be changed. */
  look(number: number): Readonly<Incident> | null {
    return this.incidents.get(number) ?? this.known.get(number) ?? null;
  }

  /** The firing episodes of an incident, as far as they were loaded, in the order of their keys. */
  firingIn(number: number): Episode[] {
    return this.episodes.firingIn(number);
  }

  /** The firing episodes of an integration, in the same way. */
  firingOf(integration: string): Episode[] {
    return this.episodes.firingOf(integration);
  }

  /** The newest incident of a group, open or not. */
  incidentOfGroup(key: string): Incident | null {
    const number = this.groups.get(key) ?? this.newest.get(key);
    return number === undefined ? null : this.incident(number);
  }

  newIncident(make: (number: number) => Incident): Incident {
    const incident = make(this.nextIncident);
    this.nextIncident += 1;
    this.incidents.set(incident.number, incident);
    this.groups.set(incident.groupKey, incident.number);
    this.changedIncidents.add(incident.number);
    return incident;
  }

  touch(incident: Incident): void {
    this.changedIncidents.add(incident.number);
  }

  newDelivery(): number {
    const id = this.nextDelivery;
    this.nextDelivery += 1;
    return id;
  }

  /** What was read for it says nothing of what set it: something else may be held by now. */
  setTimer(timer: Timer): void {
    this.releases.delete(timer.key);
    this.timers.set(timer);
  }

  clearTimer(key: string): void {
    this.timers.clear(key);
  }

  /**
   * What a timer over many alerts is to look at, once. Where it was not read, because the timer was set just now, the timer comes
   * again with the next batch.
   */
  takeBite(timer: Timer): ReleaseBite | null {
    const bite = this.releases.get(timer.key) ?? null;
    this.releases.delete(timer.key);
    if (!bite) this.setTimer({ ...timer, dueAt: this.entry.at + 1 });
    return bite;
  }

  /** An alert is held under a key from now on: it was not when what is held there was read. */
  addHeld(key: string): void {
    this.releases.delete(`release:${key}`);
  }

  say(row: Omit<TimelineRow, 'id' | 'recordedAt' | 'at'> & { at?: Instant }): void {
    const place = `${String(this.entry.position).padStart(12, '0')}.${String(this.nextSeq()).padStart(6, '0')}`;
    this.timeline.push({ ...row, at: row.at ?? this.now, id: `p${place}`, recordedAt: this.now });
  }

  judge(episode: Episode, verdict: Verdict, trace: Trace | null = null): void {
    const { integration, fingerprint, startsAt, incident } = episode;
    const decided: DecisionRow = {
      position: this.entry.position,
      seq: this.nextSeq(),
      at: this.now,
      integration,
      fingerprint,
      startsAt,
      incident,
      verdict: verdict.do,
      reason: verdict.do === 'notify' ? verdict.reason : verdict.do === 'resolve' ? 'resolved' : verdict.by,
      because: verdict.because,
      trace,
    };
    this.decisions.push(this.failures.named(decided, episode));
  }

  reject(integration: string, error: string): void {
    this.rejected.push({ position: this.entry.position, seq: this.nextSeq(), at: this.now, integration, error });
  }

  desire(row: StateRow): void {
    this.states.delete(row.delivery);
    this.states.set(row.delivery, row);
  }

  note(row: NoteRow): void {
    this.notes.push(row);
  }

  record(change: ServiceChange): void {
    this.changes.push(change);
  }

  result(): Decisions {
    return {
      stamps: this.stamps,
      episodes: this.episodes.changed,
      retired: this.retired,
      incidents: [...this.changedIncidents].flatMap((number) => this.incidents.get(number) ?? []),
      remembered: this.memory.remembered,
      forgotten: this.memory.forgotten,
      ...this.silences.result(),
      ...this.timers.result(),
      timeline: this.timeline,
      decisions: this.decisions,
      states: [...this.states.values()],
      notes: this.notes,
      rejected: this.rejected,
      changes: this.changes,
      failures: this.failures.all,
      wanted: this.whole.wanted,
      nextIncident: this.nextIncident,
      nextDelivery: this.nextDelivery,
    };
  }

  private nextSeq(): number {
    this.seq += 1;
    return this.seq;
  }
}
