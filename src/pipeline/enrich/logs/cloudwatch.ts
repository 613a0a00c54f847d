import { z } from 'zod';
import type { Instant } from '../../../alert/timestamp.ts';
import { SourceError } from '../sourceError.ts';
import { type CloudwatchAccount, cloudwatchCall, type FilterPage, type FilterQuestion } from './cloudwatchCall.ts';
import { encodeFilterPattern } from './encodeFilterPattern.ts';
import { encodeName } from './encodeName.ts';
import { headerSecret } from './headerSecret.ts';
import type { LogSource, RawLine, RawLog } from './logSource.ts';
import type { LogSourceKind } from './logSourceKind.ts';
import { sourceUrl } from './sourceUrl.ts';
import { templateField } from './templateField.ts';

const GROUP = {
  all: /^[\w./#-]{1,512}$/,
  part: /^[\w.#-]{1,512}$/,
  words: 'the name of a log group: letters, digits and _ - / . #',
};

const schema = z
  .strictObject({
    name: z.string().min(1).max(100),
    type: z.literal('cloudwatch'),
    region: z.string().regex(/^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/, 'must be a region, as in eu-west-1'),
    log_group: templateField((source) => encodeName(source, GROUP), 'write it as in /ecs/{{ labels.service }}'),
    filter: templateField(encodeFilterPattern, `write it as in ERROR, or '"{{ labels.pod }}"'`).optional(),
    access_key_id: z
      .string()
      .regex(/^\w{4,128}$/, 'must be the id of an access key, as in AKIA…')
      .optional(),
    secret_access_key: headerSecret.optional(),
    session_token: headerSecret.optional(),
    url: sourceUrl.optional(),
  })
  .superRefine((config, context) => {
    const halves = [config.access_key_id, config.secret_access_key].filter((half) => half !== undefined);
    if (halves.length === 2 || (halves.length === 0 && config.session_token === undefined)) return;
    const params = { remedy: 'write access_key_id and secret_access_key both' };
    context.addIssue({ code: 'custom', message: 'has only a part of its credentials', params });
  });
type CloudwatchConfig = z.infer<typeof schema>;

/** Of one page. More could be longer than the 1 MiB that is read. */
const PAGE_EVENTS = 500;
/** Of the text that is kept. */
const MOST_TEXT = 1024 * 1024;

/**
 * CloudWatch Logs: `FilterLogEvents`, page by page. Pages come oldest first, so that the newest lines are the last: the newest quarter
 * of the stretch is asked for by itself, and the rest only where that had too few. What was read when the time is over, or when AWS
 * takes no more, is given as a partial answer. Credentials come from the configuration only.
 */
export const cloudwatch: LogSourceKind<CloudwatchConfig> = {
  types: ['cloudwatch'],
  schema,
  secrets: ['secret_access_key', 'session_token'],
  create: (config) => ({ read: (subject, ask) => read(config, subject, ask) }),
};

type Subject = Parameters<LogSource['read']>[0];
type Ask = Parameters<LogSource['read']>[1];

async function read(config: CloudwatchConfig, subject: Subject, { most, limits }: Ask): Promise<RawLog> {
  const account = accountOf(config);
  const { from, to } = subject.window;
  const pattern = config.filter?.fill(subject.values);
  const question = {
    logGroupName: config.log_group.fill(subject.values),
    ...(pattern !== undefined && { filterPattern: pattern }),
  };
  const query = `FilterLogEvents ${JSON.stringify({ ...question, startTime: from, endTime: to - 1 })}`;
  const found = new Newest(most);
  const split = to - Math.ceil((to - from) / 4);
  const call = (asked: FilterQuestion): Promise<FilterPage> => cloudwatchCall(account, asked, subject.now, limits);
  let pages = 0;
  try {
    for (const [startTime, endTime] of stretches(from, split, to)) {
      let nextToken: string | null | undefined;
      do {
        const page = await call({ ...question, startTime, endTime, limit: PAGE_EVENTS, ...(nextToken && { nextToken }) });
        pages += 1;
        found.add(page.events);
        nextToken = page.nextToken;
      } while (nextToken);
      found.endStretch();
      if (found.isFull()) break;
    }
  } catch (error) {
    if (pages === 0 || !(error instanceof SourceError)) throw error;
    return { query, lines: found.lines(), partial: `${error.message}; ${pages} ${pages === 1 ? 'page was' : 'pages were'} read` };
  }
  return { query, lines: found.lines(), partial: found.isCut ? 'more than 1 MiB: the oldest lines are left out' : null };
}

function accountOf({ url, region, access_key_id, secret_access_key, session_token }: CloudwatchConfig): CloudwatchAccount {
  if (access_key_id === undefined || secret_access_key === undefined)
    throw new SourceError('nothing is asked without credentials: set access_key_id and secret_access_key', 'unusable');
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    url: url ?? `https://logs.${region}.${domain}`,
    region,
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key, sessionToken: session_token },
  };
}

/** Newest first; both ends inclusive. */
function stretches(from: Instant, split: Instant, to: Instant): [Instant, Instant][] {
  const all: [Instant, Instant][] = [
    [split, to - 1],
    [from, split - 1],
  ];
  return all.filter(([start, end]) => start <= end);
}

/** The newest lines of stretches that come newest first, each of them oldest first; bounded in number and text. */
class Newest {
  readonly #most: number;
  #newer: RawLine[] = [];
  #stretch: RawLine[] = [];
  #text = 0;
  isCut = false;

  constructor(most: number) {
    this.#most = most;
  }

  add(events: FilterPage['events']): void {
    for (const { timestamp, message } of events) {
      const text = message.replace(/\r?\n$/, '');
      this.#stretch.push({ at: timestamp, text });
      this.#text += text.length;
    }
    let drop = Math.max(0, this.#stretch.length + this.#newer.length - this.#most);
    for (const { text } of this.#stretch.slice(0, drop)) this.#text -= text.length;
    while (this.#text > MOST_TEXT && drop < this.#stretch.length) {
      this.#text -= this.#stretch[drop]?.text.length ?? 0;
      drop += 1;
      this.isCut = true;
    }
    this.#stretch.splice(0, drop);
  }

  endStretch(): void {
    this.#newer = this.lines();
    this.#stretch = [];
  }

  isFull(): boolean {
    return this.#newer.length >= this.#most || this.isCut;
  }

  lines(): RawLine[] {
    return [...this.#stretch, ...this.#newer].sort((a, b) => a.at - b.at);
  }
}
