import type { RunbookView } from '../../../src/pipeline/notify/notifier.ts';
import { redacted } from './evidenceViews.ts';

/** A link, and the section of a local file. */
export function runbookViews(): RunbookView[] {
  const quote = [
    'Diagnosis',
    '',
    '- Which step is slow? `histogram_quantile(0.99, pay_step_seconds)`, by `step_name`',
    '- Are the *pools* full & waiting?',
    '',
    '```',
    "kubectl -n shop exec deploy/orders -- psql -c 'select count(*) from pg_stat_activity where wait_event_type <> 0'",
    '```',
    '',
    'Mitigation',
    '',
    '1. Scale orders: `kubectl -n shop scale deploy/orders --replicas=6`',
    '2. Ask <#payments> on-call before restarting postgres (https://wiki.example.org/postgres)',
  ];
  return [
    { source: 'annotation runbook_url', url: 'https://wiki.example.org/runbooks/checkout-slow', section: null, trouble: null },
    {
      source: 'folder',
      url: null,
      section: { heading: redacted('CheckoutSlow'), quote: redacted(quote.join('\n')) },
      trouble: null,
    },
  ];
}

export const LINKS = [
  { name: 'Dashboard', href: 'https://grafana.example.org/d/checkout?var-cluster=eu-1&from=1772590500000' },
  { name: 'Kibana', href: 'https://kibana.example.org/app/discover#/?_g=()' },
];
