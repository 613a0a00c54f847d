import { alertKey } from '../alert/alert.ts';

/** The key of the timer by which an alert is over that its sender does not repeat. */
export function expiryKey(alert: { integration: string; fingerprint: string }): string {
  return `expiry:${alertKey(alert)}`;
}
