import { Refusal } from "./response.js";

/** @internal Reads a request's JSON, within the limits of size and time. */
export async function readJson(
  request: Request,
  maxBytes: number,
  timeoutMs: number,
): Promise<unknown> {
  // Rejected before anything is read.
  if (Number(request.headers.get("content-length")) > maxBytes)
    throw tooLarge(maxBytes);
  if (request.bodyUsed)
    throw new Refusal(
      500,
      "CONFIGURATION",
      "The request's body was read before the handler received it",
    );
  const text = await readText(request.body, maxBytes, timeoutMs);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notJson();
  }
}

const tooLarge = (maxBytes: number) =>
  new Refusal(
    413,
    "PAYLOAD_TOO_LARGE",
    `The body must have at most ${maxBytes} bytes`,
  );

const notJson = () =>
  new Refusal(400, "BAD_REQUEST", "The body must be JSON in UTF-8");

async function readText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  timeoutMs: number,
): Promise<string> {
  if (!body) throw notJson();
  const reader = body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<"timeout">((resolve) => {
    timer = setTimeout(() => resolve("timeout"), timeoutMs);
  });
  let size = 0;
  let text = "";
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), timeout]);
      if (part === "timeout")
        throw new Refusal(
          408,
          "REQUEST_TIMEOUT",
          "The body arrived too slowly",
        );
      if (part.done) return text + decoder.decode();
      size += part.value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(part.value, { stream: true });
    }
  } catch (error) {
    // The rest is not needed. It does not matter whether this throws or never ends.
    reader.cancel().catch(() => {});
    // The visitor left, or the bytes are not UTF-8.
    throw error instanceof Refusal ? error : notJson();
  } finally {
    clearTimeout(timer);
  }
}
