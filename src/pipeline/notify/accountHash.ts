import { createHash } from 'node:crypto';

/** 16 hex digits that stand for a credential or destination in logs, metrics and rate limits. */
export function accountHash(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}
