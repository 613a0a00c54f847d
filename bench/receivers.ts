/** Routing keys that look like PagerDuty's: 32 alphanumerics. */
const key = (n: number): string => `benchmark${String(n).padStart(23, '0')}`;

/** A configuration that pages over `keys` routing keys of a stand-in; a group's alerts carry `job: checkout` and `lane`. */
export function pagerdutyConfig(eventsUrl: string, keys: number): string {
  const lanes = Array.from({ length: keys }, (_, n) => n);
  return `
pagerduty: { events_url: '${eventsUrl}' }
telemetry: { log_level: warning }
route:
  receiver: pd0
  routes:
${lanes.map((n) => `    - { matchers: ['lane="${n}"'], receiver: pd${n} }`).join('\n')}
receivers:
${lanes.map((n) => `  - { name: pd${n}, pagerduty_configs: [{ routing_key: ${key(n)} }] }`).join('\n')}
`;
}
