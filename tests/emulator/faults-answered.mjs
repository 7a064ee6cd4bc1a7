/** Faults that answer instead of the operation: they create nothing. */
import { ISSUE, MESSAGES } from "../../pkg-template/testing/tables.mjs";
import { codeOf } from "./results.mjs";
import { wait } from "./wait.mjs";

/**
 * @typedef {import("./faults.mjs").Asked} Asked
 * @typedef {Asked & { proceed: () => void }} Exchange
 */

const documented = [400, 401, 403, 404, 500];

/** @type {Map<string, (exchange: Exchange) => unknown>} */
export const answered = new Map(
  Object.entries({
    ...Object.fromEntries(
      documented.map((status) => [
        status,
        (/** @type {Exchange} */ { response }) =>
          response
            .status(status)
            .json({ message: MESSAGES[status], code: codeOf(status) }),
      ]),
    ),
    422: ({ response }) => answerIssue(response, ISSUE),
    429: answerRateLimit,
    "502-html": ({ response }) =>
      response.status(502).send("<html><h1>502 Bad Gateway</h1></html>"),
    "503-retry-after": ({ response, params }) =>
      response
        .status(503)
        .set("retry-after", params.retryAfter ?? "7")
        .json({ message: "Unavailable", code: "UNAVAILABLE" }),
    "empty-500": ({ response }) => response.status(500).end(),
    "html-400": ({ response }) => response.status(400).send("<h1>Bad</h1>"),
    "truncated-error": ({ response, params }) =>
      response
        .status(Number(params.status ?? 400))
        .type("json")
        .send('{"message":"cut he'),
    "big-error": ({ response, params }) =>
      response
        .status(Number(params.status ?? 500))
        .type("json")
        .send(
          `{"message":"big","code":"BIG","more":"${"x".repeat(10 << 20)}"}`,
        ),
    redirect: ({ response, params }) =>
      response.redirect(
        Number(params.status ?? 307),
        params.to ?? "/elsewhere",
      ),
    "echo-secrets": (exchange) =>
      exchange.response.status(500).json({
        message: `Failed on ${secretsOf(exchange)}`,
        code: codeOf(500),
      }),
    "echo-secrets-422": (exchange) => {
      const said = `Bad: ${secretsOf(exchange)}`;
      return answerIssue(
        exchange.response,
        {
          path: ["textValue"],
          message: said,
          expected: "string",
          received: said,
          code: "custom",
        },
        said,
      );
    },
    async delay({ proceed, params, response }) {
      await wait(params.ms ?? 300);
      // What nobody waits for any more would turn up in the next test's values.
      if (!response.destroyed) proceed();
    },
    hang: () => undefined,
    "close-before": ({ request }) => request.socket.destroy(),
  }),
);

/** @param {Asked} asked */
function answerRateLimit({ response, params }) {
  const { retryAfter = "60", header = retryAfter } = params;
  response.status(429);
  if (header !== "none") response.set("retry-after", header);
  if (params.body === "none") return response.end();
  if (params.body === "html") return response.send("<h1>Slow down</h1>");
  const seconds = Number(retryAfter);
  return response.json({
    message: "Rate limit exceeded",
    code: codeOf(429),
    ...(retryAfter !== "none" && {
      retryAfter: Number.isNaN(seconds) ? retryAfter : seconds,
    }),
  });
}

/**
 * @param {import("express").Response} response
 * @param {Record<string, unknown>} issue
 * @param {string} [message]
 */
const answerIssue = (response, issue, message = "Validation failed") =>
  response
    .status(422)
    .json({ message, code: "VALIDATION_ERROR", errors: [issue] });

/**
 * What no log of the client's may show.
 * @param {Asked} asked
 */
const secretsOf = ({ request }) =>
  [request.get("x-api-key"), ...Object.values(request.body ?? {}).flat()].join(
    " ",
  );
