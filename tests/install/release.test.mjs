/** What the release workflow does, as far as it can be done without publishing. See RELEASING.md. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { publint } from "publint";
import { here, pkg, run, useFolder } from "./packed.mjs";

const root = here("../../");
const read = (/** @type {string} */ file) =>
  readFileSync(join(root, file), "utf8");

/** The commands of a step of the workflow that is written over several lines. @param {string} name */
function commandsOf(name) {
  const [, step = ""] = read(".github/workflows/release.yml").split(
    `- name: ${name}\n`,
  );
  const [, commands] = /run: \|\n((?: {10}.*\n)+)/.exec(step) ?? [];
  assert.ok(commands, `the workflow has the step ${name}`);
  return commands;
}

describe("a release", () => {
  const folder = useFolder("release");
  const manifest = () =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  before(() => cpSync(pkg, folder, { recursive: true }));

  it("would publish every file that package.json lists, and nothing else", async () => {
    const args = ["publish", "--dry-run", "--offline", "--json"];
    const { stdout } = await run("npm", args, { cwd: folder });
    const published = JSON.parse(stdout);
    const { name, version, files } =
      published["carecycle-custom-fields"] ?? published;
    assert.equal(name, "carecycle-custom-fields");
    assert.equal(version, manifest().version);
    const paths = files.map((/** @type {{ path: string }} */ { path }) => path);
    assert.deepEqual(
      paths.sort(),
      [...manifest().files, "package.json"].sort(),
    );
  });

  it("has one version, which Cargo.toml alone states", () => {
    const [, version] = /^version = "(.*)"$/m.exec(read("Cargo.toml")) ?? [];
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.equal(manifest().version, version);
    const template = JSON.parse(read("pkg-template/package.json"));
    assert.equal(template.version, undefined);
  });

  it("names the repository that publishes it in package.json, and publint finds nothing wrong", async () => {
    const env = {
      ...process.env,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "someone/custom-fields",
    };
    const commands = commandsOf("Name the repository in package.json");
    await run("bash", ["-euc", commands], { cwd: folder, env });
    const { repository, bugs, homepage } = manifest();
    const url = "https://github.com/someone/custom-fields";
    assert.deepEqual(repository, { type: "git", url: `git+${url}.git` });
    assert.deepEqual(bugs, { url: `${url}/issues` });
    assert.equal(homepage, `${url}#readme`);
    const { messages } = await publint({ pkgDir: folder, strict: true });
    assert.deepEqual(messages, []);
  });

  it("is checked, tested and then published with its provenance by the workflow", () => {
    const workflow = read(".github/workflows/release.yml");
    const steps = [
      'cargo xtask release-check "$GITHUB_REF_NAME"',
      "cargo xtask test",
      "npm publish --provenance",
    ].map((command) => workflow.indexOf(command));
    assert.ok(!steps.includes(-1));
    assert.deepEqual(
      steps,
      steps.toSorted((a, b) => a - b),
    );
    assert.match(workflow, /id-token: write/);
  });
});
