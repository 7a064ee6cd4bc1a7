// Which parts of Node accept `toNodeHandler`.
import { createServer } from "node:http";
import { createSecureServer, createServer as createHttp2 } from "node:http2";
import { createServer as createHttps } from "node:https";
import { createHandler, toNodeHandler } from "carecycle-custom-fields/server";

const handle = toNodeHandler(createHandler({ authorize: "public" }));

createServer(handle);
createServer((request, response) => void handle(request, response));
createHttps({}, handle);
createHttp2(handle);
createSecureServer({ allowHTTP1: true }, handle);
