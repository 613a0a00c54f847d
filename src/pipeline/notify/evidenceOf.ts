import type { Evidence } from '../../evidence/evidence.ts';
import type { GraphContent } from '../../evidence/graphContent.ts';
import type { LogContent } from '../../evidence/logContent.ts';
import type { TraceContent } from '../../evidence/traceContent.ts';

interface Contents {
  readonly logs: LogContent;
  readonly traces: TraceContent;
  readonly graph: GraphContent;
}

/** Evidence that has something of its kind to show. */
export type Found<K extends keyof Contents> = Evidence & { readonly content: Contents[K] };

/** The evidence of one kind that has something to show, in its order. */
export function evidenceOf<K extends keyof Contents>(evidence: readonly Evidence[], kind: K): Found<K>[] {
  return evidence.filter((each): each is Found<K> => each.content?.kind === kind && !isEmpty(each.content));
}

function isEmpty(content: Contents[keyof Contents]): boolean {
  if (content.kind === 'logs') return content.patterns.length === 0;
  return content.kind === 'traces' ? content.traces.length === 0 && content.searchUrl === null : content.series.length === 0;
}
