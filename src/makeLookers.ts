import type { Config } from './config/config.ts';
import { graphLooker } from './enrichment/lookGraph.ts';
import { logLooker } from './enrichment/lookLogs.ts';
import { traceLooker } from './enrichment/lookTraces.ts';
import type { Lookers } from './enrichment/worker.ts';
import { renderLink } from './pipeline/enrich/links.ts';
import { LOG_SOURCES } from './pipeline/enrich/logs/logSources.ts';
import { METRIC_SOURCES } from './pipeline/enrich/metrics/metricSources.ts';
import type { Subject } from './pipeline/enrich/subject.ts';
import { TRACE_SOURCES } from './pipeline/enrich/traces/traceSources.ts';
import { webLink } from './pipeline/notify/webLink.ts';
import { makeRedactor } from './redact/redactor.ts';
import { speaksOf } from './template/speaksOf.ts';

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
  const pageOfTrace = tracing[0]?.source.page ?? null;
  const linkOfTrace = evidence.links.find(({ url }) => speaksOf(url, 'trace'));
  const traceUrl = (id: string, { values, window }: Subject): string | null => {
    if (pageOfTrace) return pageOfTrace(id, window);
    const link = linkOfTrace && renderLink(linkOfTrace, { ...values, facts: { ...values.facts, trace: id } }, webLink);
    return link && 'href' in link ? link.href : null;
  };
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
