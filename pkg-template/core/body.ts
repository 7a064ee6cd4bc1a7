import type { BodyEnd } from "./wasm/core.js";

/** Of a body that is too big, this many bytes are kept. */
const KEPT = 1 << 20;

/** A response's body as far as it was read; the core decides what it means. */
export interface ReadBody {
  end: BodyEnd;
  /** Its value, if it is complete and JSON. */
  json: unknown;
  /** Its text, as far as it came. */
  text: string;
  /** Why it is not complete. */
  cause: unknown;
}

let decoder: TextDecoder | undefined;

/** Reads a response of the platform as far as it comes and is not too big. */
export async function readBody(
  { body }: Response,
  maxBytes: number,
): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: BodyEnd = "whole";
  let cause: unknown;
  try {
    const reader = body?.getReader();
    while (reader && size <= maxBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!isBytes(value)) throw new TypeError("The body is not made of bytes");
      chunks.push(value);
      size += value.length;
    }
    if (size > maxBytes) end = "tooBig";
  } catch (error) {
    end = "lost";
    cause = error;
  }
  const bytes = joined(chunks, size);
  // Created at its first use, as all is, and once: that takes longer than decoding.
  decoder ??= new globalThis.TextDecoder();
  const text = decoder.decode(
    size > maxBytes ? bytes.subarray(0, KEPT) : bytes,
  );
  if (end === "whole" && text.trim() === "") end = "empty";
  const json = end === "whole" ? parsed(text, bytes) : undefined;
  return { end, json, text, cause };
}

function parsed(text: string, bytes: Uint8Array): unknown {
  try {
    // What is not UTF-8 is not JSON: a replaced character would be a changed value.
    if (text.includes("\ufffd"))
      new globalThis.TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Not `instanceof`: under jsdom the bytes are of another realm. */
const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) &&
  (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ===
    "Uint8Array";

function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const [first, second] = chunks;
  if (first && !second) return first;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
