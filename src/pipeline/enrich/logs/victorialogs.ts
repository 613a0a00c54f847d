import { z } from 'zod';
import { canonicalTimestamp, instantOf, rfc3339 } from '../../../alert/timestamp.ts';
import { type BoundedAnswer, boundedFetch } from '../boundedFetch.ts';
import { SourceError } from '../sourceError.ts';
import { authorization } from './authorization.ts';
import { basicAuthField } from './basicAuthField.ts';
import { besideLine } from './besideLine.ts';
import { encodeLogsql } from './encodeLogsql.ts';
import { headerSecret } from './headerSecret.ts';
import type { LogSource, RawLog } from './logSource.ts';
import type { LogSourceKind } from './logSourceKind.ts';
import { type KeyedLine, newestLines } from './newestLines.ts';
import { oneCredential } from './oneCredential.ts';
import { refusedAnswer } from './refusedAnswer.ts';
import { sourceUrl } from './sourceUrl.ts';
import { templateField } from './templateField.ts';

const tenantNumber = z.int().min(0).max(4_294_967_295);

const schema = z
  .strictObject({
    name: z.string().min(1).max(100),
    type: z.literal('victorialogs'),
    url: sourceUrl,
    query: templateField(encodeLogsql, 'write it as in app:="{{ labels.service }}" error'),
    account_id: tenantNumber.optional(),
    project_id: tenantNumber.optional(),
    token: headerSecret.optional(),
    basic_auth: basicAuthField.optional(),
  })
  .superRefine(oneCredential);
type VictoriaLogsConfig = z.infer<typeof schema>;

const ROW = z.record(z.string(), z.string());

/**
 * VictoriaLogs: `POST /select/logsql/query`, answered by a stream of JSON lines. With `limit` these are the newest; in which order they
 * come is not promised. Without a word it may stop in the middle, or end with the text of an error (VictoriaLogs, querying; `logsql.go`).
 */
export const victorialogs: LogSourceKind<VictoriaLogsConfig> = {
  types: ['victorialogs'],
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => ({ read: (subject, ask) => read(config, subject, ask) }),
};

type Subject = Parameters<LogSource['read']>[0];
type Ask = Parameters<LogSource['read']>[1];

async function read(config: VictoriaLogsConfig, { values, window }: Subject, { most, limits }: Ask): Promise<RawLog> {
  const query = config.query.fill(values);
  const { headers, secrets } = authorization(config);
  const body = new URLSearchParams({
    query,
    start: rfc3339(window.from),
    end: rfc3339(window.to),
    limit: String(most),
    timeout: `${limits.timeoutMs}ms`,
  });
  const answer = await boundedFetch(
    'VictoriaLogs',
    new URL(`${config.url}/select/logsql/query`),
    {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/x-www-form-urlencoded',
        ...(config.account_id !== undefined && { accountid: String(config.account_id) }),
        ...(config.project_id !== undefined && { projectid: String(config.project_id) }),
      },
      body: body.toString(),
    },
    limits,
  );
  if (answer.status !== 200) throw refusedAnswer(answer, secrets);
  const { lines, unread } = linesOf(answer);
  if (lines.length === 0 && unread > 0) throw notLines(answer);
  // Older versions take `end` as part of the stretch.
  const within = lines.filter(({ line }) => line.at >= window.from && line.at < window.to);
  const faults = [
    answer.isCut ? 'the answer was cut at 1 MiB' : '',
    unread > 0 ? `${unread} of ${lines.length + unread} rows are no log lines` : '',
  ].filter((fault) => fault !== '');
  return { query, lines: newestLines(within, most), partial: faults.length > 0 ? faults.join('; ') : null };
}

function notLines({ isCut, contentType, text }: BoundedAnswer): SourceError {
  if (text.startsWith('{') && !isCut)
    return new SourceError(
      'the query gives rows that are no log lines (without _time): leave out its | stats or | fields',
      'unusable',
    );
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0] ?? 'of no type';
  return new SourceError(`answered something that is not JSON lines (${type}): is url its address?`, 'unusable');
}

/** The rows that could be read, and how many could not. Of an answer that was cut, the last line is not whole and not counted. */
function linesOf({ text, isCut }: BoundedAnswer): { lines: KeyedLine[]; unread: number } {
  const written = text.split('\n');
  if (isCut && written.length > 1) written.pop();
  const rows = written.filter((row) => row.trim() !== '');
  const lines = rows.flatMap((row) => lineOf(row) ?? []);
  return { lines, unread: rows.length - lines.length };
}

function lineOf(written: string): KeyedLine | null {
  const row = ROW.safeParse(jsonOf(written)).data;
  if (!row) return null;
  const field = (name: string): string | undefined => (Object.hasOwn(row, name) ? row[name] : undefined);
  const key = canonicalTimestamp(field('_time') ?? '');
  if (key === null) return null;
  // A row may have no message: then what it has is the line.
  return { key, line: { at: instantOf(key), text: field('_msg') ?? written, ...besideLine(field) } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
