import { cleanText } from './cleanText.ts';
import { cutText } from './cutText.ts';

/**
 * Text from outside for a `plain_text` object. Slack parses nothing there; what looks like its syntax is disarmed all the same,
 * because texts are copied, exported and mailed.
 */
export function plainText(text: string, max: number): string {
  const clean = cleanText(cutText(text, max * 4)).trim();
  const disarmed = clean.replace(/<(?=[!@#]|https?:|mailto:)/gi, '‹').replace(/`{3,}/g, (run) => 'ˋ'.repeat(run.length));
  return cutText(disarmed, max);
}
