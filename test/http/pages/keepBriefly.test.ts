import { describe, expect, it } from 'vitest';
import { keepBriefly } from '../../../src/http/pages/keepBriefly.ts';

/** Something that takes so long to read, and counts how often it was. */
function reader(tookMs: number) {
  const clock = { now: 0 };
  let reads = 0;
  const read = keepBriefly(
    async () => {
      clock.now += tookMs;
      reads += 1;
      if (reads === 3) throw new Error('the third time');
      return reads;
    },
    () => clock.now,
  );
  return { read, clock };
}

describe('what is read for many', () => {
  it('is read each time where that is cheap', async () => {
    const { read } = reader(19);
    expect([await read(), await read()]).toEqual([1, 2]);
  });

  it.each([
    [100, 2_000],
    [5_000, 10_000],
  ])('is kept where it took %i ms, for %i ms', async (tookMs, keptMs) => {
    const { read, clock } = reader(tookMs);
    expect(await read()).toBe(1);
    clock.now += keptMs - 1;
    expect(await read()).toBe(1);
    clock.now += 1;
    expect(await read()).toBe(2);
  });

  it('is read once for those who ask at the same time', async () => {
    const { read } = reader(1);
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    expect(await read()).toBe(2);
  });

  it('is read anew after it failed', async () => {
    const { read } = reader(1);
    await read();
    await read();
    await expect(read()).rejects.toThrow('the third time');
    expect(await read()).toBe(4);
  });
});
