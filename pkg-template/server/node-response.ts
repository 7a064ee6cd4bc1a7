import type { NodeRequest, NodeResponse } from "./node-types.js";

/** How long the rest of a rejected body is read, so that its sender can read the response. */
const DRAIN_MS = 1000;

/** @internal Sends a response until `gone` says that the visitor left. */
export async function sendResponse(
  incoming: NodeRequest,
  outgoing: NodeResponse,
  response: Response,
  gone: AbortSignal,
): Promise<void> {
  if (gone.aborted) return response.body?.cancel();
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers)
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length) outgoing.setHeader("set-cookie", cookies);
  const isRead = incoming.complete;
  // What is left of the body must not be taken for the next request.
  if (!isRead && incoming.httpVersionMajor < 2)
    outgoing.setHeader("connection", "close");
  if (incoming.method !== "HEAD") await writeBody(outgoing, response, gone);
  if (!isRead) await drain(incoming);
  outgoing.end();
}

async function writeBody(
  outgoing: NodeResponse,
  { body }: Response,
  gone: AbortSignal,
): Promise<void> {
  const reader = body?.getReader();
  // The next part may never arrive.
  gone.addEventListener("abort", () => {
    reader?.cancel().catch(() => {});
  });
  while (reader) {
    const { done, value } = await reader.read();
    if (done || gone.aborted) return;
    if (!outgoing.write(value)) await writable(outgoing);
  }
}

const writable = (outgoing: NodeResponse) =>
  new Promise<void>((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
  });

/** Closing a connection with unread bytes of the other side would lose the response. */
const drain = (incoming: NodeRequest) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, DRAIN_MS);
    function done() {
      clearTimeout(timer);
      incoming.off("end", done);
      incoming.off("close", done);
      resolve();
    }
    incoming.on("end", done);
    incoming.on("close", done);
    incoming.resume();
  });
