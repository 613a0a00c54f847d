import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { heartbeatSwitch } from './group/heartbeatSwitch.ts';

/** The name of the heartbeat that an alert is; null: it is none. */
export function heartbeatOf(labels: Labels, severity: Severity, policy: Policy): string | null {
  return heartbeatSwitch(labels, severity, policy)?.heartbeat.name ?? null;
}
