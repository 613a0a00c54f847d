import { type Block, readBlocks } from './blockKit.ts';
import type { FakeAnswer, FakeRequest } from './fakeServer.ts';
import { type SlackArgs as Args, argsOf } from './slackArgs.ts';
import { SlackFiles, type SlackSharedFile } from './slackFiles.ts';

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly archived?: boolean;
  /** Whether the app is in it. Default: yes. */
  readonly member?: boolean;
}

export interface SlackFakeMessage {
  readonly channel: string;
  readonly ts: string;
  /** The parent's `ts`; null for a message of the channel itself. */
  readonly thread: string | null;
  readonly broadcast: boolean;
  text: string;
  blocks: Block[];
  metadata: unknown;
  edits: number;
  readonly files?: readonly SlackSharedFile[];
}

export interface SlackOptions {
  readonly token?: string;
  readonly channels?: readonly SlackChannel[];
  /** Messages per second that one channel takes; unlimited without it. */
  readonly perSecond?: number;
  /** Stamps the messages: milliseconds since the epoch. */
  readonly now?: () => number;
}

const CHANNELS: readonly SlackChannel[] = [
  { id: 'C0PAYMENTS1', name: 'payments' },
  { id: 'C0INCIDENT1', name: 'payments-incidents' },
  { id: 'C0TOCSIN001', name: 'tocsin' },
  { id: 'C0ARCHIVED1', name: 'old', archived: true },
  { id: 'C0STRANGER1', name: 'strangers', member: false },
];

/** What stands in Slack, and what each method does to it. */
export class SlackModel {
  readonly token: string;
  readonly messages: SlackFakeMessage[] = [];
  readonly calls: string[] = [];
  readonly refusals = new Map<string, string | null>();
  readonly files = new SlackFiles((error, why) => this.#violate(error, why));
  readonly #channels: readonly SlackChannel[];
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #posts = new Map<string, number[]>();
  #violations: string[] = [];

  constructor({ token = 'xoxb-0000-fake-token', channels = CHANNELS, perSecond, now = Date.now }: SlackOptions) {
    this.token = token;
    this.#channels = channels;
    this.#perSecond = perSecond ?? Number.POSITIVE_INFINITY;
    this.#now = now;
  }

  channel(nameOrId: string): SlackChannel | undefined {
    const name = nameOrId.replace(/^#/, '');
    return this.#channels.find((channel) => channel.id === nameOrId || channel.name === name);
  }

  answer(request: FakeRequest, violations: string[]): FakeAnswer {
    this.#violations = violations;
    if (request.path.startsWith('/upload/')) return this.files.take(request);
    const method = request.path.replace('/api/', '');
    const run = METHODS[method];
    if (!run || request.method !== 'POST') {
      violations.push(`Slack: unexpected ${request.method} ${request.path}`);
      return { status: 200, body: { ok: false, error: 'unknown_method' } };
    }
    if (request.headers.authorization === undefined) return { status: 200, body: { ok: false, error: 'not_authed' } };
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return { status: 200, body: { ok: false, error: 'invalid_auth' } };
    const refusal = this.refusals.get(method);
    if (refusal) return { status: 200, body: { ok: false, error: refusal } };
    const result = run(this, argsOf(request));
    if (typeof result === 'string') return { status: 200, body: { ok: false, error: result } };
    if ('status' in result) return result as FakeAnswer;
    this.calls.push(method);
    return { status: 200, body: { ok: true, ...result } };
  }

  post(args: Args): object | string {
    const unknown = this.#unknownKeys(args, POST_KEYS);
    const channel = this.channel(String(args.channel));
    if (!channel) return 'channel_not_found';
    if (channel.archived) return 'is_archived';
    if (channel.member === false) return 'not_in_channel';
    const content = this.#content(args);
    if (typeof content === 'string') return content;
    if (unknown) return unknown;
    const thread = args.thread_ts === undefined ? null : String(args.thread_ts);
    const parent = thread === null ? null : this.messages.find((one) => one.channel === channel.id && one.ts === thread);
    if (parent === undefined) return this.#violate('thread_not_found', `no message ${thread} in ${channel.name}`);
    if (parent && parent.thread !== null) return this.#violate('cannot_reply_to_message', 'thread_ts is a reply, not a parent');
    if (args.reply_broadcast !== undefined && thread === null) return this.#violate('invalid_arguments', 'broadcast of no reply');
    if (this.#limited(channel.id))
      return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'Retry-After': '1' } };
    const message = { channel: channel.id, ts: this.#nextTs(), thread, broadcast: args.reply_broadcast === true, edits: 0 };
    const kept = { ...message, ...content };
    this.messages.push(kept);
    return { channel: channel.id, ts: kept.ts, message: shown(kept) };
  }

  complete(args: Args): object | string {
    const files = this.#unknownKeys(args, COMPLETE_KEYS) ?? this.files.complete(args.files);
    if (typeof files === 'string') return files;
    if (args.channel_id === undefined) return { files };
    const channel = this.#channels.find(({ id }) => id === args.channel_id);
    if (!channel) return this.#violate('channel_not_found', `${String(args.channel_id)} is no channel's id`);
    if (channel.member === false) return 'not_in_channel';
    const thread = String(args.thread_ts);
    const parent = this.messages.find((one) => one.channel === channel.id && one.ts === thread);
    if (!parent || parent.thread !== null) return this.#violate('thread_not_found', `no message ${thread} in ${channel.name}`);
    const message = { channel: channel.id, ts: this.#nextTs(), thread, broadcast: false, edits: 0 };
    this.messages.push({ ...message, text: String(args.initial_comment ?? ''), blocks: [], metadata: undefined, files });
    return { files };
  }

  update(args: Args): object | string {
    const unknown = this.#unknownKeys(args, UPDATE_KEYS);
    const channel = this.#channels.find((candidate) => candidate.id === args.channel);
    if (!channel) return 'channel_not_found';
    if (typeof args.ts !== 'string' || !/^\d{10}\.\d{6}$/.test(args.ts)) return this.#violate('invalid_arguments', 'ts is no ts');
    const message = this.messages.find((one) => one.channel === channel.id && one.ts === args.ts);
    if (!message) return 'message_not_found';
    const content = this.#content(args);
    if (typeof content === 'string') return content;
    if (unknown) return unknown;
    Object.assign(message, content);
    message.edits += 1;
    return { channel: channel.id, ts: message.ts, text: message.text };
  }

  history(args: Args): object | string {
    const channel = this.#channels.find((candidate) => candidate.id === args.channel);
    if (!channel) return 'channel_not_found';
    if (channel.member === false) return 'not_in_channel';
    const found = this.messages.filter(
      (one) => one.channel === channel.id && (one.thread === null || one.broadcast) && one.ts >= oldest(args),
    );
    return page(found.reverse(), args);
  }

  replies(args: Args): object | string {
    const parent = this.messages.find((one) => one.channel === args.channel && one.ts === args.ts);
    if (!parent) return 'thread_not_found';
    const found = this.messages.filter((one) => one.thread === parent.ts && one.ts >= oldest(args));
    return page([parent, ...found], args);
  }

  list(): object {
    const channels = this.#channels.filter((channel) => !channel.archived);
    return {
      channels: channels.map(({ id, name, member }) => ({ id, name, is_member: member !== false })),
      response_metadata: { next_cursor: '' },
    };
  }

  #content(args: Args): { text: string; blocks: Block[]; metadata: unknown } | string {
    const text = args.text ?? '';
    if (typeof text !== 'string') return this.#violate('invalid_arguments', 'text is no string');
    if (text.length > 4_000) return this.#violate('msg_too_long', `text has ${text.length} characters, 4,000 are advised`);
    if (text.trim() === '') return this.#violate('no_text', 'text is empty: notifications would show nothing');
    const read = args.blocks === undefined ? { blocks: [] } : readBlocks(args.blocks);
    if ('error' in read) return this.#violate(read.error, read.why);
    for (const block of read.blocks) {
      const refused = block.type === 'image' ? this.files.refusal(block.slack_file.id) : null;
      if (refused !== null) return refused;
    }
    return { text, blocks: read.blocks, metadata: args.metadata };
  }

  #unknownKeys(args: Args, known: readonly string[]): string | null {
    const unknown = Object.keys(args).filter((key) => !known.includes(key));
    return unknown.length > 0 ? this.#violate('invalid_arguments', `unknown arguments ${unknown.join(', ')}`) : null;
  }

  #limited(channel: string): boolean {
    const now = performance.now();
    const recent = (this.#posts.get(channel) ?? []).filter((at) => now - at < 1_000);
    const limited = recent.length >= this.#perSecond;
    this.#posts.set(channel, limited ? recent : [...recent, now]);
    return limited;
  }

  /** Strictly rising, as in the real one: it is the message's key. */
  #nextTs(): string {
    const last = this.messages.at(-1)?.ts ?? '0000000000.000000';
    const ts = `${(this.#now() / 1000).toFixed(3).padStart(14, '0')}000`;
    if (ts > last) return ts;
    const micros = Number(last.slice(11)) + 1;
    return `${last.slice(0, 10)}.${String(micros).padStart(6, '0')}`;
  }

