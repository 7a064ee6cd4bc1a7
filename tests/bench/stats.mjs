/** What is said of many samples of one thing. */

/** @param {number[]} samples @param {number} part between 0 and 1 */
export function quantile(samples, part) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at % 1);
}

/** @param {number[]} [samples] */
export const median = (samples = []) => quantile(samples, 0.5);

/**
 * How far apart the middle eight tenths lie, as a part of the median. The rest is left out, since one
 * collection of garbage among many rounds says nothing of the others.
 *
 * @param {number[]} [samples]
 */
export const spread = (samples = []) =>
  (quantile(samples, 0.9) - quantile(samples, 0.1)) / median(samples);

/** A spread above this is noise. */
const NOISE = 0.3;

/** @param {Map<string, number[]>} samples by name */
export function verdict(samples) {
  const noisy = [...samples].filter(([, each]) => spread(each) > NOISE);
  if (noisy.length === 0) return "A quiet run: every spread is within 30 %.";
  const names = noisy.map(([name]) => name).join("; ");
  return `A NOISY run: the spread is over 30 % for ${names}.`;
}

/**
 * What each sample took longer than a baseline in the same round.
 *
 * @param {Map<string, number[]>} samples by name
 * @param {string} baseline the name of one of them, which is left out
 */
export function over(samples, baseline) {
  const base = samples.get(baseline) ?? [];
  const others = [...samples].filter(([name]) => name !== baseline);
  return new Map(
    others.map(([name, each]) => [
      name,
      each.map((sample, round) => sample - base[round]),
    ]),
  );
}
