/** An answer's body is read up to this many bytes. */
const MAX_BODY = 8 << 20;

/** Of a bigger one, this many are kept. */
const KEPT = 1 << 20;

/** @internal What came of an answer's body; the core decides what it means. */
export interface ReadBody {
  /** The body, where it is whole and JSON. */
  json?: unknown;
  /** Its text, as far as it came. */
  text: string;
  /** It is over 8 MB; the rest was not read. */
  tooBig: boolean;
  /** Why reading it failed. */
  lost?: { cause: unknown };
  /** The `Retry-After` header in seconds from now. */
  retryAfter: number;
}

let decoder: TextDecoder | undefined;

/** @internal Reads an answer of the platform as far as it comes and is not too big. */
export async function readBody({
  body,
  headers,
  status,
}: Response): Promise<ReadBody> {
  const read: ReadBody = {
    text: "",
    tooBig: false,
    retryAfter: secondsUntil(headers.get("retry-after")),
  };
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // What a redirect says is of no use.
    const isRedirect = status >= 300 && status < 400;
    const reader = isRedirect ? undefined : body?.getReader();
    while (reader && size <= MAX_BODY) {
      const { done, value } = await reader.read();
      if (done) break;
      // Not `instanceof`: under jsdom the bytes are of another realm.
      if (
        !ArrayBuffer.isView(value) ||
        value[Symbol.toStringTag] !== "Uint8Array"
      )
        throw new TypeError("The body is not made of bytes");
      chunks.push(value);
      size += value.length;
    }
  } catch (cause) {
    read.lost = { cause };
  }
  read.tooBig = size > MAX_BODY;
  const bytes = joined(chunks, size);
  // Made at the first use, as all is, and once: making it takes longer than decoding.
  decoder ??= new TextDecoder();
  read.text = decoder.decode(read.tooBig ? bytes.subarray(0, KEPT) : bytes);
  if (read.lost || read.tooBig) return read;
  try {
    // Not UTF-8 is not JSON: a replaced character would be a changed value.
    if (read.text.includes("\ufffd"))
      new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    read.json = JSON.parse(read.text);
  } catch {
    // Then there is no JSON.
  }
  return read;
}

function joined(chunks: Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A number of seconds or a date; NaN where it is neither. */
function secondsUntil(header: string | null): number {
  if (!header) return NaN;
  const seconds = Number(header);
  // Date.parse takes nearly anything for a date; a header's ends in GMT.
  if (!header.endsWith("GMT")) return seconds;
  // A date that is past means: now.
  return Math.max(0, Math.ceil((Date.parse(header) - Date.now()) / 1000));
}
