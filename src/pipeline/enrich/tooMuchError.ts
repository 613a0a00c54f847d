import { SourceError } from './sourceError.ts';

/** The answer was longer than is read. Less may be asked for then. */
export class TooMuchError extends SourceError {
  constructor() {
    super('answered with more than 1 MiB, which is not read', 'unusable');
  }
}
