import { z } from 'zod';
import { emptyLabels, type Labels } from '../../alert/labels.ts';
import { canonicalTimestamp, type Instant, instantOf } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import type { ServiceChange } from '../../pipeline/serviceChange.ts';

/** What a sender's clock may be ahead. */
const AHEAD_MS = 5 * 60_000;
const MOST_CHANGES = 1_000;
const MOST_LABELS = 64;
const EXAMPLE = '{"service": "checkout", "summary": "checkout 1.4.2", "at": "2026-01-31T12:00:00Z"}';

/** A change as it was sent, not yet with its id and who said so. */
export type ToldChange = Omit<ServiceChange, 'id' | 'by'>;

/**
 * The changes of a request's body: one as an object, or a list of them.
 * @throws TocsinError `bad_request` that names each bad value, where it stands and what to write there
 */
export function readChangeBody(
  body: string,
  now: Instant,
): { readonly changes: readonly ToldChange[]; readonly isList: boolean } {
  const given = parseJson(body);
  const isList = Array.isArray(given);
  const list: readonly unknown[] = isList ? given : [given];
  if (list.length === 0 || list.length > MOST_CHANGES) {
    throw new TocsinError('bad_request', `A list of ${list.length} changes: send 1 to ${MOST_CHANGES} at once.`);
  }
  const result = z.array(changeSchema(now)).safeParse(list);
  if (result.success) return { changes: result.data, isList };
  const details = result.error.issues.slice(0, 20).flatMap((issue) => describe(issue, list, isList));
  throw new TocsinError('bad_request', `The change is not understood: ${details.slice(0, 5).join('; ')}.`, { details });
}

/** Text without what no terminal, no label and no database takes. */
function line(most: number) {
  return (
    z
      .string('must be text')
      .trim()
      .min(1, 'is empty; write something or leave it out')
      .max(most, `is longer than ${most} characters; shorten it`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'holds control characters; write one line of text')
      .refine((text) => text.isWellFormed(), 'is not well-formed Unicode; send UTF-8')
  );
}

function changeSchema(now: Instant): z.ZodType<ToldChange> {
  const time = z.unknown().transform((value, context): Instant => {
    const fault = timeFault(value, now);
    if (fault === null) return instantOf(canonicalTimestamp(String(value)) ?? '');
    context.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  });
  return z
    .strictObject({
      service: line(200),
      cluster: line(200).nullish(),
      at: time.optional(),
      started_at: time.optional(),
      ended_at: time.nullish(),
      summary: line(1_000),
      version: line(200).nullish(),
      url: line(2_000)
        .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'is not a link; write its whole address, https://…')
        .nullish(),
      labels: labels.optional(),
    })
    .superRefine(({ at, started_at, ended_at }, context) => {
      const refuse = (key: string, message: string): void => void context.addIssue({ code: 'custom', path: [key], message });
      if (at !== undefined && started_at !== undefined)
        refuse('started_at', 'stands beside at, which says the same; leave one out');
      const began = at ?? started_at ?? now;
      if (ended_at && ended_at < began) refuse('ended_at', 'is before it began; put the end after at');
    })
    .transform(({ service, cluster, at, started_at, ended_at, summary, version, url, ...rest }) => ({
      ...{ service, cluster: cluster ?? '', at: at ?? started_at ?? now, endedAt: ended_at ?? null, summary },
      ...{ version: version ?? null, url: url ?? null, labels: rest.labels ?? emptyLabels() },
    }));
}

function timeFault(value: unknown, now: Instant): string | null {
  const timestamp = typeof value === 'string' ? canonicalTimestamp(value) : null;
  // Postgres has no year 0.
  if (timestamp === null || timestamp.startsWith('0000')) return 'is not a time; write it as 2026-01-31T12:00:00Z (RFC 3339)';
  if (instantOf(timestamp) <= now + AHEAD_MS) return null;
  return 'lies in the future; tell of a change when it is made, announced work belongs into `maintenance`';
}

/** Their names are the sender's: `__proto__` is one like any other. */
const labels = z.unknown().transform((value, context): Labels => {
  const found = emptyLabels();
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('must be an object of texts');
  const pairs = Object.entries(value);
  if (pairs.length > MOST_LABELS) return refuse(`has ${pairs.length} labels; send at most ${MOST_LABELS}`);
  for (const [name, text] of pairs) {
    const isFit = typeof text === 'string' && text.length <= 1_000 && name.length <= 200;
    if (!isFit) return refuse(`has no fit text under ${JSON.stringify(name.slice(0, 80))}; write at most 1000 characters`);
    found[name] = text;
  }
  return found;
});

function describe(issue: z.core.$ZodIssue, list: readonly unknown[], isList: boolean): string[] {
  const [index, ...path] = issue.path;
  const element = list[Number(index)];
  const place = [...(isList ? [`[${String(index)}]`] : []), ...path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...(place === '' ? [] : [place]), key].join('.').slice(0, 120)}: there is no such key`);
  }
  const name = path[0];
  const isThere = typeof element === 'object' && element !== null && name !== undefined && Object.hasOwn(element, name);
  if (name === undefined) return [`${place || 'the body'}: send an object such as ${EXAMPLE}`];
  if (!isThere) return [`${place}: is missing; write it as in ${EXAMPLE}`];
  return [`${place} = ${shown((element as Record<PropertyKey, unknown>)[name])}: ${issue.message}`];
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new TocsinError('bad_request', `The body is not JSON. Send ${EXAMPLE}.`, { cause });
  }
}
