/** Far deeper than any value of a field; recursion over a value fails at some thousands. */
export const MAX_DEPTH = 100;

/** Whether lists and objects in a JSON value are nested deeper than `MAX_DEPTH`. */
export function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length; depth++) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((nested) => Object.values(nested).filter(isNested));
  }
  return false;
}

const isNested = (value: unknown): value is object =>
  typeof value === "object" && value !== null;
