/** The seed of a random story: FAULT_SEED tells the same one again. */
export function seedFor(story: string): number {
  const given = process.env.FAULT_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error(`FAULT_SEED=${given} is not a whole number`);
  console.info(`${story}: FAULT_SEED=${seed} tells this story again`);
  return seed;
}
