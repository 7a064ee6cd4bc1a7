import { CODES, MESSAGES } from "./tables.mjs";

/** An error status of the API. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message?: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message ?? MESSAGES[status] ?? "Error");
  }
}

/** As documented: `message`, `code`, and `errors` or `retryAfter`. */
export function refused({ status, message, more }: Refusal): Response {
  const headers = new Headers({ "content-type": "application/json" });
  if (more.retryAfter !== undefined)
    headers.set("retry-after", String(Number(more.retryAfter)));
  if (status >= 300 && status < 400) headers.set("location", "/elsewhere");
  const body = status === 304 ? null : textOf({ status, message, more });
  return new Response(body, { status, headers });
}

/** The body of an error response. */
export const textOf = ({
  status,
  message,
  more,
}: Pick<Refusal, "status" | "message" | "more">): string =>
  JSON.stringify({ message, code: CODES[status] ?? `HTTP_${status}`, ...more });

/** The created value; without a body if the status has none. */
export const created = (value: object, status = 200): Response =>
  [204, 205].includes(status)
    ? new Response(null, { status })
    : new Response(JSON.stringify(value), {
        status,
        headers: { "content-type": "application/json" },
      });

/** The head and half of the body, then the connection is lost. */
export function cut(value: object): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(lost());
      else controller.enqueue(bytes.subarray(0, bytes.length >> 1));
      isSent = true;
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/json",
      "content-length": String(bytes.length),
    },
  });
}

/** What `fetch` rejects with in Node if the connection is lost after the request left. */
export const lost = (): TypeError =>
  failed("read ECONNRESET", { code: "ECONNRESET", syscall: "read" });

/** The same if there is no connection. */
export const noConnection = (): TypeError =>
  failed("connect ECONNREFUSED 127.0.0.1:443", {
    code: "ECONNREFUSED",
    syscall: "connect",
  });

const failed = (message: string, fields: object): TypeError =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error(message), fields),
  });
