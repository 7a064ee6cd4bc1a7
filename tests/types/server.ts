// The handler as a listener of Node's own servers, which Express and its relatives build on.
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createTlsServer } from "node:https";
import {
  type Handler,
  type NodeHandler,
  createHandler,
  toNodeHandler,
} from "carecycle-custom-fields/server";

export const handler: Handler = createHandler({
  authorize: (request, { customerId }) =>
    request.headers.get("cookie") === customerId,
  rateLimit: undefined,
});
export const listener: NodeHandler = toNodeHandler(handler);
export const servers = [
  createServer(listener),
  createTlsServer({}, listener),
  createSecureServer({}, listener),
];
