export { createHandler } from "./handler.js";
export type { Handler } from "./handler.js";
export { toNodeHandler } from "./node.js";
export type { NodeHandler, NodeRequest, NodeResponse } from "./node-types.js";
export type { Authorize, AuthorizeContext, HandlerOptions } from "./options.js";
