/** The same handler over HTTP/2, whose compatibility API differs from node:http where visitors leave. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:http2";
import { after, before, describe, it } from "node:test";
import { minimal, useEmulator } from "../node/setup.mjs";
import { useServer } from "../node/server.mjs";
import { PATH, handlerOf, toNodeHandler } from "./setup.mjs";

describe("a handler behind node:http2", () => {
  const api = useEmulator();
  const bare = useServer();
  /** @type {import("./setup.mjs").Handler} */
  let handler;
  const server = createServer((request, response) => {
    void toNodeHandler(handler)(request, response);
  });
  /** @type {import("node:http2").ClientHttp2Session} */
  let session;
  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    session = connect(`http://127.0.0.1:${port}`);
  });
  after(() => {
    session.destroy();
    server.close();
  });

  /** @param {string} [body] */
  const begin = (body = JSON.stringify(minimal)) => {
    const stream = session.request({
      ":method": "POST",
      ":path": `/api${PATH}`,
      "content-type": "application/json",
    });
    stream.on("error", () => {});
    stream.end(body);
    return stream;
  };
  /** @param {string} [body] */
  const post = async (body) => {
    const stream = begin(body);
    const [headers] = await once(stream, "response");
    let text = "";
    for await (const part of stream.setEncoding("utf8")) text += part;
    return { status: headers[":status"], headers, body: JSON.parse(text) };
  };

  it("creates values over one connection", async () => {
    handler = handlerOf(api.emulator.url);
    const [first, second] = await Promise.all([post(), post()]);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal(first.headers["cache-control"], "no-store");
    assert.equal(api.emulator.values.length, 2);
  });
  it("responds 413 to a body that is too large, and then serves the next request on the connection", async () => {
    handler = handlerOf(api.emulator.url);
    const { status, body } = await post(
      JSON.stringify({ ...minimal, textValue: "x".repeat(200_000) }),
    );
    assert.deepEqual(
      [status, body.code, body.outcome],
      [413, "PAYLOAD_TOO_LARGE", "notSent"],
    );
    assert.equal((await post()).status, 200);
  });
  it("aborts the call when the visitor leaves", async () => {
    handler = handlerOf(bare.url);
    const ended = new Promise((resolve) => {
      bare.answer = (_request, response) => {
        response.on("close", () => resolve("ended"));
        stream.close(8);
      };
    });
    const stream = begin();
    assert.equal(await ended, "ended");
  });
  it("stops reading authorize's own Response when the visitor leaves", async () => {
    /** @type {(value: unknown) => void} */
    let stopped = () => {};
    const ended = new Promise((resolve) => (stopped = resolve));
    const body = new ReadableStream({
      // The rest never comes.
      start: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => stopped("ended"),
    });
    handler = handlerOf(api.emulator.url, {
      authorize: () => new Response(body),
    });
    const stream = begin();
    await once(stream.resume(), "data");
    stream.close(8);
    assert.equal(await ended, "ended");
  });
});
