/** A bare HTTP server for answers that the emulator does not give. */
import { createServer } from "node:http";
import { after, before } from "node:test";

/**
 * Serves a group of tests. `answer` is set by each test.
 * @returns {{url: string, hits: import("node:http").IncomingMessage[], answer: import("node:http").RequestListener}}
 */
export function useServer() {
  const state = {
    url: "",
    /** @type {import("node:http").IncomingMessage[]} */
    hits: [],
    /** @type {import("node:http").RequestListener} */
    answer: (_request, response) => void response.end(),
  };
  const server = createServer((request, response) => {
    state.hits.push(request);
    request
      .resume()
      .on("error", () => {})
      .on("end", () => state.answer(request, response));
    response.on("error", () => {});
  });
  before(async () => {
    await new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve(undefined)),
    );
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    state.url = `http://127.0.0.1:${port}`;
  });
  after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return state;
}
