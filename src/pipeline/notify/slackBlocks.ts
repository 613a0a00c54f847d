import { plainText } from './plainText.ts';

/** The blocks this program writes: a part of Slack's Block Kit. */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn; readonly expand?: true }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'divider' }
  | {
      readonly type: 'image';
      readonly slack_file: { readonly id: string };
      readonly title: PlainText;
      readonly alt_text: string;
    };

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
  /** Shown whole, without a "see more" before its second line. */
  longSection: (text: string): SlackBlock => ({ type: 'section', text: marked(text), expand: true }),
  fields: (texts: readonly string[]): SlackBlock => ({ type: 'section', fields: texts.map(marked) }),
  plainContext: (text: string, max: number): SlackBlock => ({ type: 'context', elements: [plain(text, max)] }),
  markedContext: (texts: readonly string[]): SlackBlock => ({ type: 'context', elements: texts.map(marked) }),
  divider: (): SlackBlock => ({ type: 'divider' }),
  /** `file`: the id that Slack gave an uploaded picture. */
  image: (file: string, title: string, alt: string): SlackBlock => ({
    type: 'image',
    slack_file: { id: file },
    title: plain(title, 200),
    alt_text: plainText(alt, 500),
  }),
};
