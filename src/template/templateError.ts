/** A template that cannot be read. The message names what is wrong and what to write. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
