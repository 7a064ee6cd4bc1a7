/** Serves a peer on loopback. */
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * @typedef {object} Backend
 * @property {number} port
 * @property {() => Promise<void>} stop
 *
 * @callback Start
 * @param {string} baseUrl of the API
 * @param {string} apiKey
 * @returns {Promise<Backend>}
 */

/**
 * @param {import("node:http").RequestListener} listener
 * @returns {Promise<Backend>}
 */
export async function listen(listener) {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return backendOf(server);
}

/**
 * What `@hono/node-server` serves.
 *
 * @param {(ready: () => void) => import("@hono/node-server").ServerType} serve
 * @returns {Promise<Backend>}
 */
export const served = (serve) =>
  new Promise((resolve) => {
    const server = serve(() =>
      resolve(backendOf(/** @type {import("node:http").Server} */ (server))),
    );
  });

/**
 * @param {import("node:http").Server} server
 * @returns {Backend}
 */
function backendOf(server) {
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
