import type { IncomingHttpHeaders } from 'node:http';
import { TocsinError } from '../../errors.ts';

const JSON_TYPE = /^application\/(?:json|[\w.-]+\+json)\s*(?:;(.*))?$/i;
const OTHER_CHARSET = /\bcharset\s*=\s*"?(?!utf-?8\b)/i;

/**
 * Refuses what is not plain JSON by its headers. A missing Content-Type is refused too: a browser can be made to post without
 * one from any web page.
 * @throws TocsinError `unsupported_media_type`
 */
export function requireJson(headers: IncomingHttpHeaders): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined) {
    throw new TocsinError('unsupported_media_type', `The body is encoded (Content-Encoding: ${encoding}). Send it as it is.`);
  }
  const type = headers['content-type'];
  if (type === 'application/json') return;
  const parameters = type === undefined ? null : JSON_TYPE.exec(type);
  if (!parameters || OTHER_CHARSET.test(parameters[1] ?? '')) {
    throw new TocsinError(
      'unsupported_media_type',
      `The Content-Type is ${type ?? 'missing'}. Send JSON in UTF-8, as application/json.`,
    );
  }
}
