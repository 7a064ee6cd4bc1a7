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
import type { FakeCommand } from "./options.js";

/** Serves the fake API on loopback until a signal ends it. */
export async function serveFake({
  port,
  rateLimit,
  latencyMs,
}: FakeCommand): Promise<number> {
  // Loaded here: an import of rows does not need it.
  const { fakeApi } = await import("carecycle-custom-fields/testing");
  const fake = fakeApi({ rateLimit, latencyMs });
  const server = createServer((request, response) => {
    answer(fake, request, response).catch(() => request.socket.destroy());
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

async function answer(
  fake: FakeApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const body = await text(request);
  const hasBody = method !== "GET" && method !== "HEAD";
  const given = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) given.set(name, String(value));
  const answered = await fake.handle(
    new Request(new URL(url, "http://127.0.0.1"), {
      method,
      headers: given,
      body: hasBody ? body : null,
    }),
  );
  // They cannot be read here, and a long run of tests makes many.
  fake.requests.length = fake.values.length = 0;
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(await answered.text());
}