  #violate(error: string, why: string): string {
    this.#violations.push(`Slack: ${error}: ${why}`);
    return error;
  }
}

const CONTENT_KEYS = ['channel', 'text', 'blocks', 'metadata', 'link_names', 'parse'];
const POST_KEYS = [...CONTENT_KEYS, 'thread_ts', 'reply_broadcast', 'unfurl_links', 'unfurl_media', 'mrkdwn'];
const COMPLETE_KEYS = ['files', 'channel_id', 'thread_ts', 'initial_comment'];
const UPDATE_KEYS = [...CONTENT_KEYS, 'ts', 'reply_broadcast'];

const METHODS: Readonly<Record<string, (model: SlackModel, args: Args) => object | string>> = {
  'auth.test': () => ({ user_id: 'U0TOCSIN01', team_id: 'T0FAKE0001' }),
  'chat.postMessage': (model, args) => model.post(args),
  'chat.update': (model, args) => model.update(args),
  'files.getUploadURLExternal': (model, args) => model.files.begin(args),
  'files.completeUploadExternal': (model, args) => model.complete(args),
  'conversations.history': (model, args) => model.history(args),
  'conversations.replies': (model, args) => model.replies(args),
  'conversations.list': (model) => model.list(),
};

function shown(message: SlackFakeMessage): object {
  const { ts, text, blocks, metadata, thread, files } = message;
  return {
    type: 'message',
    user: 'U0TOCSIN01',
    ts,
    text,
    blocks,
    ...(thread !== null && { thread_ts: thread }),
    ...(metadata !== undefined && { metadata }),
    ...(files !== undefined && { files }),
  };
}

function page(messages: readonly SlackFakeMessage[], args: Args): object {
  const start = Number(args.cursor ?? 0);
  const limit = Number(args.limit ?? 100);
  const some = messages.slice(start, start + limit).map(shown);
  const withMetadata = args.include_all_metadata === true ? some : some.map((one) => ({ ...one, metadata: undefined }));
  const next = start + limit < messages.length ? String(start + limit) : '';
  return { messages: withMetadata, has_more: next !== '', response_metadata: { next_cursor: next } };
}

function oldest(args: Args): string {
  return String(args.oldest ?? '0').padStart(17, '0');
}
