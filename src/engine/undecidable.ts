/** Our own code threw while it decided; `cause` is what it threw. */
export class Undecidable extends Error {}
