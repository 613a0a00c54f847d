import { datadog } from './datadog.ts';
import type { MetricSourceKind } from './metricSourceKind.ts';
import { prometheus } from './prometheus.ts';

/** Every kind of metrics system there is. The configuration and the contract tests loop over this list. */
export const METRIC_SOURCES: readonly MetricSourceKind[] = [prometheus, datadog];
