import { closest, distance } from "fastest-levenshtein";

/**
 * The candidate that `text` was probably meant to be; case, spaces and punctuation do not count.
 *
 * The core has its own rule for the keys of a body (`src/validation/nearest.rs`), whose result the
 * client puts into an issue's `expected`. It knows only those keys, whereas these candidates are a
 * file's headers, the command's options, or a field that may be `customerId`; and an edit distance
 * would cost the WebAssembly module, which every user loads, more than that rule does.
 */
export function nearest(text: string, candidates: readonly string[]): string {
  const plain = candidates.map(lettersOf);
  return candidates[plain.indexOf(closest(lettersOf(text), plain))] ?? "";
}

/** Whether two names are so similar that one is probably meant to be the other. */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  return distance(a, b) * 3 <= Math.max(a.length, b.length);
}

/** Whether two names differ only in case, spaces and punctuation. */
export const isSpelledAs = (one: string, other: string): boolean =>
  lettersOf(one) === lettersOf(other);

const lettersOf = (name: string): string =>
  name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
