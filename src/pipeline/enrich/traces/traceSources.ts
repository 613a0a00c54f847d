import { jaeger } from './jaeger.ts';
import { tempo } from './tempo.ts';
import type { TraceSourceKind } from './traceSourceKind.ts';
import { zipkin } from './zipkin.ts';

/** Every kind of tracing system there is. The configuration and the contract tests loop over this list. */
export const TRACE_SOURCES: readonly TraceSourceKind[] = [jaeger, zipkin, tempo];
