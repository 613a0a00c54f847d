import type { Config } from './config/config.ts';
import { graphLooker } from './enrichment/lookGraph.ts';
import { logLooker } from './enrichment/lookLogs.ts';
import { traceLooker } from './enrichment/lookTraces.ts';
import type { Lookers } from './enrichment/worker.ts';
import { LOG_SOURCES } from './pipeline/enrich/logs/logSources.ts';
import { METRIC_SOURCES } from './pipeline/enrich/metrics/metricSources.ts';
import { TRACE_SOURCES } from './pipeline/enrich/traces/traceSources.ts';
import { makeRedactor } from './redact/redactor.ts';

/** What is asked for evidence, made of the configuration once. */
export function makeLookers({ evidence }: Config): Lookers {
  const { timeoutMs, limitLines, window } = evidence.logs;
  const redactor = makeRedactor(evidence.redact);
  const redact = redactor.redact.bind(redactor);
  const tracing = evidence.traces.map((config) => {
    const kind = found(TRACE_SOURCES, ({ type }) => type === config.type, config.type);
    return { name: config.name, source: kind.create(config) };
  });
  const metrics = evidence.metrics.map((config) => {
    const kind = found(METRIC_SOURCES, ({ type }) => type === config.type, config.type);
    return { name: config.name, source: kind.create(config) };
  });
  const [first] = tracing;
  const traceUrl = (id: string, stretch: Parameters<NonNullable<typeof first>['source']['page']>[1]): string | null =>
    first?.source.page(id, stretch) ?? null;
  const logs = evidence.logs.sources.map((config) => {
    const kind = found(LOG_SOURCES, ({ types }) => types.includes(config.type), config.type);
    return { name: config.name, source: kind.create(config) };
  });
  return {
    all: [
      ...logs.map((source) => logLooker({ ...source, timeoutMs, mostLines: limitLines, redact, traceUrl })),
      ...tracing.map((source) => traceLooker({ ...source, timeoutMs, redact })),
      ...metrics.map((source) => graphLooker({ ...source, timeoutMs, redact })),
    ],
    window,
    redact,
  };
}

function found<K>(kinds: readonly K[], isIt: (kind: K) => boolean, type: string): K {
  const kind = kinds.find(isIt);
  if (kind === undefined) throw new Error(`no source is of the type ${type}`);
  return kind;
}
