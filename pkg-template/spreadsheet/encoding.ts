/** The encodings that can be distinguished with certainty. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** A file's encoding, by its byte order mark; UTF-8 if there is none. */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** The end of a line in an encoding. */
export function lineEndIn(encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === "utf-8") return Uint8Array.of(LF);
  return encoding === "utf-16le" ? Uint8Array.of(LF, 0) : Uint8Array.of(0, LF);
}

/** Whether a line of a file is complete. The last one may have no line end. */
export function isWholeLine(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding === "utf-8") return isLineEnd(bytes.at(-1));
  const [first, second] = bytes.subarray(-2);
  return encoding === "utf-16le"
    ? isLineEnd(first) && second === 0
    : first === 0 && isLineEnd(second);
}

const isLineEnd = (unit: number | undefined): boolean =>
  unit === LF || unit === CR;

const LF = 10;
const CR = 13;
