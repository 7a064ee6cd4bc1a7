/**
 * An emulator of careCycle's API on the framework that the real server seems to be built on. It
 * listens on loopback only.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { createRateLimit } from "./rate-limit.mjs";
import { createRequestLog } from "./request-log.mjs";
import { createResultHandler } from "./results.mjs";
import { createApp } from "./server.mjs";
import { createStore } from "./store.mjs";

/**
 * @typedef {object} Options
 * @property {number} [port] a free one by default
 * @property {import("./rate-limit.mjs").RateLimit | false} [rateLimit] for each key; by default 60
 *   requests in 60,000 ms
 * @property {"sliding" | "fixed"} [rateLimitKind] sliding by default
 * @property {200 | 201} [successStatus] 200 by default
 * @property {boolean} [cors] whether pages of other origins may call it; true by default
 * @property {() => number} [now] milliseconds since 1970, for the log and the rate limit; by
 *   default a clock that is never set back
 */

/**
 * @typedef {object} Emulator
 * @property {string} url
 * @property {number} port
 * @property {import("./request-log.mjs").LoggedRequest[]} requests in order of arrival
 * @property {import("./store.mjs").Value[]} values created, in order
 * @property {import("./faults.mjs").QueuedFault[]} faultQueue the next POST takes the first
 * @property {() => void} reset forgets requests, values, queued faults and taken slots
 * @property {() => Promise<number>} countConnections how many are open
 * @property {() => Promise<void>} close at once, with all connections
 */

/**
 * @param {Options} [options]
 * @returns {Promise<Emulator>}
 */
export async function startEmulator({
  port = 0,
  rateLimit = { requests: 60, perMs: 60_000 },
  rateLimitKind = "sliding",
  successStatus = 200,
  cors = true,
  now = () => performance.timeOrigin + performance.now(),
} = {}) {
  /** @type {Emulator["values"]} */
  const values = [];
  /** @type {Emulator["faultQueue"]} */
  const faultQueue = [];
  const { requests, logRequest } = createRequestLog(now);
  const limit = createRateLimit(rateLimit, rateLimitKind, now);
  const app = createApp({
    resultHandler: createResultHandler(successStatus),
    limit,
    store: createStore(values),
    logRequest,
    faultQueue,
    cors,
  });

  const server = createServer(app).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    values,
    faultQueue,
    reset() {
      requests.length = values.length = faultQueue.length = 0;
      limit.reset();
    },
    countConnections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) =>
          error ? reject(error) : resolve(count),
        ),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
