/** PagerDuty's severities, worst first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 for critical to 3 for info: sorts the worst first. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** True when `a` is worse than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return severityRank(a) < severityRank(b);
}

const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  critical: [
    'critical',
    'crit',
    'page',
    'p0',
    'p1',
    'sev0',
    'sev1',
    's1',
    'emergency',
    'emerg',
    'fatal',
    'disaster',
    'alert',
    'panic',
    'blocker',
  ],
  error: ['error', 'err', 'major', 'high', 'p2', 'sev2', 's2', 'severe'],
  warning: ['warning', 'warn', 'minor', 'medium', 'moderate', 'average', 'p3', 'sev3', 's3', 'ticket'],
  info: ['info', 'information', 'informational', 'notice', 'low', 'none', 'debug', 'ok', 'p4', 'p5', 'sev4', 'sev5', 's4'],
};

const BUILT_IN = new Map(SEVERITIES.flatMap((severity) => WORDS[severity].map((word) => [word, severity] as const)));

/**
 * The severity a label's word means. `extra` is the configuration's `severities`, keys in lower case; it wins over the
 * built-in table. Missing and unknown words are `error`: a page too many rather than one too few.
 */
export function severityOf(word: string, extra: ReadonlyMap<string, Severity>): Severity {
  const key = word.trim().toLowerCase();
  return extra.get(key) ?? BUILT_IN.get(key) ?? 'error';
}
