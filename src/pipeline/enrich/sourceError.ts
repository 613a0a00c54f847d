/** Why a source of evidence could not give it. The message is for people, without secrets: `timed out after 3 s`. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** For metrics and the circuit breaker. `refused` and `unusable` are the source's word on this question, not trouble with it. */
  readonly outcome: 'timeout' | 'unreachable' | 'server_error' | 'limited' | 'refused' | 'unusable';

  constructor(message: string, outcome: SourceError['outcome'], cause?: unknown) {
    super(message, { cause });
    this.outcome = outcome;
  }
}
