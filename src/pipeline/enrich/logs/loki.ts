import { z } from 'zod';
import { boundedFetch } from '../boundedFetch.ts';
import { SourceError } from '../sourceError.ts';
import { authorization } from './authorization.ts';
import { basicAuthField } from './basicAuthField.ts';
import { besideLine } from './besideLine.ts';
import { encodeLogql } from './encodeLogql.ts';
import { headerSecret } from './headerSecret.ts';
import { jsonAnswer } from './jsonAnswer.ts';
import type { LogSource, RawLog } from './logSource.ts';
import type { LogSourceKind } from './logSourceKind.ts';
import { type KeyedLine, newestLines } from './newestLines.ts';
import { oneCredential } from './oneCredential.ts';
import { refusedAnswer } from './refusedAnswer.ts';
import { shownText } from './shownText.ts';
import { sourceUrl } from './sourceUrl.ts';
import { templateField } from './templateField.ts';

const schema = z
  .strictObject({
    name: z.string().min(1).max(100),
    type: z.literal('loki'),
    url: sourceUrl,
    tenant: z
      .string()
      .regex(/^[\w!.*'()|-]{1,150}$/, "must be a tenant's id, or several with | between them")
      .optional(),
    query: templateField(encodeLogql, 'write it as in {app="{{ labels.service }}"} |= "error"'),
    token: headerSecret.optional(),
    basic_auth: basicAuthField.optional(),
  })
  .superRefine(oneCredential);
type LokiConfig = z.infer<typeof schema>;

const NS_PER_MS = 1_000_000n;

const ANSWER = z.object({
  data: z.object({ resultType: z.string(), result: z.unknown() }),
  warnings: z.array(z.string()).nullish(),
});
/** `["<nanoseconds>", "line"]`, and where the server has it a third item: structured metadata, or that by kinds. */
const STREAMS = z.array(
  z.object({
    stream: z.unknown(),
    values: z.array(z.tuple([z.string().regex(/^\d{1,19}$/), z.string()], z.unknown())),
  }),
);

/**
 * Loki: `GET /loki/api/v1/query_range`, newest first. `start` is inclusive and `end` exclusive, in nanoseconds; errors are plain text
 * (Loki HTTP API; `pkg/loghttp/entry.go`, `pkg/util/server/error.go`).
 */
export const loki: LogSourceKind<LokiConfig> = {
  types: ['loki'],
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => ({ read: (subject, ask) => read(config, subject, ask) }),
};

async function read(config: LokiConfig, { values, window }: Subject, { most, limits }: Ask): Promise<RawLog> {
  const query = config.query.fill(values);
  const { headers, secrets } = authorization(config);
  const url = new URL(`${config.url}/loki/api/v1/query_range`);
  const asked = { query, start: nanos(window.from), end: nanos(window.to), limit: String(most), direction: 'backward' };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const answer = await boundedFetch(
    'Loki',
    url,
    {
      headers: {
        ...headers,
        accept: 'application/json',
        // Without it, lines that differ in their metadata come as streams of their own, each with all its labels.
        'x-loki-response-encoding-flags': 'categorize-labels',
        ...(config.tenant !== undefined && { 'x-scope-orgid': config.tenant }),
      },
    },
    limits,
  );
  if (answer.status !== 200) throw refusedAnswer(answer, secrets);
  const { data, warnings } = jsonAnswer(answer, ANSWER);
  if (data.resultType !== 'streams') {
    const text = `the query is a metric query, which gives numbers (${shownText(data.resultType, [])}): write one that gives log lines`;
    throw new SourceError(text, 'unusable');
  }
  const warning = warnings?.[0];
  return {
    query,
    lines: newestLines(linesOf(data.result), most),
    partial: warning === undefined ? null : `Loki warns: ${shownText(warning, secrets)}`,
  };
}

type Subject = Parameters<LogSource['read']>[0];
type Ask = Parameters<LogSource['read']>[1];

function nanos(millis: number): string {
  return `${BigInt(Math.trunc(millis)) * NS_PER_MS}`;
}

function linesOf(result: unknown): KeyedLine[] {
  const streams = STREAMS.safeParse(result);
  if (!streams.success) throw new SourceError('answered streams of another shape: is url its address?', 'unusable');
  return streams.data.flatMap(({ stream, values }) =>
    // Each stream comes newest first; reversed, lines of one nanosecond stay as they were written.
    values.toReversed().map(([ns, text, beside]) => {
      const key = BigInt(ns);
      return { key, line: { at: Number(key / NS_PER_MS), text, ...besideLine(fieldIn(beside, stream)) } };
    }),
  );
}

function fieldIn(beside: unknown, stream: unknown): (name: string) => string | undefined {
  const records = [own(beside, 'structuredMetadata'), own(beside, 'parsed'), beside, stream];
  return (name) => records.map((record) => own(record, name)).find((value) => typeof value === 'string') as string | undefined;
}

function own(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return undefined;
  return (record as Readonly<Record<string, unknown>>)[name];
}
