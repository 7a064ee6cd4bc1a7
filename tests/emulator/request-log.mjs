/** Every HTTP request that reached the emulator. */

/**
 * @typedef {object} LoggedRequest
 * @property {string} method
 * @property {string} path as it was sent, so with a fault's prefix and a query
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {string} rawBody
 * @property {unknown} body parsed; undefined where it is not JSON
 * @property {string | undefined} key
 * @property {number} at in milliseconds since 1970
 * @property {number} socketId which connection it came by, counted from 1
 * @property {string | undefined} fault the name of the fault it met
 * @property {number | undefined} status undefined while no byte is answered
 */

/** @param {() => number} now */
export function createRequestLog(now) {
  /** @type {LoggedRequest[]} */
  const requests = [];
  /** @type {WeakMap<import("node:net").Socket, number>} */
  const socketIds = new WeakMap();
  let sockets = 0;

  /** @type {import("express").RequestHandler} */
  const logRequest = (request, response, next) => {
    const { method, headers, originalUrl, socket } = request;
    const socketId = socketIds.get(socket) ?? ++sockets;
    socketIds.set(socket, socketId);
    /** @type {LoggedRequest} */
    const entry = {
      method,
      path: originalUrl,
      headers,
      rawBody: "",
      body: undefined,
      key: request.get("x-api-key"),
      at: now(),
      socketId,
      fault: undefined,
      // Read late: a client may have the answer before an event would say so.
      get status() {
        return response.headersSent ? response.statusCode : undefined;
      },
    };
    requests.push(entry);
    response.locals.entry = entry;
    return next();
  };
  return { requests, logRequest };
}
