/** An API before the emulator that says when a connection of the backend ends, and echoes the key. */
import { once } from "node:events";
import { createServer } from "node:http";

/** What a visitor writes to have the API do so. */
export const HANG = "hang";
export const ECHO = "echo";

/**
 * @param {Pick<import("./context.mjs").Context, "baseUrl" | "apiKey">} context
 */
export async function startUpstream({ baseUrl, apiKey }) {
  const arrived = deferred();
  const ended = deferred();
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    /** @type {Buffer[]} */
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => void answer(Buffer.concat(parts)));

    const answer = async (/** @type {Buffer} */ body) => {
      const { textValue } = JSON.parse(String(body));
      if (textValue === HANG) {
        response.on("close", ended.resolve);
        arrived.resolve();
      } else if (textValue === ECHO) {
        response.writeHead(400, apiKey, { "x-echo": apiKey });
        response.end(JSON.stringify({ message: apiKey, code: apiKey }));
      } else {
        const headers = {
          "content-type": request.headers["content-type"] ?? "",
          "x-api-key": String(request.headers["x-api-key"]),
        };
        const init = { method: request.method, headers, body: String(body) };
        const got = await fetch(baseUrl + request.url, init);
        response.writeHead(got.status, { "content-type": "application/json" });
        response.end(await got.text());
      }
    };
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${port}`,
    /** How many requests came. */
    count: () => count,
    /** Once the request that gets no answer is there. */
    arrived: arrived.promise,
    /** Once its connection has ended. */
    ended: ended.promise,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function deferred() {
  /** @type {() => void} */
  let resolve = () => {};
  const promise = new Promise(
    (/** @type {(value: void) => void} */ done) => (resolve = done),
  );
  return { promise, resolve };
}
