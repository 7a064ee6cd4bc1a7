/** `/server` and `/testing` of the packed package. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { apiKey } from "../emulator/fixtures.mjs";
import { customerId, minimal, useEmulator } from "../node/setup.mjs";
import {
  NAME,
  compile,
  copyModules,
  here,
  readPkg,
  run,
  usePackedProject,
} from "./packed.mjs";

/** @type {[string, string, (names: string, from: string) => string][]} */
const LOADS = [
  ["imports", "mjs", (names, from) => `import ${names} from "${from}";`],
  ["requires", "cjs", (names, from) => `const ${names} = require("${from}");`],
];
const BODY = JSON.stringify(minimal);

describe("the subpaths of the packed package", () => {
  const api = useEmulator();
  const project = usePackedProject();
  /**
   * @param {string} file
   * @param {string} source
   */
  const node = (file, source) => {
    writeFileSync(join(project.folder, file), source);
    const env = {
      ...process.env,
      CARECYCLE_API_KEY: apiKey,
      CARECYCLE_BASE_URL: api.emulator.url,
    };
    return run("node", [file], { cwd: project.folder, env });
  };

  for (const [loads, extension, load] of LOADS) {
    it(`${loads} /server, whose handler creates a value`, async () => {
      const source = `${load("{ createHandler, toNodeHandler }", `${NAME}/server`)}
        const handler = createHandler({ authorize: "public" });
        const url = "https://app.test/api/v2/customers/${customerId}/custom-fields";
        const headers = { "content-type": "application/json" };
        const request = new Request(url, { method: "POST", headers, body: '${BODY}' });
        handler(request).then(async (answer) => {
          const { recordType } = await answer.json();
          console.log(answer.status, recordType, typeof toNodeHandler(handler));
        });`;
      const { stdout, stderr } = await node(`server.${extension}`, source);
      assert.deepEqual([stdout, stderr], ["200 customers function\n", ""]);
      assert.equal(api.emulator.values.length, 1);
    });
    it(`${loads} /testing, whose fake creates a value`, async () => {
      const source = `${load("{ CareCycle, RateLimitError }", NAME)}
        ${load("{ errors, fakeApi }", `${NAME}/testing`)}
        const api = fakeApi();
        const { customFields } = new CareCycle({ apiKey: "cc_x", baseUrl: undefined, fetch: api.fetch }).customers;
        customFields.create("${customerId}", ${BODY}).then(({ recordId }) =>
          console.log(recordId, api.values.length, errors.rateLimit() instanceof RateLimitError));`;
      const { stdout, stderr } = await node(`testing.${extension}`, source);
      assert.deepEqual([stdout, stderr], [`${customerId} 1 true\n`, ""]);
      assert.equal(api.emulator.requests.length, 0);
    });
  }
  it("are served by npx as a fake on which a value is created", async () => {
    const args = ["--offline", NAME, "fake", "--port", "0"];
    const child = spawn("npx", args, {
      cwd: project.folder,
      // npx does not pass signals on to what it runs.
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [said] = await once(child.stdout, "data");
      const url = String(said).trim();
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
      const answer = await fetch(
        `${url}/v2/customers/${customerId}/custom-fields`,
        {
          method: "POST",
          headers: { "content-type": "application/json", "x-api-key": "cc_x" },
          body: BODY,
        },
      );
      assert.equal(answer.status, 200);
      assert.equal((await answer.json()).recordId, customerId);
    } finally {
      if (child.pid) process.kill(-child.pid, "SIGTERM");
      await once(child, "close");
    }
  });

  for (const entry of ["index", "server", "testing"])
    it(`match the snapshot of ${entry}'s type definitions`, () => {
      const snapshot = here(`../types/${entry}.snapshot.d.ts`);
      for (const file of [`${entry}.d.ts`, `${entry}.d.cts`])
        assert.equal(
          readPkg(file),
          readFileSync(snapshot, "utf8"),
          "renew it with: cargo xtask types",
        );
    });
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["node16", "node16"],
    ["esnext", "bundler"],
  ])
    for (const [what, lib, types, files] of /** @type {const} */ ([
      ["the DOM's types", ["es2022", "dom"], [], ["server.ts"]],
      [
        "Node's types",
        ["es2022"],
        ["node"],
        ["server.ts", "server-node.ts", "server-consumer.cts"],
      ],
    ]))
      it(`have types of /server that compile with ${moduleResolution} and ${what}`, async () => {
        copyModules(project.folder, "undici-types", "@types/node");
        const sources = files.filter(
          (file) => module !== "esnext" || !file.endsWith(".cts"),
        );
        const options = { module, moduleResolution, lib, types };
        const found = await compile(project.folder, {
          files: sources,
          options,
        });
        assert.equal(found, "");
      });
});
