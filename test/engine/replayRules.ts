/** With most of what can be configured. */
export const RULES = `
grouping:
  - { matchers: ['alertname="Slow"'], group_by: [alertname], group_wait: 30s, reopen_window: 2m }
  - { group_by: sender }
repeat_interval: 10m
noise:
  hold_down: [{ matchers: ['alertname="Fast"'], for: 45s }, { matchers: ['alertname="__proto__"'], for: 20s, since: heard }]
  together: [{ source_matchers: ['severity="critical"'], target_matchers: ['alertname="Fast"'], equal: [cluster], window: 3m }]
  changes: { window: 2m, hold: 90s }
  throttle: { window: 5m, notifications: 2 }
heartbeats: [{ name: pulse, matchers: ['alertname="Quiet"'], by: [instance], every: 40s, grace: 20s }]
time_intervals: [{ name: odd, time_intervals: [{ times: [{ start_time: '10:01', end_time: '10:03' }, { start_time: '10:05', end_time: '10:20' }] }] }]
maintenance:
  - { start: 2026-03-02T10:01:00Z, end: 2026-03-02T10:05:00Z, matchers: ['instance=~"(web-)?1"'], grace: 10s }
services: [{ name: web-1, depends_on: [web-0] }, { name: web-0, tier: 1 }]
identify: { service: [instance], host: [job], cluster: [region, cluster] }
kinds: [{ kind: cause, matchers: ['alertname="Fast"'] }]
urgency:
  awake: { within: 2m, longest: 20m }
  rules:
    - { matchers: ['alertname="Slow"'], kind: [symptom, unknown], urgency: high, when: { services: 2, within: 3m } }
    - { matchers: ['alertname="__proto__"'], urgency: high, when: { dependants: 1, within: 3m } }
    - { matchers: ['severity="warning"'], urgency: high, when: { second_sign: 5m } }
  default: low
route:
  receiver: console
  routes:
    - { matchers: ['alertname="Quiet"'], receiver: none }
    - { matchers: ['tier="1"'], receiver: pager, continue: true }
    - { matchers: ['urgency="high"', 'instance="web-2"'], receiver: pager, mute_time_intervals: [odd], continue: true }
    - { matchers: ['instance="web-3"'], receiver: console, active_time_intervals: [odd] }
receivers:
  - { name: console, console_configs: [{}] }
  - { name: pager, console_configs: [{ urgency: [high] }] }
  - { name: none }
`;
const MORE_NOISE = `  inhibit_rules: [{ source_matchers: ['severity="critical"'], target_matchers: ['alertname="Slow"'], equal: [alertname] }]
  flapping: { window: 10m, changes: 3, calm: 2m, second_sign: 3m }
  dependencies: { window: 5m, depth: 2 }
  same_host: { window: 2m }
  storm: { alerts: 4, window: 30s, by: [alertname], hold: 1m }
`;
const OTHER_RULES = RULES.replace('receiver: none }\n', 'receiver: console }\n')
  .replace('repeat_interval: 10m', 'repeat_interval: 3m')
  .replace('for: 45s', 'for: 400s')
  .replace('every: 40s', 'every: 9m')
  .replace('noise:\n', `noise:\n${MORE_NOISE}`)
  .replace('by: [instance]', 'by: [cluster]')
  .replace('[alertname], group_wait: 30s', '[instance], group_wait: 20s');
/** The same heartbeats and sources of inhibition as the others, and everything is urgent, at once. */
const URGENT_RULES = OTHER_RULES.replace('default: low', 'default: high').replace('for: 400s', 'for: 1s');
export const ALL_RULES = [RULES, OTHER_RULES, URGENT_RULES] as const;
