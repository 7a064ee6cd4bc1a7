/** Hono with its proxy helper. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { proxy } from "hono/proxy";
import { served } from "./listen.mjs";

/** @type {import("./listen.mjs").Start} */
export function start(baseUrl, apiKey) {
  const app = new Hono();
  app.all("/api/carecycle/*", (context) =>
    proxy(baseUrl + context.req.path.replace("/api/carecycle", ""), {
      ...context.req,
      headers: { ...context.req.header(), "x-api-key": apiKey },
    }),
  );
  return served((ready) =>
    serve({ port: 0, hostname: "127.0.0.1", fetch: app.fetch }, ready),
  );
}
