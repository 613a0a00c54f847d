import { type Failure, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { SlackFiles } from './slackFiles.ts';
import { type SlackFakeMessage, SlackModel, type SlackOptions } from './slackModel.ts';

export interface FakeSlack extends FakeServer {
  /** What to configure as `slack.api_url`. */
  readonly url: string;
  readonly token: string;
  /** Every message that stands in Slack, replies included, oldest first. */
  readonly messages: SlackFakeMessage[];
  readonly files: SlackFiles;
  /** The successful calls, in order: `chat.postMessage`, … */
  readonly calls: string[];
  /** Those of one channel (by name or id) that are not replies. */
  inChannel(channel: string): SlackFakeMessage[];
  replies(ts: string): SlackFakeMessage[];
  /** The next calls of one method fail, one failure each. */
  failFor(method: string, ...failures: Failure[]): void;
  /** Every call of one method is refused with this error word from now on; null ends it. */
  refuse(method: string, error: string | null): void;
}

/** Slack's Web API as far as incident messages go; it refuses what the real one refuses. */
export async function startSlack(options: SlackOptions = {}): Promise<FakeSlack> {
  const model = new SlackModel(options);
  const server = await startFakeServer({
    kind: ({ path }) => (path.startsWith('/upload/') ? 'upload' : path.replace('/api/', '')),
    answer: (request, violations) => model.answer(request, violations),
  });
  model.files.base = server.url;
  return {
    ...server,
    files: model.files,
    url: `${server.url}/api/`,
    token: model.token,
    messages: model.messages,
    calls: model.calls,
    refuse: (method, error) => model.refusals.set(method, error),
    replies: (ts) => model.messages.filter((message) => message.thread === ts),
    inChannel: (channel) => {
      const id = model.channel(channel)?.id;
      return model.messages.filter((message) => message.channel === id && message.thread === null);
    },
  };
}
