/** Servers on loopback that count what reaches them, and calls to them. */
import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { after } from "node:test";
import * as undici from "undici";
import { CareCycle, apiKey, create, minimal, rejection } from "./setup.mjs";

/** @typedef {import("node:net").Server} Server @typedef {import("node:net").Socket} Socket */

const folder = new URL("certificates/", import.meta.url);
const pem = (/** @type {string} */ name) =>
  readFileSync(new URL(`${name}.pem`, folder), "utf8");

/** Trusted only by clients that are configured to. */
export const authority = pem("authority");
export const authorityFile = new URL("authority.pem", folder);

/** What a server's certificate is by its name. */
export const certificate = (/** @type {string[]} */ ...names) => ({
  key: pem("key"),
  cert: names.map(pem).join(""),
});

/** @type {(() => void)[]} */
const closers = [];
after(() => closers.forEach((close) => close()));

/** Its port, until the tests of the file are over. @param {Server} server */
export async function listen(server) {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => {});
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(undefined)),
  );
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  return /** @type {import("node:net").AddressInfo} */ (address).port;
}

/**
 * An HTTP server, of https with a certificate; counts the requests.
 *
 * @param {import("node:https").ServerOptions} [options]
 * @param {import("node:http").RequestListener} [answer]
 */
export async function serve(options, answer) {
  const served = { requests: 0, url: "" };
  /** @type {import("node:http").RequestListener} */
  const listener = (request, response) => {
    served.requests++;
    request.resume().on("error", () => {});
    request.on("end", () =>
      answer ? answer(request, response) : response.end("{}"),
    );
  };
  const port = await listen(
    options ? createHttpsServer(options, listener) : createHttpServer(listener),
  );
  served.url = `${options ? "https" : "http"}://127.0.0.1:${port}`;
  return served;
}

/** The port of a server of anything else. @param {(socket: Socket) => void} serve */
export const serveRaw = (serve) => listen(createTcpServer(serve));

/** A port that nobody listens to. */
export async function closedPort() {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * In front of a server: passes bytes on, until `interrupt` of a connection's backend port sends
 * others, after which nothing of the server reaches the client.
 *
 * @param {string} url
 */
export async function serveBetween(url) {
  const { connect } = await import("node:net");
  /** @type {Map<number | undefined, (bytes: string | Buffer) => void>} */
  const interrupts = new Map();
  const port = await serveRaw((client) => {
    const { port, hostname } = new URL(url);
    const server = connect(Number(port), hostname).on("error", () => {});
    let isOver = false;
    server.on("connect", () =>
      interrupts.set(server.localPort, (bytes) => {
        isOver = true;
        // Closed a little later, or the client would not read it.
        client.write(bytes, () => setTimeout(() => client.destroy(), 200));
      }),
    );
    client.on("data", (data) => server.write(data));
    server.on("data", (data) => isOver || client.write(data));
    client.on("close", () => server.destroy());
  });
  return {
    url: `${new URL(url).protocol}//127.0.0.1:${port}`,
    interrupt: (
      /** @type {number | undefined} */ from,
      /** @type {string | Buffer} */ bytes,
    ) => interrupts.get(from)?.(bytes),
  };
}

/** @typedef {(url: string, init: any) => Promise<any>} Fetch */

/** Fetches through a dispatcher of undici. @param {undici.Dispatcher} dispatcher @param {any} [fetch] */
export const through =
  (dispatcher, fetch = undici.fetch) =>
  (/** @type {string} */ url, /** @type {any} */ init) =>
    /** @type {Promise<any>} */ (fetch(url, { ...init, dispatcher }));

/** Who trusts the tests' authority. */
export const trusting = () =>
  through(new undici.Agent({ connect: { ca: authority } }));

/**
 * How a call fails that tries once.
 *
 * @param {string} baseUrl
 * @param {Fetch} [fetch]
 * @param {object} [options]
 */
export async function failure(baseUrl, fetch, options) {
  const client = new CareCycle({
    ...{ apiKey, baseUrl, rateLimit: false, maxRetries: 0 },
    ...(fetch && { fetch }),
    ...options,
  });
  return rejection(create(client, minimal));
}
