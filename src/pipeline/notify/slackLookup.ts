import { z } from 'zod';
import type { Instant } from '../../alert/timestamp.ts';
import { DeliveryError } from './deliveryError.ts';
import { fileTag } from './fileTag.ts';
import type { MessageRef } from './notifier.ts';
import type { CallLimits, SlackCall } from './slackCall.ts';

/** The `event_type` of the metadata under which every message of ours keeps its `notification_id`. */
export const METADATA_TYPE = 'tocsin_incident';

/** Slack's clock is not ours. */
const CLOCK_SKEW_MS = 60_000;
const MOST_PAGES = 10;
const LIST = 'conversations.list';

const CURSOR = z.object({ next_cursor: z.string().optional() }).optional();
const MESSAGES = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({
          event_type: z.string().optional(),
          event_payload: z.object({ notification_id: z.unknown() }).partial().optional(),
        })
        .optional(),
      files: z.array(z.object({ name: z.string().nullish() })).optional(),
    }),
  ),
  response_metadata: CURSOR,
});
const CHANNELS = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })),
  response_metadata: CURSOR,
});

export interface LookupQuery {
  /** An id (`C…`), never a name. */
  readonly channel: string;
  /** Look into this message's thread; null: into the channel. */
  readonly thread: string | null;
  readonly notificationId: string;
  readonly since: Instant;
}

/** The message that carries the notification's id, or a file with its tag, if Slack has it. Throws what the call throws. */
export async function findNotification(call: SlackCall, query: LookupQuery, limits: CallLimits): Promise<MessageRef | null> {
  const oldest = Math.max(0, (query.since - CLOCK_SKEW_MS) / 1000).toFixed(6);
  const where = query.thread === null ? {} : { ts: query.thread };
  const tag = fileTag(query.notificationId);
  const method = query.thread === null ? 'conversations.history' : 'conversations.replies';
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const args = { channel: query.channel, ...where, oldest, inclusive: true, include_all_metadata: true, limit: 200 };
    const answer = read(MESSAGES, method, await call(method, cursor === '' ? args : { ...args, cursor }, limits));
    const found = answer.messages.find(
      ({ metadata, files }) =>
        (metadata?.event_type === METADATA_TYPE && metadata.event_payload?.notification_id === query.notificationId) ||
        files?.some(({ name }) => name?.includes(tag)),
    );
    if (found) return { channel: query.channel, ts: found.ts };
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

/** The id of a channel that the configuration names; the text itself where it is an id. Null where Slack knows none. */
export async function findChannelId(call: SlackCall, channel: string, limits: CallLimits): Promise<string | null> {
  if (/^[CGD][A-Z0-9]{8,}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const args = { types: 'public_channel,private_channel', exclude_archived: true, limit: 1000 };
    const answer = read(CHANNELS, LIST, await call(LIST, cursor === '' ? args : { ...args, cursor }, limits));
    const found = answer.channels.find((candidate) => candidate.name === name);
    if (found) return found.id;
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

function read<T>(schema: z.ZodType<T>, method: string, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DeliveryError(`Slack answered ${method} in a shape that is not known`, {
    reason: 'other',
    retryable: true,
    status: 200,
  });
}
