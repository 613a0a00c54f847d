import { TocsinError } from '../../errors.ts';
import type { IntegrationAccess } from './accessPolicy.ts';

/**
 * Refuses what an integration of another type posts. As a sender that is not let in, so that somebody hears of it: its alerts go
 * nowhere.
 * @throws TocsinError `unauthorized`
 */
export function requireSenderType({ name, type }: IntegrationAccess, sender: string): void {
  if (type === undefined || type === sender) return;
  const place = type === 'prometheus' ? '/api/v2/alerts, as Prometheus does by itself' : `/webhooks/${type}`;
  throw new TocsinError(
    'unauthorized',
    `Integration ${JSON.stringify(name)} is of type ${type}: it posts to ${place}. Give what posts here an integration of type ${sender}.`,
  );
}
