import { compilePolicy } from './compilePolicy.ts';
import { NO_RULES, PLAIN_ROUTE } from './policy.ts';

/** What a journal without a configuration yet is decided by: nothing but the first policy can come before it. */
export const NO_POLICY = compilePolicy({
  integrations: [],
  severities: {},
  grouping: [{ matchers: [], groupBy: 'sender', groupWaitMs: 0, reopenWindowMs: 0 }],
  repeatIntervalMs: 14_400_000,
  ...NO_RULES,
  route: { ...PLAIN_ROUTE, receiver: 'none' },
  receivers: [{ name: 'none', targets: [] }],
  alarmReceiver: null,
});
