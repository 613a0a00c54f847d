import type { Database } from '../../src/store/database.ts';
import { alerts, deliveries, engine, incidents, journal } from '../../src/store/schema.ts';
import type { AcceptedEvent } from '../fakes/pagerduty.ts';
import type { SlackFakeMessage } from '../fakes/slackModel.ts';
import type { Offer } from './alertmanagerStandIn.ts';

/** The database as it stands at the end. */
export interface Stored {
  readonly installation: string;
  readonly journal: readonly Pick<typeof journal.$inferSelect, 'id' | 'kind' | 'body' | 'position' | 'error'>[];
  readonly alerts: readonly Pick<
    typeof alerts.$inferSelect,
    'fingerprint' | 'startsAt' | 'aliases' | 'latest' | 'status' | 'incident'
  >[];
  readonly incidents: readonly Pick<typeof incidents.$inferSelect, 'number' | 'status' | 'opening' | 'groupLabels' | 'alarm'>[];
  readonly deliveries: readonly Pick<
    typeof deliveries.$inferSelect,
    'id' | 'kind' | 'incident' | 'target' | 'notifier' | 'status' | 'answer'
  >[];
}

/** All that was seen from outside, and the database: what a run is judged by. */
export interface Evidence {
  readonly offers: readonly Offer[];
  readonly events: readonly AcceptedEvent[];
  readonly messages: readonly SlackFakeMessage[];
  readonly stored: Stored;
}

export async function readStored(db: Database): Promise<Stored> {
  const [row] = await db.select().from(engine);
  return {
    installation: row?.installation ?? '',
    journal: await db.select().from(journal),
    alerts: await db.select().from(alerts),
    incidents: await db.select().from(incidents),
    deliveries: await db.select().from(deliveries),
  };
}
