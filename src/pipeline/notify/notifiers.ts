import { consoleNotifier } from './console.ts';
import type { NotifierKind } from './notifierKind.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/** Every notifier there is. The configuration, the contract tests and the docs loop over this list. */
export const NOTIFIERS: readonly NotifierKind[] = [pagerduty, slack, webhook, consoleNotifier];
