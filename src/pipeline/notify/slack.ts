import { z } from 'zod';
import type { Instant } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { accountHash } from './accountHash.ts';
import { DeliveryError } from './deliveryError.ts';
import { evidenceFilesFor } from './evidenceFilesFor.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { KeptPicture, MessageRef, Note, Notifier, NotifyReason, Receipt, SendRequest } from './notifier.ts';
import type { EvidenceFiles, NotifierContext, NotifierKind } from './notifierKind.ts';
import { type CallLimits, type SlackCall, SlackRefusal, slackCall } from './slackCall.ts';
import { findChannelId, findNotification, METADATA_TYPE } from './slackLookup.ts';
import { incidentMessage, noteMessage, type SlackMessage } from './slackMessage.ts';
import { SlackPictures } from './slackPictures.ts';
import { type SharedWhere, type SlackFile, slackUpload } from './slackUpload.ts';
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
  create: (config, context) => new SlackNotifier(config, callOf(context), context),
};

function callOf({ slack: { apiUrl, botToken } }: NotifierContext): SlackCall {
  if (!botToken) throw new TocsinError('bad_request', 'slack_configs need a bot token: set slack.bot_token');
  return slackCall(apiUrl, botToken);
}

class SlackNotifier implements Notifier {
  readonly #config: SlackConfig;
  readonly #call: SlackCall;
  readonly #upload: (files: readonly SlackFile[], where: SharedWhere | null, limits: CallLimits) => Promise<string[]>;
  readonly #evidence: EvidenceFiles | undefined;
  readonly #pictures: SlackPictures;
  /** Learned from the first answer: messages may be posted by a channel's name, but are looked for by its id. */
  #channelId: string | null = null;

