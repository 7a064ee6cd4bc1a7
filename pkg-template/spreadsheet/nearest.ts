import { closest, distance } from "fastest-levenshtein";

/**
 * The candidate that `text` was most likely meant to be; case, spaces and punctuation do not count.
 *
 * The core has a rule of its own for the keys of a body (`src/validation/nearest.rs`), which the client
 * gives in an issue's `expected`. It knows those keys only, whereas these candidates are a file's
 * headers, the options of a command, or a field that may be `customerId`; and an edit distance would
 * cost the WebAssembly module, which every user loads, more than the rule does.
 */
export function nearest(text: string, candidates: readonly string[]): string {
  const plain = candidates.map(lettersOf);
  return candidates[plain.indexOf(closest(lettersOf(text), plain))] ?? "";
}

/** Whether two names are so alike that one may well be meant by the other. */
export function isNear(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  return distance(a, b) * 3 <= Math.max(a.length, b.length);
}

/** Whether two names differ in case, spaces and punctuation at most. */
export const isSpelledAs = (one: string, other: string): boolean =>
  lettersOf(one) === lettersOf(other);

const lettersOf = (name: string): string =>
  name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
