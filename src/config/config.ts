import type { Labels } from '../alert/labels.ts';
import type { LinkConfig } from '../pipeline/enrich/links.ts';
import type { LogSourceConfig } from '../pipeline/enrich/logs/logSourceKind.ts';
import type { MetricSourceConfig } from '../pipeline/enrich/metrics/metricSourceKind.ts';
import type { RunbookSettings } from '../pipeline/enrich/runbook/runbookSettings.ts';
import type { TraceSourceConfig } from '../pipeline/enrich/traces/traceSourceKind.ts';
import type { NotifierConfig, PagerDutyRest } from '../pipeline/notify/notifierKind.ts';
import type { NotifierName, PolicySource } from '../pipeline/policy.ts';
import type { RedactOptions } from '../redact/redactor.ts';
import type { Listen } from './listen.ts';
import type { Problem } from './problem.ts';
import type { Secret } from './secret.ts';

export type Role = 'viewer' | 'responder' | 'admin';

/** The configuration, read and checked: defaults filled in, references resolved, times in milliseconds, sizes in bytes. */
export interface Config {
  /** What it was read from, or null for the built-in defaults. */
  readonly file: string | null;
  readonly server: {
    readonly listen: Listen;
    /** Without a slash at its end. */
    readonly externalUrl: string | null;
    readonly apiTokens: readonly { readonly name: string; readonly role: Role; readonly token: Secret }[];
    /** Bytes. */
    readonly maxBody: number;
    readonly allowAnonymous: boolean;
  };
  readonly database: {
    /** Null: the embedded database in `dataDir`. */
    readonly url: Secret | null;
    readonly dataDir: string;
  };
  /** As configured; where none is, `policy.integrations` holds `default` all the same. */
  readonly integrations: readonly IntegrationConfig[];
  readonly receivers: readonly { readonly name: string; readonly targets: readonly TargetConfig[] }[];
  /** `rest`: null where no notes are written. */
  readonly pagerduty: { readonly eventsUrl: string; readonly rest: PagerDutyRest | null };
  readonly slack: { readonly apiUrl: string; readonly botToken: Secret | null };
  /** Where evidence comes from; each source as its own kind's schema has made it. */
  readonly evidence: {
    readonly logs: {
      readonly sources: readonly LogSourceConfig[];
      readonly window: { readonly beforeMs: number; readonly afterMs: number };
      readonly limitLines: number;
      readonly timeoutMs: number;
    };
    readonly redact: RedactOptions;
    readonly traces: readonly TraceSourceConfig[];
    readonly metrics: readonly MetricSourceConfig[];
    readonly links: readonly LinkConfig[];
    readonly runbooks: RunbookSettings;
  };
  readonly telemetry: { readonly logLevel: 'debug' | 'info' | 'warning' | 'error' | 'critical' };
  readonly policy: PolicySource;
  /** What is accepted but doubtful. */
  readonly warnings: readonly Problem[];
}

export interface IntegrationConfig {
  readonly name: string;
  /** What it sends: an Alertmanager its webhooks, a Prometheus its alerts as it would to an Alertmanager. */
  readonly type: 'alertmanager' | 'prometheus';
  readonly token: Secret | null;
  readonly basicAuth: { readonly username: string; readonly password: Secret } | null;
  readonly labels: Labels;
}

export interface TargetConfig {
  /** `receiver/notifier/index`, as in the policy. */
  readonly id: string;
  readonly notifier: NotifierName;
  /** What that notifier's own schema made of it. */
  readonly config: NotifierConfig;
}
