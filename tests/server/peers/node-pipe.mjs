/** `node:http`, which pipes both ways. */
import { request as httpRequest } from "node:http";
import { listen } from "./listen.mjs";

const MOUNT = "/api/carecycle";

/** @type {import("./listen.mjs").Start} */
export const start = (baseUrl, apiKey) =>
  listen((request, response) => {
    if (!request.url?.startsWith(MOUNT)) {
      response.writeHead(404).end();
      return;
    }
    const upstream = httpRequest(
      baseUrl + request.url.slice(MOUNT.length),
      {
        method: request.method,
        headers: {
          ...request.headers,
          host: new URL(baseUrl).host,
          "x-api-key": apiKey,
        },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    upstream.on("error", () => response.writeHead(502).end());
    request.pipe(upstream);
  });
