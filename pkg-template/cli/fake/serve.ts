import { once } from "node:events";
import {
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { FakeApi } from "carecycle-custom-fields/testing";
import { EXIT, UsageError } from "../exit.js";
import { codeOf } from "../files.js";
import { writeLine } from "../report/output.js";
import { control, forgetOld } from "./control.js";
import type { FakeCommand } from "./options.js";

/** Serves the fake API on loopback until a signal ends it. */
export async function serveFake({
  port,
  rateLimit,
  latencyMs,
}: FakeCommand): Promise<number> {
  // Loaded here, since an import of rows does not need it.
  const { fakeApi } = await import("carecycle-custom-fields/testing");
  const fake = fakeApi({ rateLimit, latencyMs });
  const server = createServer((request, response) => {
    respond(fake, request, response).catch(() => request.socket.destroy());
  });
  await listen(server, port);
  const { port: own } = server.address() as AddressInfo;
  writeLine(process.stdout, `http://127.0.0.1:${own}`);
  await new Promise((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve);
  });
  server.close();
  server.closeAllConnections();
  return EXIT.created;
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    throw new UsageError(`port ${port} cannot be used: ${codeOf(error)}`);
  }
}

async function respond(
  fake: FakeApi,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/" } = incoming;
  const body = await text(incoming);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value));
  const request = new Request(new URL(url, "http://127.0.0.1"), {
    method,
    headers,
    body: ["GET", "HEAD"].includes(method) ? null : body,
  });
  const path = new URL(request.url).pathname;
  const received = { method, path, headers, body };
  const response = control(fake, received) ?? (await fake.handle(request));
  forgetOld(fake);
  await send(response, outgoing);
}

/** In parts, since a response may break off in the middle. */
async function send(
  { status, headers, body }: Response,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.writeHead(status, Object.fromEntries(headers));
  outgoing.flushHeaders();
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part?.value) break;
    await new Promise((resolve) => outgoing.write(part.value, resolve));
  }
  outgoing.end();
}
