import { answer } from "./answer.js";
import type { Handler } from "./handler.js";
import { toRequest } from "./node-request.js";
import { sendResponse } from "./node-response.js";
import type { NodeHandler } from "./node-types.js";

/**
 * A handler for `node:http` and Express: `app.use("/api/carecycle", toNodeHandler(handler))`. A body
 * that `express.json()` parsed is taken as it is. A visitor who goes away aborts the call. What the
 * handler throws is a bare 500.
 */
export function toNodeHandler(handler: Handler): NodeHandler {
  return async (incoming, outgoing) => {
    const controller = new AbortController();
    const onClose = () => {
      // Not by `writableFinished`, which HTTP/2 also has of what nobody got.
      if (!outgoing.writableEnded) controller.abort();
    };
    // Whoever listens to no error has the process end by it.
    outgoing.on("error", onClose);
    outgoing.on("close", onClose);
    try {
      const request = toRequest(incoming, controller.signal);
      const response = request
        ? await handler(request)
        : answer(400, {
            message: "This is no request that can be read",
            code: "BAD_REQUEST",
            outcome: "notSent",
          });
      // Left unread, it would hold back what is read of it in vain.
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
