/** An answer's body is read up to this many bytes. */
const MAX_BODY = 8 << 20;

/** An error keeps this many characters of a body's text. */
const KEPT_TEXT = 64 << 10;

/** @internal What came of an answer's body; the core decides what it means. */
export interface ReadBody {
  /** The body, where it is whole and JSON. */
  json?: unknown;
  /** Its text, at most 64 KB. */
  text: string;
  /** Whether `text` is all of it. */
  small: boolean;
  /** It is over 8 MB; the rest was not read. */
  tooBig: boolean;
  /** Why reading it failed. */
  lost?: { cause: unknown };
  /** The `Retry-After` header in seconds from now. */
  retryAfter: number;
}

/** @internal Reads an answer of the platform as far as it comes and is not too big. Never rejects. */
export async function readBody(
  { body, headers }: Response,
  apiKey: string | undefined,
): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let lost: ReadBody["lost"];
  try {
    const reader = body?.getReader();
    while (reader && size <= MAX_BODY) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!(value instanceof Uint8Array))
        throw new TypeError("The body is not made of bytes");
      chunks.push(value);
      size += value.length;
    }
  } catch (cause) {
    lost = { cause };
  }
  const tooBig = size > MAX_BODY;
  const bytes =
    chunks.length === 1
      ? chunks[0]!
      : new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
  const text = new TextDecoder().decode(
    tooBig ? bytes.subarray(0, 16 * KEPT_TEXT) : bytes,
  );
  const key = apiKey ?? "";
  const read: ReadBody = {
    // Before it is cut, so that no part of the key is left at the end.
    text: (key ? text.replaceAll(key, "[redacted]") : text)
      .slice(0, tooBig ? -key.length || undefined : undefined)
      .slice(0, KEPT_TEXT),
    small: text.length <= KEPT_TEXT,
    tooBig,
    ...(lost && { lost }),
    retryAfter: secondsUntil(headers.get("retry-after")),
  };
  if (!lost && !tooBig) {
    try {
      // Not UTF-8 is not JSON: a replaced character would be a changed value.
      if (text.includes("\ufffd"))
        new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      read.json = JSON.parse(text);
    } catch {
      // Then there is no JSON.
    }
  }
  return read;
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
