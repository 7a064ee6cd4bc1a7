import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { argv, env } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import express from "express";
import { handleCalls } from "./server/calls.mjs";
import { readConfig } from "./server/config.mjs";
import { requireLoopbackHost, setSecurityHeaders } from "./server/security.mjs";

/**
 * Starts the demo's backend, which serves the page and keeps the key, which the page must not have.
 *
 * @param {Partial<import("./server/config.mjs").Config>} [options] override those of the
 * environment
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startServer(options = {}) {
  const config = { ...readConfig(env), ...options };
  const entry = join(config.packageDir, "server.js");
  if (!existsSync(entry)) {
    throw new Error(
      `There is no built package in ${config.packageDir}: build it first, or set PACKAGE_DIR to its folder`,
    );
  }
  if (!existsSync(join(config.spreadsheetDir, "index.js"))) {
    throw new Error(
      `${config.spreadsheetDir} is missing or empty: run \`cargo xtask build\` first`,
    );
  }
  /** @type {import("./server/calls.mjs").ServerModule} */
  const server = await import(pathToFileURL(entry).href);
  const app = express();
  app.disable("x-powered-by");
  app.use(setSecurityHeaders, requireLoopbackHost);

  const files = {
    index: "index.html",
    redirect: false,
    setHeaders: (/** @type {import("node:http").ServerResponse} */ response) =>
      void response.setHeader("cache-control", "no-cache"),
  };
  for (const [path, folder] of [
    ["/pkg", config.packageDir],
    ["/spreadsheet", config.spreadsheetDir],
  ]) {
    app.use(path, express.static(folder, own({ ...files, index: false })));
  }
  app.get("/demo-data.json", (_request, response) => {
    response.set("cache-control", "no-store").json({
      ...config.demoData,
      rateLimit: config.rateLimit,
      faults: config.allowFaults,
    });
  });
  app.use("/api/carecycle", handleCalls(server, config));
  const here = fileURLToPath(new URL(".", import.meta.url));
  app.use(express.static(join(here, "public"), own(files)));
  app.use((_request, response) => {
    response
      .status(404)
      .json({ message: "There is nothing here", code: "NOT_FOUND" });
  });

  const listener = createServer(app);
  listener.listen(config.port, "127.0.0.1");
  await once(listener, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (
    listener.address()
  );
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      const closed = once(listener, "close");
      listener.close();
      listener.closeAllConnections();
      await closed;
    },
  };
}

/**
 * A copy that inherits nothing: serve-static reads more options than it is given, and must not read
 * a polluted Object.prototype.
 *
 * @template {object} Options
 * @param {Options} options
 * @returns {Options}
 */
const own = (options) => Object.assign(Object.create(null), options);

async function main() {
  const { url, close } = await startServer();
  console.log(`careCycle demo: ${url}`);
  if (!env.CARECYCLE_API_KEY) {
    console.error("CARECYCLE_API_KEY is not set: every call will fail");
  }
  const end = () => void close().then(() => process.exit(0));
  process.once("SIGINT", end).once("SIGTERM", end);
  if (argv.includes("--exit-with-stdin")) {
    // A parent that dies cannot send a signal, but it closes its end of the pipe.
    process.stdin.once("end", end).once("close", end).resume();
  }
}

if (argv[1] && import.meta.url === pathToFileURL(realpathSync(argv[1])).href) {
  main().catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
