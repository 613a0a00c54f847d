import type { Instant } from '../../alert/timestamp.ts';

export interface ExploreQuestion {
  /** Grafana's own address, with a path prefix or none. */
  readonly grafanaUrl: string;
  readonly orgId?: number;
  readonly datasource: { readonly type: 'loki' | 'prometheus' | 'tempo'; readonly uid: string };
  /** PromQL, LogQL, TraceQL or a trace id, by the datasource. */
  readonly query: string;
  readonly window: { readonly from: Instant; readonly to: Instant };
}

/**
 * A page of Grafana's Explore that shows a query, at absolute times, so that whoever opens the page tomorrow sees the same. By the
 * `panes` of Grafana 10 and later: https://github.com/grafana/grafana/pull/71724
 */
export function grafanaExploreUrl({ grafanaUrl, orgId = 1, datasource, query, window }: ExploreQuestion): string {
  const asked = datasource.type === 'tempo' ? { queryType: 'traceql', query } : { expr: query };
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, ...asked }],
    range: { from: String(window.from), to: String(window.to) },
  };
  const panes = encodeURIComponent(JSON.stringify({ a: pane }));
  return `${grafanaUrl.replace(/\/+$/, '')}/explore?schemaVersion=1&orgId=${orgId}&panes=${panes}`;
}
