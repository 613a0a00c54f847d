import { z } from 'zod';

/** What cursors are made of, within what the database can compare with: a cursor is the caller's text like any other. */
export const cursorFields = {
  int4: z.int().min(0).max(2_147_483_647),
  /** An instant of the years 1 to 9999. */
  time: z.int().min(-62_135_596_800_000).max(253_402_300_799_999),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what Postgres does not take
  text: z.string().regex(/^[^\u0000\ud800-\udfff]*$/u),
};
