/** The code by which it is known after HTTP clients have wrapped it. */
export const TOO_LATE = 'TOCSIN_TOO_LATE';

/** A request that was about to leave when it was not to any more. Nothing of it has left. */
export class TooLateError extends Error {
  readonly code = TOO_LATE;

  constructor() {
    super('it did not leave in time');
    this.name = 'TooLateError';
  }
}
