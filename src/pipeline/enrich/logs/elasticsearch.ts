import { z } from 'zod';
import { rfc3339 } from '../../../alert/timestamp.ts';
import { boundedFetch } from '../boundedFetch.ts';
import { authorization } from './authorization.ts';
import { basicAuthField } from './basicAuthField.ts';
import { elasticsearchHit, SOURCE_FIELDS } from './elasticsearchHit.ts';
import { encodeName } from './encodeName.ts';
import { headerSecret } from './headerSecret.ts';
import { jsonAnswer } from './jsonAnswer.ts';
import type { LogSource, RawLog } from './logSource.ts';
import type { LogSourceKind } from './logSourceKind.ts';
import { newestLines } from './newestLines.ts';
import { oneCredential } from './oneCredential.ts';
import { readQueryTemplate } from './queryTemplate.ts';
import { refusedAnswer } from './refusedAnswer.ts';
import { sourceUrl } from './sourceUrl.ts';
import { templateField } from './templateField.ts';

const INDEX = {
  all: /^(?![-+])[^\s"\\/?#|A-Z]{1,255}$/,
  part: /^[a-z0-9][a-z0-9._-]*$/,
  words: 'an index, alias or data stream, as in logs-* or logs-{{ labels.team }}',
};
const value = templateField(
  (source) => readQueryTemplate(source, () => (text) => (text.isWellFormed() ? text : null)),
  "write it as in '{{ labels.service }}'",
);

const schema = z
  .strictObject({
    name: z.string().min(1).max(100),
    type: z.enum(['elasticsearch', 'opensearch']),
    url: sourceUrl,
    index: templateField((source) => encodeName(source, INDEX), 'write it as in logs-*'),
    api_key: headerSecret.optional(),
    token: headerSecret.optional(),
    basic_auth: basicAuthField.optional(),
    match: z.record(z.string().min(1).max(256), value).refine((match) => Object.keys(match).length > 0, {
      message: 'is empty: every line of every service would be asked for',
      params: { remedy: "write it as in match: { service.name: '{{ labels.service }}' }" },
    }),
    levels: z.array(z.string().min(1).max(50)).max(20).default([]),
  })
  .superRefine(oneCredential);
type ElasticsearchConfig = z.infer<typeof schema>;

const NAMES = { elasticsearch: 'Elasticsearch', opensearch: 'OpenSearch' } as const;
/** ECS, then what others write. A field that an index does not have matches nothing. */
const LEVEL_FIELDS = ['log.level', 'level', 'severity_text'];
/** Of our own time: the search gives what it has before we stop waiting. */
const SEARCH_SHARE = 0.8;

const ANSWER = z.object({
  timed_out: z.boolean().default(false),
  _shards: z.object({ total: z.number(), failed: z.number() }),
  hits: z.object({ hits: z.array(z.object({ _source: z.unknown().optional(), sort: z.unknown().optional() })) }),
});

/**
 * Elasticsearch and OpenSearch: one `_search`, newest first. What an alert says is only ever a value in JSON (`match`, which analyses
 * it as the field is analysed and parses nothing), never part of a query string. 200 with `timed_out` or failed shards is a partial
 * result. An index that is not there is an error (`allow_no_indices=false`) and not silence.
 */
export const elasticsearch: LogSourceKind<ElasticsearchConfig> = {
  types: ['elasticsearch', 'opensearch'],
  schema,
  secrets: ['api_key', 'token', 'basic_auth.password'],
  create: (config) => ({ read: (subject, ask) => read(config, subject, ask) }),
};

type Subject = Parameters<LogSource['read']>[0];
type Ask = Parameters<LogSource['read']>[1];

async function read(config: ElasticsearchConfig, subject: Subject, { most, limits }: Ask): Promise<RawLog> {
  const index = config.index.fill(subject.values);
  const url = new URL(`${config.url}/${encodeURIComponent(index)}/_search`);
  url.search = 'ignore_unavailable=true&allow_no_indices=false';
  const query = JSON.stringify(searchBody(config, subject, most, Math.max(1, Math.floor(limits.timeoutMs * SEARCH_SHARE))));
  const { headers, secrets } = authorization(config);
  const answer = await boundedFetch(
    NAMES[config.type],
    url,
    {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: query,
    },
    limits,
  );
  if (answer.status !== 200) throw refusedAnswer(answer, secrets);
  const { timed_out, _shards, hits } = jsonAnswer(answer, ANSWER);
  const lines = hits.hits.flatMap(({ _source, sort }) => elasticsearchHit(_source, sort) ?? []);
  const lost = hits.hits.length - lines.length;
  const faults = [
    timed_out ? 'the search ran out of time' : '',
    _shards.failed > 0 ? `${_shards.failed} of ${_shards.total} shards failed` : '',
    lost > 0 ? `${lost} of ${hits.hits.length} documents have no time or no message` : '',
  ].filter((fault) => fault !== '');
  // Reversed, documents of one millisecond stay in the order of the search.
  return {
    query: `POST ${index}/_search ${query}`,
    lines: newestLines(lines.toReversed(), most),
    partial: faults.length > 0 ? faults.join('; ') : null,
  };
}

function searchBody(
  { match, levels }: ElasticsearchConfig,
  { values, window }: Subject,
  most: number,
  timeoutMs: number,
): object {
  const range = { gte: rfc3339(window.from), lt: rfc3339(window.to), format: 'strict_date_optional_time' };
  const matches = Object.entries(match).map(([field, template]) => ({
    match: { [field]: { query: template.fill(values), operator: 'and' } },
  }));
  const named = levels.flatMap((level) => [level, level.toLowerCase(), level.toUpperCase(), capitalised(level)]);
  const should = LEVEL_FIELDS.map((field) => ({ terms: { [field]: [...new Set(named)] } }));
  const ofLevel = levels.length > 0 ? [{ bool: { should, minimum_should_match: 1 } }] : [];
  return {
    size: most,
    track_total_hits: false,
    timeout: `${timeoutMs}ms`,
    query: { bool: { filter: [{ range: { '@timestamp': range } }, ...matches, ...ofLevel] } },
    sort: [{ '@timestamp': { order: 'desc', unmapped_type: 'date' } }],
    _source: SOURCE_FIELDS,
  };
}

function capitalised(level: string): string {
  return level.charAt(0).toUpperCase() + level.slice(1).toLowerCase();
}
