import { escapeMrkdwn } from './escapeMrkdwn.ts';

const LOOK_ALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Text from outside, for a `mrkdwn` object: escaped, and what would format it replaced by characters that look alike. */
export function mrkdwn(text: string, max: number): string {
  return escapeMrkdwn(
    text.replace(/[*_~`]/g, (character) => LOOK_ALIKE[character] ?? character),
    max,
  );
}
