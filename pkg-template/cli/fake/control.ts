import type { FakeApi, FakeRequest } from "carecycle-custom-fields/testing";

/** Where a test speaks to the fake itself. No path of the API begins so. */
const CONTROL = "/__fake/";

/** A test that runs for long makes many requests: the last ones are kept. */
const KEPT = 1000;

/** A request to the server, with its body read. */
export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** Answers a request of a test to the fake itself; `undefined` for one to the API. */
export function control(fake: FakeApi, asked: Asked): Response | undefined {
  if (!asked.path.startsWith(CONTROL)) return undefined;
  const { method, path, headers } = asked;
  const name = path.slice(CONTROL.length);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!isLoopback(headers.get("host"))) return said(403, "Only by loopback");
  if (!action)
    return said(404, `There is ${Object.keys(ACTIONS).join(", ")} here`);
  if (method === action.method) return action.run(fake, asked);
  const refused = said(405, `${path} takes ${action.method}`);
  refused.headers.set("allow", action.method);
  return refused;
}

/** Forgets what is too old to be asked for. */
export function forgetOld({ requests, values }: FakeApi): void {
  for (const list of [requests, values])
    list.splice(0, Math.max(0, list.length - KEPT));
}

/** A page may have a name of its own resolved to loopback. */
const isLoopback = (host: string | null): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host ?? "");

interface Action {
  method: "GET" | "POST";
  run: (fake: FakeApi, asked: Asked) => Response;
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

function next(fake: FakeApi, { headers, body }: Asked): Response {
  // Also keeps out pages of other origins: a browser asks first, and is not answered.
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? ""))
    return said(415, "The content type must be application/json");
  try {
    const { fault, ...options } = Object(JSON.parse(body)) as {
      fault: unknown;
    };
    if (fault === "refused")
      return said(400, 'A server cannot be "refused": end it instead');
    (fake.next as (fault: unknown, options: object) => void)(fault, options);
    return done();
  } catch (error) {
    const isOurs = error instanceof TypeError;
    return said(400, isOurs ? error.message : "The body is not JSON");
  }
}

/** Without headers and query: those may hold a key. */
const shown = ({ method, url, body, status, fault }: FakeRequest) => ({
  method,
  path: new URL(url).pathname,
  body,
  status: status ?? null,
  fault: fault ?? null,
});

const done = () => new Response(null, { status: 204 });

const said = (status: number, message: string): Response =>
  Response.json({ message, code: `HTTP_${status}` }, { status });
