import { cleanText } from './cleanText.ts';
import { cutText } from './cutText.ts';

/** Text from outside as one clean line of at most `max` UTF-16 units. */
export function oneLine(text: string, max: number): string {
  // Cut twice, so that an annotation of megabytes is not cleaned whole.
  return cutText(
    cleanText(cutText(text, max * 4))
      .replace(/\s+/g, ' ')
      .trim(),
    max,
  );
}
