import type { Alert } from '../../alert/alert.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import { labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import { type CompiledKinds, KINDS_REMEMBERED } from './kindOfRules.ts';
import { type Kind, kindTable } from './kindTable.ts';

const LONGEST_URL = 8_000;

/**
 * Whether users feel what an alert tells of (`symptom`), or it is something that may or may not reach them (`cause`): the first
 * configured rule that matches says so, else the built-in table over the alert's name and the PromQL expression that
 * Prometheus puts into the generator URL. `unknown` where neither knows.
 */
export function kindOf(alert: Pick<Alert, 'labels' | 'generatorUrl'>, severity: Severity | null, kinds: CompiledKinds): Kind {
  const rule = firstMatch(kinds.rules, alert.labels, severity);
  if (rule) return rule.kind;
  const name = labelValue(alert.labels, 'alertname');
  // Cut before it is a key: what a sender can make long must not fill the memory.
  const url = alert.generatorUrl.slice(0, LONGEST_URL);
  const key = `${name.slice(0, LONGEST_URL)}\u001f${url}`;
  const known = kinds.remembered.get(key);
  if (known !== undefined) return known;
  const kind = kindTable(name, expressionOf(url));
  if (kinds.remembered.size >= KINDS_REMEMBERED) {
    for (const oldest of kinds.remembered.keys()) {
      kinds.remembered.delete(oldest);
      break;
    }
  }
  kinds.remembered.set(key, kind);
  return kind;
}

/** The expression of a Prometheus graph link; empty where there is none, or what is there is not well escaped. */
function expressionOf(url: string): string {
  const escaped = /[?&]g0\.expr=([^&#]*)/.exec(url)?.[1];
  if (!escaped) return '';
  // A link that was cut off may end within an escape.
  const whole = escaped.replace(/%[0-9a-f]?$/i, '').replaceAll('+', ' ');
  try {
    return decodeURIComponent(whole);
  } catch {
    return '';
  }
}
