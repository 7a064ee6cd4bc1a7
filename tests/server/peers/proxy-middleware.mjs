/** Express and http-proxy-middleware. */
import express from "express";
import { createProxyMiddleware } from "http-proxy-middleware";
import { listen } from "./listen.mjs";

/** @type {import("./listen.mjs").Start} */
export function start(baseUrl, apiKey) {
  const app = express();
  app.use(
    "/api/carecycle",
    createProxyMiddleware({
      target: baseUrl,
      changeOrigin: true,
      headers: { "x-api-key": apiKey },
    }),
  );
  return listen(app);
}
