/** The README's page, its backend and its session, as they are written there, in a folder that a reader would make. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { SAY_ADDRESS } from "../matrix/backend.mjs";
import { apiKey, customerId, useEmulator } from "../node/setup.mjs";
import { useBrowser } from "./browser.mjs";

const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));
const readme = readFileSync(here("../../README.md"), "utf8");

/** The code block that begins so. @param {string} start */
function blockOf(start) {
  const begin = readme.indexOf(`\n${start}`) + 1;
  assert.ok(begin > 0, `the README has a block that begins with ${start}`);
  return readme.slice(begin, readme.indexOf("```", begin));
}

describe("the README's page", () => {
  const api = useEmulator();
  const started = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), "readme-page-"));
  /** @type {import("node:child_process").ChildProcess} */
  let backend;
  let url = "";

  before(async () => {
    mkdirSync(join(folder, "public"));
    mkdirSync(join(folder, "node_modules"));
    for (const [name, target] of [
      ["carecycle-custom-fields", here("../../pkg")],
      ["express", here("../node_modules/express")],
    ])
      symlinkSync(target, join(folder, "node_modules", name));
    for (const [file, text] of [
      // As `npm init` writes it.
      ["package.json", '{ "type": "commonjs" }'],
      ["session.mjs", blockOf("// session.mjs")],
      ["server.mjs", blockOf("// server.mjs")],
      ["public/index.html", blockOf("<!doctype html>")],
      ["say-address.mjs", SAY_ADDRESS],
    ])
      writeFileSync(join(folder, file), text);
    const args = ["--import", "./say-address.mjs", "server.mjs"];
    backend = spawn(process.execPath, args, {
      cwd: folder,
      env: {
        ...process.env,
        CARECYCLE_API_KEY: apiKey,
        CARECYCLE_BASE_URL: api.emulator.url,
        PORT: "0",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.ok(backend.stdout);
    const [said] = await once(backend.stdout, "data");
    url = String(said).trim();
  });
  after(async () => {
    if (backend?.kill()) await once(backend, "exit");
    rmSync(folder, { recursive: true });
  });

  /** What the page says once a score was saved. @param {string} score */
  async function save(score) {
    const page = await started.browser.newPage();
    /** @type {string[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(url);
    await page.getByLabel("Score").fill(score);
    await page.getByRole("button", { name: "Save" }).click();
    const output = page.locator("output", { hasText: /./ });
    const said = await output.innerText();
    await page.close();
    assert.deepEqual(errors, []);
    return said;
  }

  it("creates a value through its backend", async () => {
    assert.equal(await save("12.50"), "Saved");
    assert.deepEqual(
      api.emulator.values.map((value) => [value.recordId, value.numberValue]),
      [[customerId, "12.50"]],
    );
  });
  it("says that a value may be there, and not that it failed", async () => {
    api.emulator.faultQueue.push("500");
    assert.equal(await save("12.50"), "Perhaps saved: please check");
  });
  it("sends nothing for another customer than the session's", async () => {
    const other = "0470cfd4-dcf3-4d8c-ac28-58c6deeff25f";
    const response = await fetch(
      `${url}/api/carecycle/v2/customers/${other}/custom-fields`,
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{ "fieldDefinitionId": "079f459a-0b19-4274-98b0-427a624178ff" }',
      },
    );
    assert.equal(response.status, 403);
    assert.deepEqual(api.emulator.requests, []);
  });
});
