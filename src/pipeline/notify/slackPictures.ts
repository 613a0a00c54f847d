import { evidenceOf } from './evidenceOf.ts';
import type { IncidentView, KeptPicture } from './notifier.ts';
import type { EvidenceFiles } from './notifierKind.ts';
import { type CallLimits, SlackRefusal } from './slackCall.ts';

import type { SlackFile } from './slackUpload.ts';

/** The edit waits no longer for its picture, in milliseconds: then it goes without. */
const UPLOAD_WITHIN = 4_000;
const MOST_FAILURES = 3;
/** After the first failure, and as much more after each other: Slack looks through a picture before it shows it. */
const AGAIN_MS = 1_000;
const MOST_KNOWN = 100;

/** A picture for one edit of a message. */
export interface Picture {
  readonly kept: KeptPicture;
  /** Why there is no file; empty where there is one. */
  readonly because: string;
}

/** The pictures of graphs that belong into messages: each is uploaded once, and after a few failures no more. */
export class SlackPictures {
  readonly #upload: (file: SlackFile, limits: CallLimits) => Promise<string>;
  readonly #evidence: EvidenceFiles | undefined;
  /** Files by their evidence, for the time until the message that names them has been edited. */
  readonly #uploaded = new Map<string, string>();

  constructor(upload: (file: SlackFile, limits: CallLimits) => Promise<string>, evidence: EvidenceFiles | undefined) {
    this.#upload = upload;
    this.#evidence = evidence;
  }

  /** Whether the incident has a graph that can be shown. */
  wants(incident: IncidentView): boolean {
    return this.#evidence !== undefined && graphOf(incident) !== null;
  }

  /** The picture for an edit; null where there is nothing to show. Never throws: the edit is not for its picture's sake. */
  async prepare(incident: IncidentView, before: KeptPicture | undefined, limits: CallLimits): Promise<Picture | null> {
    const evidence = graphOf(incident);
    if (evidence === null || this.#evidence === undefined) return null;
    const kept = before?.evidence === evidence ? before : { evidence, file: null, failures: 0 };
    if (kept.file !== null) return { kept, because: '' };
    const known = this.#uploaded.get(evidence);
    if (known !== undefined) return { kept: { ...kept, file: known }, because: '' };
    if (kept.failures >= MOST_FAILURES) return { kept, because: 'it was not taken' };
    const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(UPLOAD_WITHIN)]);
    try {
      const bytes = await endingWith(signal, this.#evidence.picture(evidence));
      if (bytes === null) return { kept: { ...kept, failures: MOST_FAILURES }, because: 'it cannot be drawn' };
      const name = `incident-${incident.number}-graph.png`;
      const file = await this.#upload({ name, title: `Incident ${incident.number}`, bytes }, { ...limits, signal });
      if (this.#uploaded.size >= MOST_KNOWN) this.#uploaded.clear();
      this.#uploaded.set(evidence, file);
      return { kept: { ...kept, file }, because: '' };
    } catch (error) {
      const isFinal = error instanceof SlackRefusal && !error.retryable;
      const failures = isFinal ? MOST_FAILURES : kept.failures + 1;
      const why = error instanceof SlackRefusal ? error.word : signal.aborted ? 'no answer in time' : 'the upload failed';
      return { kept: { ...kept, failures }, because: why };
    }
  }

  /** The message was edited: with its picture, or (`refused`: Slack's word) without it. */
  edited({ kept, because }: Picture, refused: string | null): Edited {
    this.#uploaded.delete(kept.evidence);
    if (refused === null && kept.file !== null) return { graph: { ...kept, failures: 0 }, said: '' };
    const graph = refused === null ? kept : { ...kept, failures: kept.failures + 1 };
    const said = `, without the graph (${remedy(refused ?? because)})`;
    return graph.failures < MOST_FAILURES ? { graph, said, againMs: AGAIN_MS * graph.failures } : { graph, said };
  }
}

/** What a receipt says of it. */
interface Edited {
  readonly graph: KeptPicture;
  readonly said: string;
  readonly againMs?: number;
}

function graphOf(incident: IncidentView): string | null {
  if (incident.status === 'resolved') return null;
  return evidenceOf(incident.evidence, 'graph')[0]?.id ?? null;
}

function remedy(word: string): string {
  return word === 'missing_scope' ? 'missing_scope: the app needs files:write' : word;
}

function endingWith<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, ended]);
}
