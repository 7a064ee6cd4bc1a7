/** A readable duration. @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (ms < 9_950) return `${Number((ms / 1000).toFixed(1))} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) {
    return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  }
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The window of a rate limit, as in “60 in any minute”. @param {number} ms */
export const span = (ms) => (ms === 60_000 ? "minute" : duration(ms));

/** @param {number} count */
export const number = (count) => count.toLocaleString("en");

/** @param {number} count @param {string} one @param {string} [more] */
export const plural = (count, one, more = `${one}s`) =>
  `${number(count)} ${count === 1 ? one : more}`;

const MAX_LENGTH = 80;

/** The start of a header or cell. @param {string} text */
export const shortened = (text) =>
  text.length > MAX_LENGTH
    ? // Not half of a character.
      `${text.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, "")}…`
    : text;
