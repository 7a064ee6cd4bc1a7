import type { BodyEnd } from "./wasm/core.js";

/** How many bytes of a body are kept that is too large. */
const MAX_KEPT_BYTES = 1 << 20;

/** A response's body as far as it was read. The core decides what that means. */
export interface ReadBody {
  end: BodyEnd;
  /** Its value, if it is complete and JSON. */
  json: unknown;
  /** Its text, as far as it arrived. */
  text: string;
  /** Why it is not complete. */
  cause: unknown;
}

let decoder: TextDecoder | undefined;

/** Reads a response of the platform, unless its body breaks off or is too large. */
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
      if (!isBytes(value))
        throw new TypeError("The body does not consist of bytes");
      chunks.push(value);
      size += value.length;
    }
    if (size > maxBytes) end = "tooBig";
  } catch (error) {
    end = "lost";
    cause = error;
  }
  const bytes = joined(chunks, size);
  // Created at its first use, like everything else, and only once: that takes longer than decoding.
  decoder ??= new globalThis.TextDecoder();
  const text = decoder.decode(
    size > maxBytes ? bytes.subarray(0, MAX_KEPT_BYTES) : bytes,
  );
  if (end === "whole" && text.trim() === "") end = "empty";
  const json = end === "whole" ? parsed(text, bytes) : undefined;
  return { end, json, text, cause };
}

function parsed(text: string, bytes: Uint8Array): unknown {
  try {
    // Anything else than UTF-8 is not JSON: a replacement character would change a value.
    if (text.includes("\ufffd"))
      new globalThis.TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Not `instanceof`, since under jsdom the bytes come from another realm. */
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
