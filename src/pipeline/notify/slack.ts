import { z } from 'zod';
import type { Instant } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { accountHash } from './accountHash.ts';
import { DeliveryError } from './deliveryError.ts';
import type { MessageRef, Notifier, NotifyReason, Receipt, SendRequest } from './notifier.ts';
import type { NotifierContext, NotifierKind } from './notifierKind.ts';
import { type SlackCall, SlackRefusal, slackCall } from './slackCall.ts';
import { findChannelId, findNotification, METADATA_TYPE } from './slackLookup.ts';
import { incidentMessage, noteMessage, type SlackMessage } from './slackMessage.ts';
import { stillInDoubt } from './stillInDoubt.ts';
import { urgencyField } from './urgencyField.ts';
import { wrongSend } from './wrongSend.ts';

const MENTION = /^(<(!subteam\^S[A-Z0-9]+|@[UW][A-Z0-9]+|!here|!channel|!everyone)>\s*)+$/;

const schema = z.strictObject({
  channel: z.string().regex(/^#?[^\s#@<>|]{1,80}$/, 'must be a channel: its name (#payments) or its id (C0123456789)'),
  mention: z
    .string()
    .max(200)
    .regex(MENTION, 'must be one or more of <@U…>, <!subteam^S…>, <!here>, <!channel>, <!everyone>')
    .transform((mention) => mention.trim())
    .optional(),
  send_resolved: z.boolean().default(true),
  urgency: urgencyField(['high', 'low']),
});
type SlackConfig = z.infer<typeof schema>;

/** Changes that call people again; the others only add to the thread. */
const CALLS_AGAIN: readonly NotifyReason[] = ['first', 'reopened', 'severity_raised', 'urgency_raised'];
/** What is shown in the channel too, because nobody may be reading the thread. */
const SHOWN_IN_CHANNEL: readonly NotifyReason[] = ['reopened', 'severity_raised', 'urgency_raised', 'repeat'];
/** The blocks were refused, not the message. */
const BLOCKS_REFUSED = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);
const SHORT_TEXT = 3_000;

const POSTED = z.object({ channel: z.string(), ts: z.string() });

/** Slack: one message per incident and channel, edited in place, and what changes in its thread. */
export const slack: NotifierKind<SlackConfig> = {
  name: 'slack',
  schema,
  secrets: [],
  rate: { perMinute: 60, burst: 3 },
  account: (config) => accountHash(config.channel.replace(/^#/, '')),
  create: (config, context) => new SlackNotifier(config, callOf(context)),
};

function callOf({ slack: { apiUrl, botToken } }: NotifierContext): SlackCall {
  if (!botToken) throw new TocsinError('bad_request', 'slack_configs need a bot token: set slack.bot_token');
  return slackCall(apiUrl, botToken);
}

class SlackNotifier implements Notifier {
  readonly #config: SlackConfig;
  readonly #call: SlackCall;
  /** Learned from the first answer: messages may be posted by a channel's name, but are looked for by its id. */
  #channelId: string | null = null;

  constructor(config: SlackConfig, call: SlackCall) {
    this.#config = config;
    this.#call = call;
  }

  async send(request: SendRequest): Promise<Receipt> {
    const { send, incident } = request;
    if (send.action === 'update') {
      const message = incidentMessage(incident, this.#mention(request, 'first'));
      const { channel, ts } = send.message;
      return this.#say('chat.update', { channel, ts, metadata: metadata(request) }, message, request);
    }
    if (send.action !== 'post' && send.action !== 'reply') throw wrongSend('slack', send, 'post, update and reply');
    const thread = send.action === 'reply' ? send.message : null;
    if (request.doubtSince === null) return this.#post(request, thread);
    const earlier = await this.#lookFor(request, thread, request.doubtSince);
    if (earlier === 'not there') {
      const isOver = send.action === 'post' && request.incident.status === 'resolved';
      if (isOver) return { status: 200, answer: 'no earlier attempt had arrived, and it is over: nothing was posted' };
      return this.#post(request, thread);
    }
    if (earlier !== 'not allowed')
      return { status: 200, answer: 'an earlier attempt had arrived', message: earlier, isEarlier: true };
    return this.#post(request, thread).catch((error: unknown) => {
      throw stillInDoubt(error);
    });
  }

  #post(request: SendRequest, thread: MessageRef | null): Promise<Receipt> {
    const { send, incident } = request;
    const note = send.action === 'reply' ? send.note : null;
    const mention = this.#mention(request, note?.reason ?? 'first');
    const message = note ? noteMessage(incident, note, thread !== null, mention) : incidentMessage(incident, mention);
    const broadcast = note !== null && SHOWN_IN_CHANNEL.includes(note.reason);
    const where = {
      channel: thread?.channel ?? this.#config.channel,
      ...(thread && { thread_ts: thread.ts, ...(broadcast && { reply_broadcast: true }) }),
    };
    const quiet = { unfurl_links: false, unfurl_media: false };
    return this.#say('chat.postMessage', { ...where, ...quiet, metadata: metadata(request) }, message, request);
  }

  #mention({ incident }: SendRequest, reason: NotifyReason): string | null {
    if (incident.urgency !== 'high' || incident.status !== 'triggered' || !CALLS_AGAIN.includes(reason)) return null;
    return this.#config.mention ?? null;
  }

  /** Sends the message; where Slack refuses only its blocks, the text alone goes out instead. */
  async #say(method: string, args: Record<string, unknown>, message: SlackMessage, request: SendRequest): Promise<Receipt> {
    let plain = '';
    let answer: unknown;
    try {
      answer = await this.#call(method, { ...args, text: message.text, blocks: message.blocks }, request);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || !BLOCKS_REFUSED.has(error.word)) throw error;
      plain = `, as plain text (${error.word})`;
      const text =
        message.text.length > SHORT_TEXT ? `${message.text.slice(0, SHORT_TEXT).replace(/[&<][^;>]*$/, '')}…` : message.text;
      // An edit keeps the old blocks unless it is told to drop them.
      const blocks = method === 'chat.update' ? { blocks: [] } : {};
      answer = await this.#call(method, { ...args, ...blocks, text }, request);
    }
    const posted = POSTED.safeParse(answer).data;
    if (!posted) {
      const text = `Slack took ${method} but did not say which message it became`;
      throw new DeliveryError(text, { reason: 'other', retryable: true, unknown: true, status: 200 });
    }
    this.#channelId = posted.channel;
    return { status: 200, answer: `ok, message ${posted.ts}${plain}`, message: { channel: posted.channel, ts: posted.ts } };
  }

  /** The message of an earlier attempt. Throws where it cannot be told for now: then nothing may be sent either. */
  async #lookFor(
    request: SendRequest,
    thread: MessageRef | null,
    since: Instant,
  ): Promise<MessageRef | 'not there' | 'not allowed'> {
    const { notificationId } = request;
    try {
      const known = thread?.channel ?? this.#channelId;
      const channel = known ?? (await findChannelId(this.#call, this.#config.channel, request));
      if (channel === null) return 'not there';
      const query = { channel, thread: thread?.ts ?? null, notificationId, since };
      return (await findNotification(this.#call, query, request)) ?? 'not there';
    } catch (error) {
      if (error instanceof SlackRefusal && !error.retryable) return 'not allowed';
      throw stillInDoubt(error);
    }
  }
}

function metadata(request: SendRequest): object {
  return { event_type: METADATA_TYPE, event_payload: { notification_id: request.notificationId } };
}
