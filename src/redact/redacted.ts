declare const brand: unique symbol;

/**
 * Text that `Redactor.redact` has been over. Evidence, and whatever of it is stored, shown or sent, is made of this: text that came
 * from outside does not fit where this is asked for.
 */
export type Redacted = string & { readonly [brand]: true };