  constructor(config: SlackConfig, call: SlackCall, { slack: { apiUrl }, evidence }: NotifierContext) {
    this.#config = config;
    this.#call = call;
    this.#upload = (files, where, limits) => slackUpload({ call, apiUrl }, files, where, limits);
    this.#evidence = evidence;
    const uploadOne = async (file: SlackFile, limits: CallLimits): Promise<string> =>
      (await this.#upload([file], null, limits))[0] ?? '';
    this.#pictures = new SlackPictures(uploadOne, evidence);
  }

  async send(request: SendRequest): Promise<Receipt> {
    const { send } = request;
    if (send.action === 'update') return this.#update(request, send.message);
    if (send.action !== 'post' && send.action !== 'reply') throw wrongSend('slack', send, 'post, update and reply');
    const thread = send.action === 'reply' ? send.message : null;
    if (request.doubtSince === null) return this.#tell(request, thread);
    const earlier = await this.#lookFor(request, thread, request.doubtSince);
    if (earlier === 'not there') {
      const isOver = send.action === 'post' && request.incident.status === 'resolved';
      if (isOver) return { status: 200, answer: 'no earlier attempt had arrived, and it is over: nothing was posted' };
      return this.#tell(request, thread);
    }
    if (earlier !== 'not allowed')
      return { status: 200, answer: 'an earlier attempt had arrived', message: earlier, isEarlier: true };
    return this.#tell(request, thread).catch((error: unknown) => {
      throw stillInDoubt(error);
    });
  }

  /** Edits the message. A picture that Slack does not take is left out, and never the reason why the edit fails. */
  async #update(request: SendRequest, { channel, ts, graph }: MessageRef): Promise<Receipt> {
    const { incident } = request;
    const mention = this.#mention(request, 'first');
    const args = { channel, ts, metadata: metadata(request) };
    const edit = (file: string | null): [string, object, SlackMessage] => [
      'chat.update',
      args,
      incidentMessage(incident, mention, file),
    ];
    const picture = await this.#pictures.prepare(incident, graph, request);
    if (picture === null) return withGraph(await this.#say(...edit(null), request), graph);
    let refused: string | null = null;
    let receipt: Receipt | null = null;
    if (picture.kept.file !== null) {
      try {
        receipt = await this.#once(...edit(picture.kept.file), request);
      } catch (error) {
        if (!isRefusedForGood(error)) throw error;
        refused = error instanceof SlackRefusal ? error.word : error.message;
      }
    }
    receipt ??= await this.#say(...edit(null), request);
    const edited = this.#pictures.edited(picture, refused);
    const again = edited.againMs === undefined ? {} : { againMs: edited.againMs };
    return { ...withGraph(receipt, edited.graph), answer: receipt.answer + edited.said, ...again };
  }

  async #tell(request: SendRequest, thread: MessageRef | null): Promise<Receipt> {
    const { send, incident } = request;
    if (send.action === 'reply' && send.note.reason === 'evidence' && thread) return this.#share(request, send.note, thread);
    const receipt = await this.#post(request, thread, send.action === 'reply' ? send.note : null);
    // Nothing is uploaded before somebody is told; the picture comes with the first edit.
    return send.action === 'post' && this.#pictures.wants(incident) ? { ...receipt, againMs: 0 } : receipt;
  }

  /** The log files, in the thread; where the app may not upload, the words alone. */
  async #share(request: SendRequest, note: Note, { channel, ts }: MessageRef): Promise<Receipt> {
    const thread = { channel, ts };
    const files = await evidenceFilesFor(request, this.#evidence);
    if (files.length === 0) return this.#post(request, thread, note);
    try {
      await this.#upload(files, { channel, thread: ts, comment: mrkdwn(note.text, 2_000) }, request);
      return { status: 200, answer: `ok, ${files.map(({ name }) => name).join(', ')}` };
    } catch (error) {
      if (!isRefusedForGood(error)) throw error;
      const word = error instanceof SlackRefusal ? error.word : error.message;
      const why = word === 'missing_scope' ? 'missing_scope: the app needs files:write' : word;
      const receipt = await this.#post(request, thread, { ...note, text: `${note.text} (the file could not be added: ${why})` });
      return { ...receipt, answer: `${receipt.answer}, without the file (${why})` };
    }
  }

  #post(request: SendRequest, thread: MessageRef | null, note: Note | null): Promise<Receipt> {
    const { incident } = request;
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
  async #say(method: string, args: object, message: SlackMessage, request: SendRequest): Promise<Receipt> {
    try {
      return await this.#once(method, args, message, request);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || !BLOCKS_REFUSED.has(error.word)) throw error;
      const text =
        message.text.length > SHORT_TEXT ? `${message.text.slice(0, SHORT_TEXT).replace(/[&<][^;>]*$/, '')}…` : message.text;
      // An edit keeps the old blocks unless it is told to drop them.
      const blocks = method === 'chat.update' ? { blocks: [] } : {};
      const receipt = await this.#once(method, args, { text, ...blocks }, request);
      return { ...receipt, answer: `${receipt.answer}, as plain text (${error.word})` };
    }
  }

  async #once(method: string, args: object, message: Partial<SlackMessage>, request: SendRequest): Promise<Receipt> {
    const posted = POSTED.safeParse(await this.#call(method, { ...args, ...message }, request)).data;
    if (!posted) {
      const text = `Slack took ${method} but did not say which message it became`;
      throw new DeliveryError(text, { reason: 'other', retryable: true, unknown: true, status: 200 });
    }
    const { channel, ts } = posted;
    this.#channelId = channel;
    return { status: 200, answer: `ok, message ${ts}`, message: { channel, ts } };
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

function withGraph(receipt: Receipt, graph: KeptPicture | undefined): Receipt {
  return graph && receipt.message ? { ...receipt, message: { ...receipt.message, graph } } : receipt;
}

/** What was asked will not be taken, however often: but the same without its file may. */
function isRefusedForGood(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && !error.retryable && !error.unknown && error.reason !== 'target_gone';
}
