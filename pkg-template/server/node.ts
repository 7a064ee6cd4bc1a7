import { jsonResponse } from "./response.js";
import type { Handler } from "./handler.js";
import { toRequest } from "./node-request.js";
import { sendResponse } from "./node-response.js";
import type { NodeHandler } from "./node-types.js";

/**
 * A handler for `node:http` and Express: `app.use("/api/carecycle", toNodeHandler(handler))`. Works
 * with a body that `express.json()` has parsed. A visitor who leaves aborts the call. If the
 * handler throws, the response is a 500 without a body.
 */
export function toNodeHandler(handler: Handler): NodeHandler {
  return async (incoming, outgoing) => {
    const controller = new AbortController();
    const onClose = () => {
      // Not by `writableFinished`, which HTTP/2 also sets if nobody received the response.
      if (!outgoing.writableEnded) controller.abort();
    };
    // An error event without a listener would end the process.
    outgoing.on("error", onClose);
    outgoing.on("close", onClose);
    try {
      const request = toRequest(incoming, controller.signal);
      const response = request
        ? await handler(request)
        : jsonResponse(400, {
            message: "The request cannot be read",
            code: "BAD_REQUEST",
            outcome: "notSent",
          });
      // Unread, it would go on buffering for nothing.
      request?.body?.cancel().catch(() => {});
      await sendResponse(incoming, outgoing, response, controller.signal);
    } catch {
      if (outgoing.headersSent) outgoing.destroy();
      else {
        outgoing.statusCode = 500;
        outgoing.setHeader("cache-control", "no-store");
        outgoing.end();
      }
    }
  };
}
