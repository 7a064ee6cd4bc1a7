import type { NodeRequest } from "./node-types.js";

/** @internal Turns a request of Node into a `Request`; `undefined` if that is impossible. */
export function toRequest(
  incoming: NodeRequest,
  signal: AbortSignal,
): Request | undefined {
  const { method = "GET" } = incoming;
  const init: RequestInit & { duplex?: "half" } = { method, signal };
  try {
    init.headers = headersOf(incoming);
    if (method !== "GET" && method !== "HEAD") {
      init.body = bodyOf(incoming);
      init.duplex = "half";
    }
    return new Request(urlOf(incoming), init);
  } catch {
    // No URL and no `Request` has such a method or Host.
    return undefined;
  }
}

function urlOf({ url = "/", headers, socket }: NodeRequest): string {
  const scheme = "encrypted" in socket && socket.encrypted ? "https" : "http";
  const host = headers.host ?? headers[":authority"] ?? "localhost";
  // A proxy's form of URL names another host, which must not be used.
  const path = url.startsWith("/") ? url : new URL(url).pathname;
  const own = new URL(`${scheme}://${String(host)}`);
  if (own.pathname !== "/" || own.username || own.search || own.hash)
    throw new TypeError("Host is not a host name");
  return own.origin + path;
}

function headersOf({ rawHeaders }: NodeRequest): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    // HTTP/2 has pseudo-headers.
    if (!name.startsWith(":")) headers.append(name, rawHeaders[at + 1] ?? "");
  }
  return headers;
}

function bodyOf(incoming: NodeRequest): BodyInit | null {
  if (!incoming.readableDidRead) return streamOf(incoming);
  // A body that a middleware has read is gone, but its result is here.
  const body: unknown = Object.hasOwn(incoming, "body")
    ? (incoming as { body?: unknown }).body
    : undefined;
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array)
    return body as BodyInit;
  return JSON.stringify(body);
}

/**
 * Does not use the request's iterator, which would close the connection at its end, before the
 * response is sent.
 */
function streamOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onData = (chunk: Uint8Array) => {
          incoming.pause();
          controller.enqueue(new Uint8Array(chunk));
        };
        const onEnd = () => {
          stop();
          controller.close();
        };
        const onLost = () => {
          stop();
          controller.error(new TypeError("The visitor left"));
        };
        stop = () => {
          incoming.off("data", onData);
          incoming.off("end", onEnd);
          incoming.off("close", onLost);
        };
        incoming.on("error", () => {});
        incoming.on("end", onEnd);
        incoming.on("close", onLost);
        incoming.on("data", onData);
        incoming.pause();
      },
      pull() {
        incoming.resume();
      },
      cancel() {
        stop();
        incoming.pause();
      },
    },
    { highWaterMark: 0 },
  );
}
