import { z } from 'zod';
import { readTemplate } from '../../../template/template.ts';
import { askJson } from '../askJson.ts';
import { ACCESS_FIELDS, accessHeaders, accessSecrets, sourceAddress } from '../sourceAccess.ts';
import type { Limits } from '../subject.ts';
import { templateField } from '../templateField.ts';
import { askedService } from './askedService.ts';
import { chooseTraces } from './chooseTraces.ts';
import { summariseSpans } from './spanTree.ts';
import { traceId } from './traceId.ts';
import type { RawTrace, Stretch } from './traceSource.ts';
import type { TraceSourceKind } from './traceSourceKind.ts';

const schema = z.strictObject({
  ...ACCESS_FIELDS,
  type: z.literal('zipkin'),
  /** The start page of its user interface. Zipkin's own server has it at `/zipkin`. */
  ui_url: sourceAddress.optional(),
  service: templateField.default(readTemplate('{{ service }}')),
});
type ZipkinConfig = z.output<typeof schema>;

const ANSWER = z.array(
  z.array(
    z.object({
      traceId: z.string(),
      id: z.string(),
      parentId: z.string().nullish(),
      /** A server's span that shares its id with the client's. */
      shared: z.boolean().nullish(),
      name: z.string().nullish(),
      timestamp: z.number().nullish(),
      duration: z.number().nullish(),
      localEndpoint: z.object({ serviceName: z.string().nullish() }).nullish(),
      tags: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
);
type ZipkinSpans = z.output<typeof ANSWER>[number];

/**
 * Zipkin's API v2: `endTs` and `lookback` in milliseconds, the times of spans in microseconds
 * (https://github.com/openzipkin/zipkin-api/blob/master/zipkin2-api.yaml).
 */
export const zipkin: TraceSourceKind<ZipkinConfig> = {
  type: 'zipkin',
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => {
    const ui = config.ui_url ?? `${config.url}/zipkin`;
    const page = (id: string): string => `${ui}/traces/${id}`;
    return {
      page,
      find: async (subject, { most, limits }) => {
        // Zipkin keeps names of services in lower case, and finds no others.
        const service = askedService(config.service, subject).toLowerCase();
        const { from, to } = subject.window;
        const search = (which: 'errors' | 'any', limit: number) =>
          recent(config, searchParams(service, subject.window, which, limit), limits, page);
        const chosen = await chooseTraces({ most, recent: search });
        const shown = new URLSearchParams({
          serviceName: service,
          lookback: 'range',
          startTs: `${from}`,
          endTs: `${to}`,
          limit: '10',
        });
        return {
          ...chosen,
          query: `serviceName=${service} annotationQuery=error, then the slowest`,
          searchUrl: `${ui}/?${shown}`,
        };
      },
    };
  },
};

function searchParams(serviceName: string, { from, to }: Stretch, which: 'errors' | 'any', limit: number): URLSearchParams {
  const params = new URLSearchParams({ serviceName, endTs: `${to}`, lookback: `${Math.max(1, to - from)}`, limit: `${limit}` });
  if (which === 'errors') params.set('annotationQuery', 'error');
  return params;
}

async function recent(config: ZipkinConfig, params: URLSearchParams, limits: Limits, page: (id: string) => string) {
  const url = new URL(`${config.url}/api/v2/traces?${params}`);
  const question = { who: 'Zipkin', url, headers: accessHeaders(config), secrets: accessSecrets(config), limits };
  const found = await askJson(question, ANSWER);
  return found.flatMap((spans): RawTrace[] => {
    const id = traceId(spans[0]?.traceId ?? '');
    const summary = summariseSpans(timed(spans));
    return id === null || summary === null ? [] : [{ id, ...summary, url: page(id) }];
  });
}

/** Spans without a time have not been reported in full. */
function timed(spans: ZipkinSpans) {
  return spans.flatMap((span) => {
    if (!span.timestamp) return [];
    return {
      id: span.id,
      parent: span.shared ? span.id : (span.parentId ?? null),
      service: span.localEndpoint?.serviceName ?? '',
      operation: span.name ?? '',
      startUs: span.timestamp,
      durationUs: span.duration ?? 0,
      hasError: span.tags ? Object.hasOwn(span.tags, 'error') : false,
    };
  });
}
