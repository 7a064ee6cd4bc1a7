/** Rounds of A B C A B C, so that what slows the machine for a while slows all of them. */

/**
 * @template {string} Name
 * @param {Name[]} names
 * @param {{ warmUp: number, rounds: number }} how many rounds, those that do not count apart
 * @param {(name: Name) => number | Promise<number>} measure one sample
 * @returns {Promise<Map<Name, number[]>>} the samples of each, a round's at the same index
 */
export async function interleave(names, { warmUp, rounds }, measure) {
  const samples = new Map(
    names.map((name) => [name, /** @type {number[]} */ ([])]),
  );
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const sample = await measure(name);
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return samples;
}
