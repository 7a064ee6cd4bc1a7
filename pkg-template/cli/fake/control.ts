import type { FakeApi, FakeRequest } from "carecycle-custom-fields/testing";

/** Where a test controls the fake. No path of the API starts like this. */
const CONTROL = "/__fake/";

/** Long tests make many requests: the latest are kept. */
const MAX_KEPT = 1000;

/** A request to the server, with its body read. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** Responds to a request that controls the fake; `undefined` for a request to the API. */
export function control(
  fake: FakeApi,
  received: ReceivedRequest,
): Response | undefined {
  if (!received.path.startsWith(CONTROL)) return undefined;
  const { method, path, headers } = received;
  const name = path.slice(CONTROL.length);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!isLoopback(headers.get("host")))
    return errorResponse(403, "Only loopback is allowed");
  if (!action)
    return errorResponse(
      404,
      `Available here: ${Object.keys(ACTIONS).join(", ")}`,
    );
  if (method === action.method) return action.run(fake, received);
  const refused = errorResponse(405, `${path} requires ${action.method}`);
  refused.headers.set("allow", action.method);
  return refused;
}

/** Forgets the oldest requests and values. */
export function forgetOld({ requests, values }: FakeApi): void {
  for (const list of [requests, values])
    list.splice(0, Math.max(0, list.length - MAX_KEPT));
}

/** A page may have its own name resolve to loopback. */
const isLoopback = (host: string | null): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host ?? "");

interface Action {
  method: "GET" | "POST";
  run: (fake: FakeApi, received: ReceivedRequest) => Response;
}

const ACTIONS: Record<string, Action> = {
  next: { method: "POST", run: next },
  reset: {
    method: "POST",
    run: (fake) => {
      fake.reset();
      return done();
    },
  },
  requests: {
    method: "GET",
    run: ({ requests }) => Response.json(requests.map(shown)),
  },
  values: { method: "GET", run: ({ values }) => Response.json(values) },
};

function next(fake: FakeApi, { headers, body }: ReceivedRequest): Response {
  // Also keeps out pages of other origins: the browser's preflight request gets no permission.
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? ""))
    return errorResponse(415, "The content type must be application/json");
  try {
    const { fault, ...options } = Object(JSON.parse(body)) as {
      fault: unknown;
    };
    if (fault === "refused")
      return errorResponse(
        400,
        'A server cannot simulate "refused": stop it instead',
      );
    (fake.next as (fault: unknown, options: object) => void)(fault, options);
    return done();
  } catch (error) {
    const isOurs = error instanceof TypeError;
    return errorResponse(400, isOurs ? error.message : "The body is not JSON");
  }
}

/** Without headers and query, which may contain a key. */
const shown = ({ method, url, body, status, fault }: FakeRequest) => ({
  method,
  path: new URL(url).pathname,
  body,
  status: status ?? null,
  fault: fault ?? null,
});

const done = () => new Response(null, { status: 204 });

const errorResponse = (status: number, message: string): Response =>
  Response.json({ message, code: `HTTP_${status}` }, { status });
