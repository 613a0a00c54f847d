import { z } from 'zod';
import { readTemplate } from '../../../template/template.ts';
import { askJson } from '../askJson.ts';
import { grafanaExploreUrl } from '../grafanaExploreUrl.ts';
import { ACCESS_FIELDS, accessHeaders, accessSecrets, sourceAddress, tenantField } from '../sourceAccess.ts';
import type { Limits } from '../subject.ts';
import { templateField } from '../templateField.ts';
import { askedService } from './askedService.ts';
import { chooseTraces } from './chooseTraces.ts';
import { paddedTraceId } from './paddedTraceId.ts';
import type { RawTrace, Stretch } from './traceSource.ts';
import type { TraceSourceKind } from './traceSourceKind.ts';

const schema = z
  .strictObject({
    ...ACCESS_FIELDS,
    type: z.literal('tempo'),
    tenant: tenantField,
    /** Grafana, because Tempo has no pages of its own; with the uid that Tempo has as a data source there. */
    ui_url: sourceAddress.optional(),
    datasource_uid: z.string().min(1).optional(),
    service: templateField.default(readTemplate('{{ service }}')),
  })
  .refine(
    ({ ui_url, datasource_uid }) => (ui_url === undefined) === (datasource_uid === undefined),
    'needs ui_url (of Grafana) and datasource_uid (of Tempo in Grafana) together, or neither: then there are no links',
  );
type TempoConfig = z.output<typeof schema>;

const ANSWER = z.object({
  traces: z
    .array(
      z.object({
        traceID: z.string(),
        rootServiceName: z.string().nullish(),
        rootTraceName: z.string().nullish(),
        startTimeUnixNano: z.string().regex(/^\d{1,20}$/),
        durationMs: z.number().nullish(),
        serviceStats: z.record(z.string(), z.object({ errorCount: z.number().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
type TempoTrace = NonNullable<z.output<typeof ANSWER>['traces']>[number];

/** What Tempo says where the root of a trace has not come in yet. */
const NO_ROOT = '<root span not yet received>';

/**
 * Grafana Tempo by TraceQL: `GET /api/search`, `start` and `end` in seconds
 * (https://grafana.com/docs/tempo/latest/api_docs/).
 */
export const tempo: TraceSourceKind<TempoConfig> = {
  type: 'tempo',
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => {
    const page = (query: string, window: Stretch): string | null =>
      config.ui_url === undefined || config.datasource_uid === undefined
        ? null
        : grafanaExploreUrl({
            grafanaUrl: config.ui_url,
            datasource: { type: 'tempo', uid: config.datasource_uid },
            query,
            window,
          });
    return {
      page,
      find: async (subject, { most, limits }) => {
        const service = askedService(config.service, subject);
        const errors = traceql(service, 'errors');
        const chosen = await chooseTraces({
          most,
          recent: async (which, limit) => {
            const found = await search(config, { q: traceql(service, which), window: subject.window, limit }, limits);
            return found.flatMap((trace) => rawTrace(trace, which === 'errors', (id) => page(id, subject.window)));
          },
        });
        return { ...chosen, query: `${errors}, then the slowest`, searchUrl: page(errors, subject.window) };
      },
    };
  },
};

function traceql(service: string, which: 'errors' | 'any'): string {
  const name = `resource.service.name = "${service.replace(/[\\"]/g, '\\$&')}"`;
  return which === 'errors' ? `{ ${name} && status = error }` : `{ ${name} }`;
}

async function search(
  config: TempoConfig,
  { q, window, limit }: { q: string; window: Stretch; limit: number },
  limits: Limits,
): Promise<readonly TempoTrace[]> {
  const start = Math.floor(window.from / 1_000);
  const end = Math.max(start + 1, Math.ceil(window.to / 1_000));
  const params = new URLSearchParams({ q, start: `${start}`, end: `${end}`, limit: `${limit}` });
  const url = new URL(`${config.url}/api/search?${params}`);
  const question = { who: 'Tempo', url, headers: accessHeaders(config), secrets: accessSecrets(config), limits };
  return (await askJson(question, ANSWER)).traces ?? [];
}

function rawTrace(trace: TempoTrace, isFailed: boolean, page: (id: string) => string | null): RawTrace[] {
  const id = paddedTraceId(trace.traceID);
  if (id === null) return [];
  const stats = Object.values(trace.serviceStats ?? {});
  const names = [trace.rootServiceName, trace.rootTraceName].filter((name) => name && name !== NO_ROOT);
  return [
    {
      id,
      startedAt: Number(BigInt(trace.startTimeUnixNano) / 1_000_000n),
      durationMs: trace.durationMs ?? 0,
      root: names.join(': '),
      hasError: isFailed || stats.some(({ errorCount }) => (errorCount ?? 0) > 0),
      services: Math.max(stats.length, 1),
      url: page(id),
    },
  ];
}
