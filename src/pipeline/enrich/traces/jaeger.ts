import { z } from 'zod';
import { readTemplate } from '../../../template/template.ts';
import { askJson } from '../askJson.ts';
import { ACCESS_FIELDS, accessHeaders, accessSecrets, sourceAddress } from '../sourceAccess.ts';
import type { Limits } from '../subject.ts';
import { templateField } from '../templateField.ts';
import { askedService } from './askedService.ts';
import { chooseTraces } from './chooseTraces.ts';
import { paddedTraceId } from './paddedTraceId.ts';
import { type Span, summariseSpans } from './spanTree.ts';
import type { RawTrace, Stretch } from './traceSource.ts';
import type { TraceSourceKind } from './traceSourceKind.ts';

const schema = z.strictObject({
  ...ACCESS_FIELDS,
  type: z.literal('jaeger'),
  /** Where people open it, if that is another address than the one it is asked at. */
  ui_url: sourceAddress.optional(),
  service: templateField.default(readTemplate('{{ service }}')),
});
type JaegerConfig = z.output<typeof schema>;

const SPAN = z.object({
  spanID: z.string(),
  operationName: z.string().default(''),
  startTime: z.number(),
  duration: z.number().default(0),
  references: z.array(z.object({ refType: z.string(), spanID: z.string() })).nullish(),
  tags: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
  processID: z.string().default(''),
});
const ANSWER = z.object({
  data: z
    .array(
      z.object({
        traceID: z.string(),
        spans: z.array(SPAN),
        processes: z.record(z.string(), z.object({ serviceName: z.string() })).nullish(),
      }),
    )
    .nullable(),
});
type JaegerTrace = NonNullable<z.output<typeof ANSWER>['data']>[number];

/** The tag by which Jaeger finds spans that failed. */
const FAILED = JSON.stringify({ error: 'true' });

/**
 * Jaeger, by the API of its own pages: `GET /api/traces`, times in microseconds
 * (https://github.com/jaegertracing/jaeger, cmd/query/app/query_parser.go).
 */
export const jaeger: TraceSourceKind<JaegerConfig> = {
  type: 'jaeger',
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => {
    const ui = config.ui_url ?? config.url;
    const page = (id: string): string => `${ui}/trace/${id}`;
    return {
      page,
      find: async (subject, { most, limits }) => {
        const service = askedService(config.service, subject);
        const search = (which: 'errors' | 'any', limit: number) =>
          recent(config, searchParams(service, subject.window, which, limit), limits, page);
        const chosen = await chooseTraces({ most, recent: search });
        return {
          ...chosen,
          query: `service=${service} tags=${FAILED}, then the slowest`,
          searchUrl: `${ui}/search?${searchParams(service, subject.window, 'errors', 20)}&lookback=custom`,
        };
      },
    };
  },
};

function searchParams(service: string, { from, to }: Stretch, which: 'errors' | 'any', limit: number): URLSearchParams {
  const params = new URLSearchParams({ service, start: `${from * 1_000}`, end: `${to * 1_000}`, limit: `${limit}` });
  if (which === 'errors') params.set('tags', FAILED);
  return params;
}

async function recent(config: JaegerConfig, params: URLSearchParams, limits: Limits, page: (id: string) => string) {
  const url = new URL(`${config.url}/api/traces?${params}`);
  const question = { who: 'Jaeger', url, headers: accessHeaders(config), secrets: accessSecrets(config), limits };
  const { data } = await askJson(question, ANSWER);
  return (data ?? []).flatMap((trace): RawTrace[] => {
    const id = paddedTraceId(trace.traceID);
    const summary = summariseSpans(trace.spans.map((span) => spanOf(span, trace)));
    return id === null || summary === null ? [] : [{ id, ...summary, url: page(id) }];
  });
}

function spanOf(span: z.output<typeof SPAN>, { processes }: JaegerTrace): Span {
  const known = processes && Object.hasOwn(processes, span.processID) ? processes[span.processID] : undefined;
  return {
    id: span.spanID,
    parent: span.references?.find(({ refType }) => refType === 'CHILD_OF')?.spanID ?? null,
    service: known?.serviceName ?? '',
    operation: span.operationName,
    startUs: span.startTime,
    durationUs: span.duration,
    hasError: (span.tags ?? []).some(({ key, value }) => isFailure(key, value)),
  };
}

function isFailure(key: string, value: unknown): boolean {
  return (key === 'error' && (value === true || value === 'true')) || (key === 'otel.status_code' && value === 'ERROR');
}
