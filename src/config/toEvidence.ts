import type { Config } from './config.ts';
import type { ConfigInput } from './schema.ts';

/** The part of the configuration that says where evidence comes from. */
export function toEvidence({ logs, traces, metrics, links, runbooks }: ConfigInput): Config['evidence'] {
  const { emails, card_numbers: cardNumbers, extra } = logs.redact;
  return {
    logs: {
      sources: logs.sources,
      window: { beforeMs: logs.window.before, afterMs: logs.window.after },
      limitLines: logs.limit_lines,
      timeoutMs: logs.timeout,
    },
    redact: { emails, cardNumbers, extra },
    traces,
    metrics,
    links,
    runbooks,
  };
}
