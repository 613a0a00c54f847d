import { customType } from 'drizzle-orm/pg-core';
import type { Instant } from '../alert/timestamp.ts';

/** A `timestamptz` that the program sees as an {@link Instant}; postgres.js and PGlite give texts or Dates for it. */
export const instant = customType<{ data: Instant; driverData: string | Date }>({
  dataType: () => 'timestamptz(3)',
  toDriver: (value) => new Date(value).toISOString(),
  fromDriver: (value) => new Date(value).getTime(),
});
