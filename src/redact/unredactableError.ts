/** A text that is too long to be redacted in bounded time. Whoever catches it must drop the text: nothing of it was looked at. */
export class UnredactableError extends Error {
  override readonly name = 'UnredactableError';
}
