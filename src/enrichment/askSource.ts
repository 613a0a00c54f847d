import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { EvidenceStatus } from '../evidence/evidence.ts';
import { SourceError } from '../pipeline/enrich/sourceError.ts';
import type { Subject } from '../pipeline/enrich/subject.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { FoundEvidence } from '../store/evidenceRuns.ts';
import type { Breaker } from './breaker.ts';
import type { Found, Looker } from './looker.ts';

/** A source that does not heed its signal is not waited for longer than this beyond its time. */
const HEEDS_WITHIN_MS = 500;
const TROUBLE: ReadonlySet<SourceError['outcome']> = new Set(['timeout', 'unreachable', 'server_error', 'limited']);

export interface Asking {
  readonly clock: Clock;
  readonly breaker: Breaker;
  /** The program ends. */
  readonly stopped: AbortSignal;
  /** What messages of sources go through. */
  readonly redact: (text: string) => Redacted;
}

/** What became of asking a source, without its place: never throws. */
export type Asked = Omit<FoundEvidence, 'id' | 'incident' | 'opening'> & { readonly outcome: string };

/** Asks one source once, within its time, unless it is left alone for now. */
export async function askSource(looker: Looker, subject: Subject, asking: Asking): Promise<Asked> {
  const { clock, breaker } = asking;
  const key = `${looker.kind}/${looker.name}`;
  const begun = clock.monotonic();
  const told = (status: EvidenceStatus, outcome: string, found: Partial<Found>): Asked => ({
    kind: looker.kind,
    source: looker.name,
    status,
    outcome,
    because: null,
    query: null,
    content: null,
    file: null,
    from: subject.window.from,
    to: subject.window.to,
    ...found,
    askedAt: subject.now,
    tookMs: Math.round(clock.monotonic() - begun),
    hasFile: (found.file ?? null) !== null,
  });
  const pause = breaker.pauseOf(key, begun);
  if (pause !== null) return told('skipped', 'skipped', { because: asking.redact(pausedText(pause)) });
  try {
    const found = await within(looker, subject, asking.stopped);
    breaker.settle(key, false, clock.monotonic());
    return told(found.status, found.status, found);
  } catch (error) {
    const known = error instanceof SourceError ? error : null;
    breaker.settle(key, known !== null && TROUBLE.has(known.outcome), clock.monotonic());
    return told('failed', known?.outcome ?? 'unexpected', { because: because(error, asking) });
  }
}

async function within(looker: Looker, subject: Subject, stopped: AbortSignal): Promise<Found> {
  const { timeoutMs } = looker;
  const over = new AbortController();
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopped]);
  const late = sleep(timeoutMs + HEEDS_WITHIN_MS, null, { ref: false, signal: over.signal }).then(() => {
    throw new SourceError(`timed out after ${timeoutMs / 1000} s`, 'timeout');
  });
  // Whoever loses the race is nobody's error.
  late.catch(() => {});
  try {
    return await Promise.race([looker.look(subject, { timeoutMs, signal }), late]);
  } finally {
    over.abort();
  }
}

function pausedText(pauseMs: number): string {
  return `not asked: it failed several times in a row, and is tried again in ${Math.ceil(pauseMs / 1000)} s`;
}

/** Fails closed: what cannot be redacted is not said. */
function because(error: unknown, { redact }: Asking): Redacted {
  const said =
    error instanceof SourceError ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  try {
    return redact(said.slice(0, 500));
  } catch {
    return redact('failed, and its message cannot be shown');
  }
}
