import { alertKey, type Episode } from '../../src/alert/alert.ts';
import type { Incident } from '../../src/incident/incident.ts';
import type { Policy } from '../../src/pipeline/compilePolicy.ts';
import {
  type Decisions,
  type Facts,
  type ReleaseBite,
  type StateRow,
  type Timer,
  takesBite,
} from '../../src/pipeline/decision.ts';
import type { Entry, EntryContent } from '../../src/pipeline/entry.ts';
import { decide } from '../../src/pipeline/pipeline.ts';
import { readEntry } from '../../src/pipeline/readEntry.ts';
import type { Silence } from '../../src/silence/silence.ts';
import { START } from '../fakeClock.ts';

/** What the database would hold, and everything that was ever decided. */
export class Memory {
  readonly episodes = new Map<string, Episode>();
  readonly incidents = new Map<number, Incident>();
  readonly timers = new Map<string, Timer>();
  readonly memory = new Map<string, unknown>();
  readonly silences = new Map<string, Silence>();
  readonly states = new Map<number, StateRow>();
  readonly told: Pick<Decisions, 'stamps' | 'timeline' | 'decisions' | 'notes' | 'retired'>[] = [];
  #nextIncident = 1;
  #nextDelivery = 1;

  /** Decides the entries as one batch. */
  decide(entries: readonly Entry[], policy: Policy): Decisions {
    const until = entries.at(-1)?.at ?? 0;
    const known = structuredClone({
      episodes: this.episodes,
      incidents: this.incidents,
      newest: new Map([...this.incidents.values()].map(({ groupKey, number }) => [groupKey, number])),
      timers: [...this.timers.values()].filter(({ dueAt, kind }) => dueAt <= until || kind === 'expiry'),
      waits: this.timers,
      releases: this.#releases(until),
      memory: this.memory,
      silences: this.#liveSilences(),
      nextIncident: this.#nextIncident,
      nextDelivery: this.#nextDelivery,
    });
    const facts: Facts = { ...known, whole: { has: () => true } };
    // Facts are read, never changed.
    for (const fact of [...facts.episodes.values(), ...facts.silences, ...(facts.incidents as Map<number, Incident>).values()])
      Object.freeze(fact);
    const made = decide(entries, facts, policy);
    for (const episode of made.episodes) this.episodes.set(alertKey(episode), episode);
    for (const incident of made.incidents) this.incidents.set(incident.number, incident);
    for (const key of made.timersCleared) this.timers.delete(key);
    for (const key of made.forgotten) this.memory.delete(key);
    for (const { key, value } of made.remembered) this.memory.set(key, value);
    for (const silence of made.silences) this.silences.set(silence.id, silence);
    for (const timer of made.timersSet) this.timers.set(timer.key, timer);
    for (const state of made.states) this.states.set(state.delivery, state);
    this.told.push(structuredClone(made));
    this.#nextIncident = made.nextIncident;
    this.#nextDelivery = made.nextDelivery;
    return made;
  }

  #liveSilences(): Silence[] {
    return [...this.silences.values()].filter(({ endedAt }) => endedAt === null);
  }

  /** As the store has them, but in bites of two. */
  #releases(until: number): ReleaseBite[] {
    const due = [...this.timers.values()].filter((timer) => timer.dueAt <= until && takesBite(timer));
    return due.map((timer) => {
      const { integration, fingerprint } = timer;
      const after = fingerprint === null ? '' : alertKey({ integration: integration ?? '', fingerprint });
      const firing = [...this.episodes.values()].filter(({ status }) => status === 'firing');
      const wanted = firing.filter((episode) => isLookedAt(timer, episode)).map(alertKey);
      const left = wanted.filter((each) => each > after).sort();
      return { timer: timer.key, alerts: left.slice(0, 2), more: left.length > 2 };
    });
  }

  /** Everything, in an order that does not depend on how it came about. */
  picture(): unknown {
    const sorted = <T>(map: Map<unknown, T>): T[] =>
      [...map.values()].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const all = <K extends keyof (typeof this.told)[number]>(key: K) => this.told.flatMap((each) => each[key] as unknown[]);
    return {
      episodes: sorted(this.episodes),
      incidents: sorted(this.incidents),
      timers: sorted(this.timers),
      memory: sorted(new Map([...this.memory].map(([key, value]) => [key, { key, value }]))),
      silences: sorted(this.silences),
      states: sorted(this.states),
      stamps: all('stamps'),
      timeline: all('timeline'),
      decisions: all('decisions'),
      notes: all('notes'),
    };
  }
}

function isLookedAt({ key, kind, incident }: Timer, episode: Episode): boolean {
  if (kind === 'repeat') return episode.incident === incident;
  if (kind === 'silence_idle' || kind === 'rescan') return true;
  const subject = key.slice(key.indexOf(':') + 1);
  return kind === 'release' && episode.held !== null && (subject === '' || episode.held.key === subject);
}

/** An entry with its place. */
export function placed(content: EntryContent, position: number, at: number): Entry {
  return { ...content, id: `entry-${position}`, correlationId: `request-${position}`, position, at };
}

/** A webhook's body as its entry reads. */
export function webhookEntry(body: object, policy: Policy, sender = 'alertmanager', receivedAt = START): EntryContent {
  const row = { id: 'x', kind: `webhook/${sender}`, integration: 'prod', body: JSON.stringify(body), receivedAt };
  const content = readEntry(row, policy);
  if (content.kind !== 'webhook') throw new Error(`not read as a webhook: ${JSON.stringify(content)}`);
  return content;
}
