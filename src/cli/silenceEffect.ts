import { z } from 'zod';
import type { Remote } from './remote.ts';

const preview = z.object({
  hides: z.enum(['nothing', 'some', 'everything']),
  heartbeats: z.array(z.string()),
  begins_at: z.string().nullable(),
  alerts: z.object({
    count: z.number(),
    items: z.array(z.object({ labels: z.record(z.string(), z.string()), incident: z.number().nullable() })),
  }),
});
const MOST_NAMED = 8;

/** Of a silence that was just set: until when, and what it hides of what fires now. Throws `CliExit`, see `remote.ts`. */
export async function silenceEffect(
  remote: Remote,
  made: {
    readonly status: string;
    readonly matchers: readonly string[];
    readonly starts_at: string;
    readonly ends_at: string;
    readonly recurrence: readonly unknown[] | null;
  },
): Promise<string> {
  const { matchers, recurrence, starts_at } = made;
  const asked = { matchers, starts_at, ...(recurrence && { recurrence }) };
  const { hides, heartbeats, alerts, begins_at: begins } = await remote.ask(preview, 'POST', '/api/v1/silences/preview', asked);
  const time = made.status === 'pending' ? `from ${starts_at} until ${made.ends_at}` : `until ${made.ends_at}`;
  const isOfHours = recurrence !== null && begins !== starts_at;
  const hours = isOfHours ? `hides nothing before its hours begin, at ${begins}; ` : '';
  const word = isOfHours ? 'would hide then' : made.status === 'active' ? 'hides' : 'would hide';
  return [`${time}: ${hours}${word} ${whatOf(hides, alerts)}`, ...heartbeats].join('\n');
}

function whatOf(hides: string, { count, items }: z.output<typeof preview>['alerts']): string {
  if (count === 0) return 'nothing that fires now';
  const names = new Map<string, number>();
  for (const { labels, incident } of items) {
    const name = `${labels.alertname ?? 'an alert without a name'}${incident === null ? '' : ` (#${incident})`}`;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  const all = [...names].map(([name, times]) => (times === 1 ? name : `${name} ×${times}`));
  const isCut = all.length > MOST_NAMED || count > items.length;
  const isAll = hides === 'everything';
  const some = count === 1 ? `${isAll ? 'the' : 'one'} alert` : `${isAll ? 'all ' : ''}${count} alerts`;
  return `${some} that ${count === 1 ? 'fires' : 'fire'} now: ${all.slice(0, MOST_NAMED).join(', ')}${isCut ? ', …' : ''}`;
}
