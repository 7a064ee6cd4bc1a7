import { createProxyMiddleware } from "http-proxy-middleware";
import { header, own } from "./own.mjs";

/**
 * @typedef {import("node:http").IncomingMessage} IncomingMessage
 * @typedef {import("node:http").ServerResponse} ServerResponse
 */

/** The one operation; a fault is a wish to an emulator, such as `~422`. */
const ROUTE =
  /^\/api\/carecycle(\/~[\w:=.,~-]+)?(\/v2\/customers\/[\da-f-]{36}\/custom-fields)$/i;
/** Far more than any value needs. */
const MAX_BODY = 1_000_000;
const TIMEOUT_MS = 60_000;
/** What the API is told of the page's request; so neither cookies nor a key of the page's. */
const PASSED_ON = new Set([
  "accept",
  "connection",
  "content-length",
  "content-type",
  "host",
]);

/** The library's other options that steer a request. It copies what it is given, which then inherits. */
const UNSET = Object.fromEntries(
  [
    ...["agent", "auth", "autoRewrite", "buffer", "ca", "cookieDomainRewrite"],
    ...["cookiePathRewrite", "ejectPlugins", "forward", "headers"],
    ...["hostRewrite", "ignorePath", "localAddress", "logger", "method"],
    ...["pathFilter", "pathRewrite", "plugins", "prependPath"],
    ...["preserveHeaderKeyCase", "protocolRewrite", "router", "secure"],
    ...["selfHandleResponse", "ssl", "timeout", "toProxy", "ws", "xfwd"],
  ].map((name) => [name, undefined]),
);

/**
 * Forwards `POST /api/carecycle/v2/customers/{id}/custom-fields`, and nothing else, with the key.
 *
 * @param {import("./config.mjs").Config} config
 * @returns {import("express").RequestHandler}
 */
export function forwardCreate({ apiKey, baseUrl, allowFaults }) {
  const proxy = createProxyMiddleware({
    ...UNSET,
    target: targetOf(baseUrl),
    changeOrigin: true,
    // A redirect followed here would take the key to wherever it points.
    followRedirects: false,
    proxyTimeout: TIMEOUT_MS,
    on: {
      proxyReq(upstream, request, response) {
        for (const name of upstream.getHeaderNames()) {
          if (!PASSED_ON.has(name)) upstream.removeHeader(name);
        }
        if (apiKey) upstream.setHeader("x-api-key", apiKey);
        endTogether(upstream, response);
      },
      proxyRes(answer, _request, response) {
        delete answer.headers["set-cookie"];
        // A proxy ends a cut answer as if it were whole, or not at all, unless it is told.
        answer.once("close", () => {
          if (!answer.complete) response.destroy();
        });
      },
      error(error, _request, response) {
        answerLostConnection(error, response);
      },
    },
  });

  return (request, response, next) => {
    const route = ROUTE.exec(request.originalUrl);
    if (!route || (route[1] && !allowFaults)) return next();
    const length = Number(header(request, "content-length"));
    if (!request.is("application/json") || !(length <= MAX_BODY)) {
      response.status(415).json({
        message: "Send application/json with a Content-Length of at most 1 MB",
        code: "UNSUPPORTED_MEDIA_TYPE",
      });
      return;
    }
    request.url = `${route[1] ?? ""}${route[2]}`;
    return proxy(request, response, next);
  };
}

/**
 * Where to forward to, taken apart: the library would read `socketPath` and others from a URL's prototype.
 *
 * @param {string} baseUrl
 */
function targetOf(baseUrl) {
  const { protocol, host, hostname, port, pathname, search } = new URL(baseUrl);
  const target = {
    ...{ protocol, host, port, path: pathname + search },
    hostname: hostname.replace(/^\[|\]$/g, ""),
  };
  return /** @type {import("http-proxy-middleware").Options["target"]} */ (
    own(target)
  );
}

/**
 * A page that gave up must not leave a request behind.
 *
 * @param {import("node:http").ClientRequest} upstream
 * @param {ServerResponse} response
 */
function endTogether(upstream, response) {
  response.once("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
}

/**
 * Says in an answer that the connection to the API was lost. Passing the loss on would be worse: a
 * browser may resend a POST, unasked, where a connection that it has used before drops.
 *
 * @param {Error & { code?: string }} error
 * @param {ServerResponse | import("node:net").Socket} response
 */
function answerLostConnection(error, response) {
  if (
    !("writeHead" in response) ||
    response.headersSent ||
    response.destroyed
  ) {
    response.destroy();
    return;
  }
  const unreached = ["ECONNREFUSED", "ENOTFOUND"].includes(error.code ?? "");
  const body = JSON.stringify(
    unreached
      ? { message: "The API could not be reached", code: "API_UNREACHABLE" }
      : {
          message: "The connection to the API was lost",
          code: "API_CONNECTION_LOST",
        },
  );
  response.writeHead(502, { "content-type": "application/json" }).end(body);
}
