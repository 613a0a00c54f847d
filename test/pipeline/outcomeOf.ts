import type { Trace } from '../../src/pipeline/trace.ts';

/** What became of an alert and who is told, said from its trace alone: written without a look at the pipeline. */
export function outcomeOf(trace: Trace): { verdict: string; by: string | null; targets: readonly string[] } {
  const [first] = trace.against;
  if (first) return { verdict: first.do, by: first.by, targets: [] };
  const { targets } = trace.route;
  if (targets.length === 0) return { verdict: 'suppress', by: 'no_receiver', targets };
  if (trace.gone) return { verdict: 'suppress', by: 'group_wait', targets: [] };
  if (trace.wait !== undefined) return { verdict: 'defer', by: 'group_wait', targets: [] };
  const told = targets.filter((target) => !trace.throttled?.includes(target));
  if (trace.moved) return { verdict: 'join', by: trace.moved, targets: told };
  return { verdict: 'notify', by: null, targets: told };
}
