import { Command } from 'commander';
import { z } from 'zod';
import { canonicalTimestamp, instantOf } from '../alert/timestamp.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { openRemote, type Remote, URL_OPTION } from './remote.ts';
import { type SilenceFlags, silenceAsked } from './silenceAsked.ts';
import { silenceEffect } from './silenceEffect.ts';

const silence = z.object({
  id: z.string(),
  status: z.string(),
  matchers: z.array(z.string()),
  starts_at: z.string(),
  ends_at: z.string(),
  created_by: z.string(),
  comment: z.string(),
  recurrence: z.array(z.unknown()).nullable(),
  expires_when_resolved: z.boolean(),
  hidden: z.number(),
  quieting: z.number().default(0),
});
const list = z.object({ items: z.array(silence), next_cursor: z.string().nullable() });

interface AddOptions extends SilenceFlags {
  readonly url?: string;
}

/** `silence add|list|expire`, over HTTP. */
export function silenceCommand(io: CliIo): Command {
  return new Command('silence')
    .description('silences of a running server: what matches tells nobody for a while')
    .addCommand(addCommand(io))
    .addCommand(listCommand(io))
    .addCommand(expireCommand(io));
}

function addCommand(io: CliIo): Command {
  return new Command('add')
    .description('begin a silence; prints its id, and on stderr what it hides now')
    .option(...URL_OPTION)
    .option('--duration <time>', 'how long, as in 30m, 2h or 1d; or --end')
    .option('--comment <text>', 'why')
    .option('--author <name>', "who (default: the token's name)")
    .option('--start <time>', 'when it begins, as in 2026-12-01T22:00:00Z (default: now)')
    .option('--end <time>', 'when it ends')
    .option(
      '--during <interval>',
      "only within this one of the configuration's time_intervals; may be given several times",
      collect,
    )
    .option('--until-resolved', 'end it as soon as nothing that it matches fires any more')
    .argument('<matchers...>', 'name=value, name!=value, name=~regex or name!~regex; all must hold')
    .action(async (matchers: string[], options: AddOptions) => {
      const asked = silenceAsked(matchers, options);
      const remote = openRemote(io, options);
      const made = await inFlags(options, remote.ask(silence, 'POST', '/api/v1/silences', asked));
      // For scripts the id alone; for people, who may see their typing mistake in it, what it does.
      io.stdout(`${made.id}\n`);
      if (isBefore(options.start, made.starts_at)) io.stderr('its start is past, so that it begins now\n');
      for (const said of (await effectOf(remote, made)).split('\n')) io.stderr(`${printable(said)}\n`);
    });
}

/** What only the server can tell is said of the API's fields: whoever gave flags is told of those. */
async function inFlags<T>({ duration }: SilenceFlags, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CliExit)) throw error;
    const message = error.message
      .replaceAll(
        'give a later ends_at or a longer duration',
        duration === undefined ? 'give a later --end' : 'give a longer --duration',
      )
      .replaceAll(/\bends_at: /g, duration === undefined ? '--end: ' : '--duration: ')
      .replaceAll(/\brecurrence: /g, '--during: ');
    throw new CliExit(error.code, message);
  }
}

/** The silence stands, whether or not this can be asked. */
async function effectOf(remote: Remote, made: z.output<typeof silence>): Promise<string> {
  try {
    return await silenceEffect(remote, made);
  } catch (error) {
    if (error instanceof CliExit) return `until ${made.ends_at}; what it hides is not known: ${error.message}`;
    throw error;
  }
}

function listCommand(io: CliIo): Command {
  return new Command('list')
    .description('the silences that are active or pending')
    .option(...URL_OPTION)
    .option('--all', 'those that are over as well')
    .action(async (options: { url?: string; all?: boolean }) => {
      const remote = openRemote(io, options);
      for await (const each of allOf(remote, options.all ? '' : '&status=active,pending')) io.stdout(`${line(each)}\n`);
    });
}

function expireCommand(io: CliIo): Command {
  return new Command('expire')
    .description('end silences now; what they hold and still fires is told')
    .option(...URL_OPTION)
    .argument('<ids...>', 'as `silence list` prints them')
    .action(async (ids: string[], options: { url?: string }) => {
      const remote = openRemote(io, options);
      for (const id of ids) {
        const path = `/api/v1/silences/${encodeURIComponent(id)}`;
        const before = await remote.ask(silence, 'GET', path);
        if (before.status !== 'expired') await remote.ask(silence, 'DELETE', path);
        io.stderr(`${before.id}: ${before.status === 'expired' ? `had ended already at ${before.ends_at}` : 'expired'}\n`);
      }
    });
}

async function* allOf(remote: Remote, filter: string): AsyncGenerator<z.output<typeof silence>> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.output<typeof list> = await remote.ask(list, 'GET', `/api/v1/silences?limit=500${filter}${cursor}`);
    yield* page.items;
    cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`;
  }
}

function line(each: z.output<typeof silence>): string {
  const { id, status, matchers, hidden, quieting, created_by: by, comment } = each;
  const time = status === 'pending' ? `from ${each.starts_at}` : `until ${each.ends_at}`;
  const notes = [
    ...(each.recurrence
      ? [`during ${each.recurrence.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(', ')}`]
      : []),
    ...(each.expires_when_resolved ? ['until resolved'] : []),
    `hid ${hidden}`,
    ...(quieting === 0 ? [] : [`keeps ${quieting} that ${quieting === 1 ? 'was' : 'were'} told from being told again`]),
  ];
  return printable(`${id}  ${status.padEnd(7)}  ${time}  ${matchers.join(', ')}  (${notes.join('; ')})  ${by}: ${comment}`);
}

/** On one line, and without what a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function isBefore(given: string | undefined, start: string): boolean {
  const time = given === undefined ? null : canonicalTimestamp(given);
  return time !== null && instantOf(time) < Date.parse(start);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
