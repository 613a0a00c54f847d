import { plainText } from './plainText.ts';

/** The blocks this program writes: a part of Slack's Block Kit. */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] };

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Bare addresses and channel names stay text. */
  readonly verbatim: true;
}

const plain = (text: string, max: number): PlainText => ({ type: 'plain_text', text: plainText(text, max), emoji: false });
const marked = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });

/** Makes blocks. `plain…` takes any text; `marked…` takes only what `mrkdwn`, `mrkdwnLink` or the configuration wrote. */
export const block = {
  header: (text: string): SlackBlock => ({ type: 'header', text: plain(text, 150) }),
  plainSection: (text: string, max: number): SlackBlock => ({ type: 'section', text: plain(text, max) }),
  markedSection: (text: string): SlackBlock => ({ type: 'section', text: marked(text) }),
  fields: (texts: readonly string[]): SlackBlock => ({ type: 'section', fields: texts.map(marked) }),
  plainContext: (text: string, max: number): SlackBlock => ({ type: 'context', elements: [plain(text, max)] }),
  markedContext: (texts: readonly string[]): SlackBlock => ({ type: 'context', elements: texts.map(marked) }),
};
