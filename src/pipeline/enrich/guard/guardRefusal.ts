/** An address that the rules do not let us ask. The message ends a sentence: `10.0.0.7 is a private address`. Nothing was sent to it. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
}
