/** Somebody else decides by now. */
export class LostLease extends Error {}
