/** Cloudflare's runtime, which compiles no WebAssembly at run time and lacks options of fetch. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";
import { apiKey, customerId, minimal, useEmulator } from "../node/setup.mjs";

const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));
const worker = `
  import { CareCycle, NotFoundError } from "carecycle-custom-fields";
  export default {
    async fetch(request) {
      const { apiKey, baseUrl, customerId, body } = await request.json();
      const call = (fault) =>
        new CareCycle({ apiKey, baseUrl: baseUrl + fault })
          .customers.customFields.create(customerId, body);
      const { numberValue } = await call("");
      const error = await call("/~404").catch((error) => error);
      return Response.json({
        numberValue, error: error instanceof NotFoundError, json: error.toJSON(),
      });
    },
  };`;

describe("in Cloudflare's workerd", () => {
  const api = useEmulator();
  const project = mkdtempSync(join(tmpdir(), "worker-"));
  /** @type {Miniflare} */
  let miniflare;
  before(async () => {
    const modules = join(project, "node_modules");
    mkdirSync(modules);
    symlinkSync(here("../../pkg"), join(modules, "carecycle-custom-fields"));
    writeFileSync(join(project, "worker.mjs"), worker);
    const esbuild = here("../../xtask/node_modules/esbuild/bin/esbuild");
    // As wrangler bundles: its conditions, and .wasm files left to the runtime.
    const args =
      "worker.mjs --bundle --format=esm --outfile=out.mjs --external:*.wasm";
    const conditions = "--conditions=workerd,worker,browser";
    await promisify(execFile)(
      "node",
      [esbuild, ...args.split(" "), conditions],
      {
        cwd: project,
      },
    );
    await copyFile(here("../../pkg/core.wasm"), join(project, "core.wasm"));
    miniflare = new Miniflare({
      modules: true,
      modulesRoot: project,
      scriptPath: join(project, "out.mjs"),
      modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
      compatibilityDate: "2025-01-01",
    });
  });
  after(async () => {
    await miniflare?.dispose();
    rmSync(project, { recursive: true });
  });

  it("creates a value and tells an error apart", async () => {
    const answer = await miniflare.dispatchFetch("http://worker.example/", {
      method: "POST",
      body: JSON.stringify({
        ...{ apiKey, customerId, baseUrl: api.emulator.url },
        body: { ...minimal, numberValue: "12.50" },
      }),
    });
    assert.equal(answer.status, 200);
    /** @type {any} */
    const { numberValue, error, json } = await answer.json();
    assert.deepEqual([numberValue, error], ["12.50", true]);
    const { name, code, outcome } = json;
    assert.deepEqual(
      [name, code, outcome],
      ["NotFoundError", "NOT_FOUND", "rejected"],
    );
    assert.equal(api.emulator.values.length, 1);
  });
});
