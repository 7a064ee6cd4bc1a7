import { type Encoding, encodingOf } from "./encoding.js";
import { HEAD_BYTES, assertText, looksLike, refuseJson } from "./foreign.js";
import { SAVE_AS_UTF8, UnreadableSheet } from "./unreadable.js";

/** A part of a file's text, cut between characters. */
export interface Piece {
  text: string;
  /** How many bytes of the file each of its UTF-16 units takes; 0 if they differ. */
  unit: number;
  /** Whether it contains NUL characters. */
  hasNul: boolean;
}

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark, which is included. Other
 * encodings are not guessed: letters would be changed silently.
 *
 * @param chunks the file's bytes, from the start each time it is called
 * @throws {UnreadableSheet}
 */
export function* textOf(
  chunks: () => Iterable<Uint8Array>,
): Generator<Piece, void, undefined> {
  let decoder: Decoder | undefined;
  /** The bytes that are not decoded yet: the file's start, or the first bytes of a character. */
  let rest: Uint8Array = new Uint8Array();
  for (const chunk of chunks()) {
    const bytes = rest.length ? joined(rest, chunk) : chunk;
    if (!decoder && bytes.length < HEAD_BYTES) {
      rest = bytes;
      continue;
    }
    decoder ??= new Decoder(bytes, chunks);
    const end = decoder.endOfLast(bytes);
    rest = bytes.subarray(end);
    if (end) yield decoder.decode(bytes.subarray(0, end));
  }
  if (!rest.length) return;
  decoder ??= new Decoder(rest, chunks);
  const end = decoder.endOfLast(rest);
  if (end) yield decoder.decode(rest.subarray(0, end));
  if (end < rest.length) throw decoder.cutAt(rest.subarray(end));
}

class Decoder {
  readonly #encoding: Encoding;
  readonly #decoder: TextDecoder;
  readonly #chunks: () => Iterable<Uint8Array>;
  /** How many bytes were decoded. */
  #at = 0;
  #hasOnlyAscii = true;

  constructor(head: Uint8Array, chunks: () => Iterable<Uint8Array>) {
    this.#encoding = encodingOf(head);
    assertText(head, this.#encoding);
    refuseJson(head, this.#encoding);
    const options = { fatal: true, ignoreBOM: true };
    this.#decoder = new TextDecoder(this.#encoding, options);
    this.#chunks = chunks;
  }

  /**
   * Where the last whole character ends. In Node, a decoder that keeps the rest by itself is far
   * slower.
   */
  endOfLast(bytes: Uint8Array): number {
    return this.#encoding === "utf-8"
      ? endOfUtf8(bytes)
      : endOfUtf16(bytes, this.#encoding);
  }

  decode(bytes: Uint8Array): Piece {
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      throw this.#encoding === "utf-8"
        ? this.#notUtf8(bytes)
        : new UnreadableSheet(
            `has halves of characters, so it is damaged UTF-16: ${SAVE_AS_UTF8}`,
          );
    }
    this.#at += bytes.length;
    if (this.#encoding !== "utf-8")
      return { text, unit: 2, hasNul: text.includes("\0") };
    const isAscii = text.length === bytes.length;
    this.#hasOnlyAscii &&= isAscii;
    // This is known far faster from the bytes than from the text.
    return { text, unit: isAscii ? 1 : 0, hasNul: bytes.includes(0) };
  }

  /** The error for a file that ends within a character. */
  cutAt(rest: Uint8Array): UnreadableSheet {
    return this.#encoding === "utf-8" && this.#hasOnlyAscii
      ? this.#notUtf8(rest)
      : new UnreadableSheet(
          "ends in the middle of a character, so it is incomplete; export or copy it again",
        );
  }

  #notUtf8(bytes: Uint8Array): UnreadableSheet {
    let start = 0;
    // Lines are decoded one by one to find the first that is not UTF-8.
    for (let at = 0; at <= bytes.length; at++) {
      const byte = bytes[at];
      if (byte !== LF && byte !== CR && byte !== undefined) continue;
      try {
        this.#decoder.decode(bytes.subarray(start, at));
      } catch {
        break;
      }
      start = at + 1;
    }
    const line = lineAt(this.#chunks(), this.#at + start);
    const like = looksLike(bytes.subarray(start));
    return new UnreadableSheet(
      `is not UTF-8 at line ${line}: it looks like ${like}; ${SAVE_AS_UTF8}`,
    );
  }
}

function endOfUtf8(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte < 0xc0) continue;
    const size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return size > back ? length - back : length;
  }
  return length;
}

function endOfUtf16(bytes: Uint8Array, encoding: Encoding): number {
  const even = bytes.length & ~1;
  const high = bytes[encoding === "utf-16le" ? even - 1 : even - 2] ?? 0;
  return high >= 0xd8 && high < 0xdc ? even - 2 : even;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

/** The line of a byte, counted from 1. */
function lineAt(chunks: Iterable<Uint8Array>, offset: number): number {
  let line = 1;
  let at = 0;
  let before = 0;
  for (const chunk of chunks)
    for (const byte of chunk) {
      if (at++ === offset) return line;
      if (byte === CR || (byte === LF && before !== CR)) line++;
      before = byte;
    }
  return line;
}

const LF = 10;
const CR = 13;
