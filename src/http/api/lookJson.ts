import type { Look } from '../../pipeline/look.ts';

/** One thing that was looked at for an alert, as `/api/v1` gives it. `actual` is null where the alert has no such label. */
export function lookJson({ stage, rule, path, outcome, because, failed }: Look) {
  return {
    stage,
    rule,
    path,
    outcome,
    because,
    failed: failed && {
      label: failed.matcher.name,
      operator: failed.matcher.operator,
      expected: failed.matcher.value,
      actual: failed.actual === '' ? null : failed.actual,
    },
  };
}
