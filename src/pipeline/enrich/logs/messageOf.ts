import { firstField } from './firstField.ts';
import { type LogFields, logFields } from './logFields.ts';

/** A message template (Serilog's `@mt`) is the pattern itself. `log` is what container log drivers wrap a line in. */
const MESSAGES = [
  '@mt',
  'msg',
  'message',
  '@m',
  '@message',
  'short_message',
  'textpayload',
  'jsonpayload.message',
  'log.message',
  'body',
  'event',
  'text',
];
const ERRORS = [
  'error',
  'err',
  'error.message',
  'err.message',
  'error_message',
  'exception.message',
  'exception',
  'error.stack_trace',
  'err.stack',
  'stack_trace',
  'stack',
];

/**
 * What a line tells, without what is around it: of JSON, logfmt and klog the message and, where it says more, the error; of other lines the
 * whole text.
 */
export function messageOf(text: string): string {
  const fields = logFields(text);
  return fields === null ? text : (messageIn(fields) ?? text);
}

function messageIn(fields: LogFields): string | null {
  const wrapped = fields.get('log');
  const message = firstField(fields, MESSAGES) ?? (wrapped === undefined ? null : innerMessage(wrapped));
  const error = firstField(fields, ERRORS);
  if (message === null || error === null) return message ?? error;
  return message.includes(error) || /^(?:true|false|null|\d+)$/.test(error) ? message : `${message}: ${error}`;
}

function innerMessage(wrapped: string): string {
  const line = wrapped.trimEnd();
  const fields = logFields(line);
  if (fields === null || fields.has('log')) return line;
  return messageIn(fields) ?? line;
}
