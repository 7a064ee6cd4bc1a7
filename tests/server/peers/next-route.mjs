/** A route handler as of Next.js, `app/api/carecycle/[...path]/route.js`. */
import { serve } from "@hono/node-server";
import { served } from "./listen.mjs";

/** @type {import("./listen.mjs").Start} */
export function start(baseUrl, apiKey) {
  async function POST(
    /** @type {Request} */ request,
    /** @type {{ params: Promise<{ path: string[] }> }} */ { params },
  ) {
    const { path } = await params;
    const answer = await fetch(`${baseUrl}/${path.join("/")}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": apiKey },
      body: await request.text(),
    });
    return new Response(answer.body, {
      status: answer.status,
      headers: answer.headers,
    });
  }

  return served((ready) =>
    serve({ port: 0, hostname: "127.0.0.1", fetch: route(POST) }, ready),
  );
}

/**
 * What Next.js does around it: it decodes each segment, knows the methods that are exported, and drops
 * headers of framing.
 *
 * @param {(request: Request, context: { params: Promise<{ path: string[] }> }) => Promise<Response>} POST
 */
const route = (POST) => async (/** @type {Request} */ request) => {
  const [, rest] =
    /^\/api\/carecycle\/(.+)$/.exec(new URL(request.url).pathname) ?? [];
  if (rest === undefined) return new Response(null, { status: 404 });
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const path = rest.split("/").map(decodeURIComponent);
  const answer = await POST(request, { params: Promise.resolve({ path }) });
  const headers = new Headers(answer.headers);
  for (const name of [
    "content-length",
    "content-encoding",
    "transfer-encoding",
  ])
    headers.delete(name);
  return new Response(answer.body, { status: answer.status, headers });
};
