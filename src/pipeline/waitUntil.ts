import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { Asked } from './asked.ts';

/** When something that keeps an alert from people may end. */
export interface End {
  /** Its word. */
  readonly by: string;
  readonly until: Instant;
  readonly because?: string;
}

/** The same alert when that has ended. */
export function waitUntil(asked: Asked, { by, until, because }: End): Asked & { readonly change: string } {
  // Of an hour it says which one.
  const what = by === 'mute_time' && because !== undefined ? `; until then ${because}` : '';
  return { ...asked, change: `wait until ${rfc3339(until)}: ${by} ends${what}`, context: { ...asked.context, now: until } };
}
