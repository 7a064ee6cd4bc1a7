/** Every attack on the handler and on each peer. */
import { start as startExpressFetch } from "../peers/express-fetch.mjs";
import { start as startHonoProxy } from "../peers/hono-proxy.mjs";
import { listen } from "../peers/listen.mjs";
import { start as startNextRoute } from "../peers/next-route.mjs";
import { start as startNodePipe } from "../peers/node-pipe.mjs";
import { start as startProxyMiddleware } from "../peers/proxy-middleware.mjs";
import { createHandler, toNodeHandler } from "../setup.mjs";
import { startApi } from "./api.mjs";
import { framing } from "./framing.mjs";
import { pages } from "./pages.mjs";
import { paths } from "./paths.mjs";
import { HOST } from "./raw.mjs";
import { upstream } from "./upstream.mjs";

// Express then prints no errors.
process.env["NODE_ENV"] ??= "test";

export const HANDLER = "handler";
export const attacks = [...pages, ...paths, ...framing, ...upstream];

/** @typedef {Record<string, Record<string, string>>} Cells by attack and backend */

/** @type {import("../peers/listen.mjs").Start} */
function startHandler(baseUrl, apiKey) {
  const handle = toNodeHandler(
    createHandler({
      ...{ apiKey, baseUrl },
      authorize: (/** @type {Request} */ { headers }) =>
        headers.get("cookie") === "session=1",
      origins: [`http://${HOST}`],
      bodyTimeoutMs: 3000,
      // A window that no test outlasts, however slow the machine is.
      rateLimit: { requests: 60, perMs: 3_600_000 },
      maxWaitMs: 100,
    }),
  );
  return listen((request, response) => void handle(request, response));
}

/** @type {Record<string, import("../peers/listen.mjs").Start>} */
export const backends = {
  [HANDLER]: startHandler,
  "Express + fetch": startExpressFetch,
  "node:http pipe": startNodePipe,
  "Next route": startNextRoute,
  "Hono proxy": startHonoProxy,
  "http-proxy-middleware": startProxyMiddleware,
};

/**
 * The cells of one backend.
 *
 * @param {string} backend
 * @returns {Promise<Record<string, string>>} by attack
 */
export async function measure(backend) {
  const start = backends[backend];
  if (!start) throw new Error(`There is no backend ${backend}`);
  // What the handler does not do in time is a failure; of a peer it is expected.
  const patienceMs = backend === HANDLER ? 120_000 : 10_000;
  /** @type {Record<string, string>} */
  const cells = {};
  for (const { name, unreachable, run } of attacks) {
    // A new one each time, whose rate limit nobody has used.
    const api = await startApi();
    if (unreachable) await api.close();
    const { port, stop } = await start(api.url, api.apiKey);
    const other = new URL(api.other).host;
    cells[name] = (await run({ port, api, patienceMs })).replaceAll(
      other,
      "OTHER",
    );
    await stop();
    if (!unreachable) await api.close();
  }
  return cells;
}

/** @param {Record<string, Record<string, string>>} columns cells by backend and attack */
export function toMarkdown(columns) {
  const names = Object.keys(columns);
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rows = attacks.map(({ name }) =>
    line([name, ...names.map((backend) => columns[backend]?.[name] ?? "")]),
  );
  return [
    line(["attack", ...names]),
    line(["---", ...names.map(() => "---")]),
    ...rows,
  ].join("\n");
}
