/** Answers that a test or the demo asks for, by name: `/~NAME:param=value/v2/...`. */
import { gzipSync } from "node:zlib";

/**
 * @typedef {object} Exchange
 * @property {import("express").Request} request
 * @property {import("express").Response} response
 * @property {Record<string, string>} params
 * @property {() => Record<string, any>} create makes the value, as the endpoint would
 * @property {() => void} proceed lets the endpoint answer
 */

/** @type {Record<string, [number, Record<string, any>]>} */
const documented = {
  400: [400, { message: "Bad request", code: "BAD_REQUEST" }],
  401: [401, { message: "Invalid or missing API key", code: "UNAUTHORIZED" }],
  403: [403, { message: "The API key lacks permission", code: "FORBIDDEN" }],
  404: [404, { message: "Customer not found", code: "NOT_FOUND" }],
  422: [
    422,
    {
      message: "Validation failed",
      code: "VALIDATION_ERROR",
      errors: [
        {
          path: ["fieldDefinitionId"],
          message: "Invalid UUID",
          expected: "uuid",
          received: "string",
          code: "invalid_format",
        },
      ],
    },
  ],
  500: [500, { message: "Internal server error", code: "INTERNAL_ERROR" }],
  "503-retry-after": [503, { message: "Unavailable", code: "UNAVAILABLE" }],
};

/** Headers at once and then `body` in pieces. */
const head = (response, body, more = {}) => {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...more,
  });
  response.flushHeaders();
};

const secretsOf = ({ request }) =>
  `${request.get("x-api-key")} ${Object.values(jsonOf(request)).flat().join(" ")}`;

const jsonOf = (request) => {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    return {};
  }
};

/** @type {Record<string, (exchange: Exchange) => void>} */
export const faults = {
  429({ response, params }) {
    if (params.header !== "none") {
      response.set("retry-after", params.header ?? params.retryAfter ?? "60");
    }
    const asked = params.retryAfter ?? "60";
    const retryAfter = Number.isNaN(Number(asked)) ? asked : Number(asked);
    const body = {
      message: "Rate limit exceeded",
      code: "RATE_LIMIT_EXCEEDED",
    };
    if (params.body === "none") response.status(429).end();
    else if (params.body === "html")
      response.status(429).send("<h1>Slow down</h1>");
    else response.status(429).json({ ...body, retryAfter });
  },
  "502-html": ({ response }) =>
    response.status(502).send("<html><h1>502 Bad Gateway</h1></html>"),
  "empty-500": ({ response }) => response.status(500).end(),
  "html-400": ({ response }) => response.status(400).send("<h1>Bad</h1>"),
  "truncated-error": ({ response }) =>
    response.status(400).type("json").send('{"message":"cut he'),
  "big-error": ({ response, params }) =>
    response
      .status(Number(params.status ?? 500))
      .type("json")
      .send(`{"message":"big","code":"BIG","more":"${"x".repeat(10 << 20)}"}`),
  truncated: ({ response, create }) =>
    response.type("json").send(JSON.stringify(create()).slice(0, 60)),
  "html-200": ({ response, create }) => {
    create();
    response.send("<html>fine</html>");
  },
  "empty-200": ({ response, create }) => {
    create();
    response.status(200).end();
  },
  204: ({ response, create }) => {
    create();
    response.status(204).end();
  },
  "big-200"({ response, create }) {
    create();
    response.writeHead(200, { "content-type": "application/json" });
    const piece = Buffer.alloc(1 << 20, "x");
    let left = 50;
    const write = () => {
      while (left-- > 0) {
        if (response.destroyed) return;
        if (!response.write(piece)) return response.once("drain", write);
      }
      response.end();
    };
    write();
  },
  "missing-key"({ response, create, params }) {
    const { [params.key ?? "recordId"]: _, ...rest } = create();
    response.json(rest);
  },
  "wrong-type": ({ response, create, params }) =>
    response.json({ ...create(), [params.key ?? "textValue"]: 7 }),
  "extra-keys": ({ response, create }) =>
    response.type("json").send(
      JSON.stringify({
        ...create(),
        score: 1.5,
        nested: { deep: [1, null] },
      }).replace(/}$/, ',"odd":"\\ud800"}'),
    ),
  "not-object": ({ response, create }) => {
    create();
    response.json([]);
  },
  drip({ response, create, params }) {
    const body = JSON.stringify(create());
    head(response, body);
    let sent = 0;
    const timer = setInterval(
      () => {
        if (sent >= body.length || response.destroyed) {
          clearInterval(timer);
          response.end();
        } else response.write(body[sent++]);
      },
      Number(params.ms ?? 20),
    );
  },
  "stall-body"({ response, create }) {
    const body = JSON.stringify(create());
    head(response, body);
    response.write(body.slice(0, 50));
  },
  "cut-body"({ response, create }) {
    const body = JSON.stringify(create());
    head(response, body);
    response.write(body.slice(0, 50), () => response.destroy());
  },
  gzip({ response, create }) {
    const body = gzipSync(JSON.stringify(create()));
    head(response, body, { "content-encoding": "gzip" });
    response.end(body);
  },
  bom: ({ response, create }) =>
    response.type("json").send(`\ufeff${JSON.stringify(create())}`),
  "slow-headers"({ response, create, params }) {
    const value = create();
    setTimeout(() => response.json(value), Number(params.ms ?? 1000)).unref();
  },
  delay: ({ proceed, params }) =>
    void setTimeout(proceed, Number(params.ms ?? 300)),
  hang() {},
  "close-before": ({ request }) => void request.socket.destroy(),
  "close-after": ({ request, create }) => {
    create();
    request.socket.destroy();
  },
  redirect: ({ response, params }) =>
    response.redirect(
      Number(params.status ?? 307),
      decodeURIComponent(params.to ?? "/elsewhere"),
    ),
  "echo-secrets": (exchange) =>
    exchange.response.status(500).json({
      message: `Failed on ${secretsOf(exchange)}`,
      code: "INTERNAL_ERROR",
    }),
  "echo-secrets-422"(exchange) {
    const said = `Bad: ${secretsOf(exchange)}`;
    const issue = { path: ["textValue"], message: said, expected: "string" };
    exchange.response.status(422).json({
      message: said,
      code: "VALIDATION_ERROR",
      errors: [{ ...issue, received: said, code: "custom" }],
    });
  },
};

for (const [name, [status, body]] of Object.entries(documented)) {
  faults[name] = ({ response }) => {
    if (name === "503-retry-after") response.set("retry-after", "7");
    response.status(status).json(body);
  };
}

/**
 * `429:retryAfter=1:header=none` → name and parameters.
 * @param {string} text
 */
export function parseFault(text) {
  const [name, ...pairs] = text.split(":");
  /** @type {[string, string][]} */
  const entries = pairs.map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { name, params: Object.fromEntries(entries) };
}
