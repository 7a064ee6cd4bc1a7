/** The rows of the kill test, and what a journal says about them, read as the README describes it. */
import { customerId, definitions } from "../emulator/fixtures.mjs";

const nobody = "11111111-1111-4111-8111-111111111111";
const [{ id: definition }] = definitions;

/** The contents of rows: some are there more than once, and some are always rejected. */
export const pool = [
  ...["a", "many", "b", "many", "twice", "nobody 1", "many", "c", "twice", "d"],
  ...["many", "nobody 2", "twice", "e", "a", "f"],
];

export const columnOrders = [
  ["customerId", "fieldDefinitionId", "textValue"],
  ["textValue", "customerId", "fieldDefinitionId"],
];

/**
 * @param {string[]} contents
 * @param {string[]} columns
 */
export const csvOfContents = (contents, columns) =>
  [
    columns,
    ...contents.map((content) => {
      /** @type {Record<string, string>} */
      const cells = {
        customerId: content.startsWith("nobody") ? nobody : customerId,
        fieldDefinitionId: definition,
        textValue: content,
      };
      return columns.map((column) => cells[column]);
    }),
  ]
    .map((cells) => `${cells.join()}\n`)
    .join("");

/** The contents of a file of whole rows; anything else is an error. */
export function contentsOfCsv(/** @type {string} */ text) {
  const [header = "", ...lines] = text.split("\n");
  const columns = header.split(",");
  if (lines.pop() !== "") throw new Error(`a torn file: ${text}`);
  return lines.map((line) => {
    const content = line.split(",")[columns.indexOf("textValue")] ?? "";
    if (!csvOfContents([content], columns).endsWith(`\n${line}\n`))
      throw new Error(`a torn row: ${line}`);
    return content;
  });
}

/** How many whole lines a journal has. */
export const notedLines = (/** @type {string | undefined} */ text = "") =>
  text.split("\n").length - 1;

/** @typedef {{ created: number, unknown: number, rejected: number }} Counts */

/** What a journal knows. */
export class Known {
  /** @param {Map<string, Counts>} counts */
  constructor(counts) {
    this.counts = counts;
  }

  of(/** @type {string} */ content) {
    return this.counts.get(content) ?? { created: 0, unknown: 0, rejected: 0 };
  }
}

/**
 * @param {string | undefined} text
 * @param {Map<string, string>} contents the content of each hash
 */
export function readJournal(text = "", contents) {
  /** @type {Map<string, Map<number, string[]>>} */
  const statuses = new Map();
  for (const line of text.split("\n").slice(1, -1)) {
    const { row, n, status } = JSON.parse(line);
    if (row === undefined) continue;
    const content = contents.get(row) ?? "";
    const rows = statuses.get(content) ?? new Map();
    statuses.set(content, rows.set(n, [...(rows.get(n) ?? []), status]));
  }
  /** @type {Map<string, Counts>} */
  const counts = new Map();
  for (const [content, rows] of statuses) {
    const each = [...rows.values()].map(outcomeOf);
    const of = (/** @type {string} */ outcome) =>
      each.filter((other) => other === outcome).length;
    counts.set(content, {
      created: of("created"),
      unknown: of("unknown"),
      rejected: of("rejected"),
    });
  }
  return new Known(counts);
}

function outcomeOf(/** @type {string[]} */ statuses) {
  if (statuses.includes("created")) return "created";
  const isLost = (/** @type {string} */ status, /** @type {number} */ at) =>
    status === "unknown" ||
    (status === "sending" && [undefined, "sending"].includes(statuses[at + 1]));
  if (statuses.some(isLost)) return "unknown";
  return statuses.includes("rejected") ? "rejected" : "untouched";
}

/**
 * What the rows of a file have come to: created ones first where it has fewer than are known.
 *
 * @param {Known} known
 * @param {string[]} file
 */
export function failedOf(known, file) {
  /** @type {string[]} */
  const rejected = [];
  /** @type {string[]} */
  const unknown = [];
  let created = 0;
  for (const content of new Set(file)) {
    let left = file.filter((other) => other === content).length;
    const is = known.of(content);
    const take = (/** @type {number} */ count) => {
      const taken = Math.min(left, count);
      left -= taken;
      return taken;
    };
    created += take(is.created);
    unknown.push(...Array(take(is.unknown)).fill(content));
    rejected.push(...Array(take(is.rejected)).fill(content));
  }
  return { created, unknown, rejected };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const randomOf = (/** @type {number} */ seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
};

/** @param {unknown} value a request's body or a value */
export const contentOf = (value) =>
  /** @type {{ textValue: string }} */ (value).textValue;

/** What is never created: even sent again, it stays rejected, or unknown. */
export const isNobody = (/** @type {string} */ content) =>
  content.startsWith("nobody");

export const count = (/** @type {string[]} */ all, /** @type {string} */ one) =>
  all.filter((other) => other === one).length;
