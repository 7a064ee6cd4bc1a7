import type { NodeRequest, NodeResponse } from "./node-types.js";

/** As long the rest of a refused body is read, so that its sender gets to read the answer. */
const DRAIN_MS = 1000;

/** @internal Sends it until `gone` says that the visitor went away. */
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
  // What is to be read next may never come.
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

/** A connection that is closed while bytes of the other side are unread takes the answer along. */
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
