// A CommonJS backend.
import carecycle = require("carecycle-custom-fields");
import server = require("carecycle-custom-fields/server");

const handler: server.Handler = server.createHandler({
  authorize: (request, { customerId }) =>
    request.headers.get("x-customer") === customerId,
});
const listener: server.NodeHandler = server.toNodeHandler(handler);
const isConfiguration = (error: unknown) =>
  error instanceof carecycle.ConfigurationError;

export = { handler, listener, isConfiguration };
