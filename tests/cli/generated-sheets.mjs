/** Files as people's programs write them, and nastier: made of a seed, so that each can be made again. */

/** Numbers from 0 to 1 that a seed decides. @param {number} seed */
function randomOf(seed) {
  let state = seed * 0x9e3779b9 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [
  ...["customerId", "fieldDefinitionId", "textValue", "numberValue"],
  ...["booleanValue", "dateValue", "selectValue", "multiSelectValue"],
];
/** Cells with a quote in the wrong place, in none of which a line ends. */
const STRAY = ['5" disk', '"a"b', ' "a"', '"a" ', '"a""b" "c"', '""a"'];
const BITS = [
  ...["a", "Value", "0", "007", "1.50", "-", "=SUM(A1)", "'", "\\", "\\n"],
  ...[" ", "  ", "\u00a0", "\u200b", "\u3000", "\u0001", "\u2028", "\u0085"],
  ...["é", "e\u0301", "漢字", "😀", "👩‍👩‍👧", "\u{10ffff}", "ß", "Ω", "\ufffd"],
  ...[",", ";", "\t", "|", '"', '""', "\n", "\r\n", "\r", "\n\n", "\r\r\n"],
];

/**
 * A file of a seed, and one of its rows that has stray quotes, which is in the bytes if `isBroken`, but not in the text.
 *
 * @param {number} seed
 */
export function generated(seed, isBroken = false) {
  const random = randomOf(seed);
  const below = (/** @type {number} */ most) => Math.floor(random() * most);
  /** @template T @param {readonly T[]} items @returns {T} */
  const one = (items) => items[below(items.length)];
  const delimiter = one([",", ";", "\t", "|"]);
  const ends = one([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]);
  const encoding = one(
    /** @type {const} */ (["utf-8", "utf-8", "utf-16le", "utf-16be"]),
  );
  const marks = encoding === "utf-8" ? below(3) : 1 + below(2);
  const quotesAll = random() < 0.2;
  const width = 2 + below(NAMES.length - 2);
  const isLong = random() < 0.05;

  const cell = () => {
    const length = one([0, 0, 1, 1, 2, 3, 8, isLong ? 30_000 : 20]);
    return Array.from({ length }, () => one(BITS)).join("");
  };
  const written = (/** @type {string} */ text) =>
    quotesAll || /["\r\n]/.test(text) || text.includes(delimiter) || !below(9)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const row = () => {
    const cells = Array.from({ length: width }, cell);
    // Programs leave out the last cells, or leave some behind.
    const end = one([width, width, width, 1 + below(width)]);
    const more = Array.from({ length: one([0, 0, 0, 2]) }, () => "");
    return [...cells.slice(0, end), ...more].map(written).join(delimiter);
  };
  // An empty line would make one end of two.
  const empty = ends.length > 1 ? " " : "";
  const blank = () => one([empty, " ", delimiter, `${delimiter}""`]);
  const header = NAMES.slice(0, width).map(written).join(delimiter);
  const lines = Array.from({ length: 1 + below(12) }, () =>
    random() < 0.15 ? blank() : row() || empty,
  );
  const rows = [header, ...lines].map((line, index) =>
    index === lines.length && random() < 0.4 ? line : line + one(ends),
  );
  const text = rows.join("");
  const place = 1 + below(lines.length);
  const stray = Array.from({ length: width }, () => one(STRAY)).join(delimiter);
  const strayRow = stray + one(ends);
  const all =
    "\ufeff".repeat(marks) +
    (isBroken
      ? [...rows.slice(0, place), strayRow, ...rows.slice(place)].join("")
      : text);
  const bytes = Buffer.from(all, encoding === "utf-8" ? "utf8" : "utf16le");
  if (encoding === "utf-16be") bytes.swap16();
  return {
    text,
    strayRow,
    bytes,
    encoding,
    delimiter,
    chunk: one([1, 7, 64, 1000, 65_536]),
  };
}
