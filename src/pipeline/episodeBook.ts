import { alertKey, type Episode } from '../alert/alert.ts';

/** The episodes that a batch knows, and what becomes of them. None is changed in place: another object stands for it from then on. */
export class EpisodeBook {
  /** As they were; what has changed since is in `changes`. */
  private readonly known: ReadonlyMap<string, Episode>;
  private readonly changes = new Map<string, Episode>();
  /** By incident, and more than fire: made where it is first asked for. */
  private members: Map<number | null, Set<string>> | null = null;

  constructor(known: ReadonlyMap<string, Episode>) {
    this.known = known;
  }

  get(key: string): Episode | null {
    return this.changes.get(key) ?? this.known.get(key) ?? null;
  }

  put(episode: Episode): void {
    const key = alertKey(episode);
    this.changes.set(key, episode);
    if (this.members) join(this.members, key, episode);
  }

  get changed(): Episode[] {
    return [...this.changes.values()];
  }

  /** The firing episodes of an incident, as far as they are known, in the order of their keys. */
  firingIn(number: number): Episode[] {
    this.members ??= this.membersNow();
    const keys = [...(this.members.get(number) ?? [])];
    return this.firing(keys, ({ incident }) => incident === number);
  }

  /** The firing episodes of an integration, in the same way. */
  firingOf(integration: string): Episode[] {
    const keys = new Set([...this.known.keys(), ...this.changes.keys()]);
    return this.firing([...keys], (episode) => episode.integration === integration);
  }

  private firing(keys: string[], isWanted: (episode: Episode) => boolean): Episode[] {
    const found = keys.sort().flatMap((key) => this.get(key) ?? []);
    return found.filter((episode) => episode.status === 'firing' && isWanted(episode));
  }

  private membersNow(): Map<number | null, Set<string>> {
    const members = new Map<number | null, Set<string>>();
    for (const [key, episode] of this.known) join(members, key, episode);
    for (const [key, episode] of this.changes) join(members, key, episode);
    return members;
  }
}

function join(members: Map<number | null, Set<string>>, key: string, { incident }: Episode): void {
  const known = members.get(incident);
  if (known) known.add(key);
  else members.set(incident, new Set([key]));
}
