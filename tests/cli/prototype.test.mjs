/** A fault elsewhere in the process may leave things on Object.prototype: the command reads nothing from there. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { startEmulator } from "../emulator/index.mjs";
import { customerId, text, useCommand } from "./setup.mjs";

const other = "11111111-1111-4111-8111-111111111111";

describe("the command with a polluted Object.prototype", () => {
  const command = useCommand();
  const body = { fieldDefinitionId: text, textValue: "a" };
  const line = `${JSON.stringify({ customerId, ...body })}\n`;
  const files = {
    "rows.jsonl": line,
    "rows.csv": `customerId,fieldDefinitionId,textValue\n${customerId},${text},a\n`,
  };

  /** @type {Record<string, Record<string, unknown>>} */
  const things = {
    "fields of a body": { numberValue: "7", booleanValue: true, id: other },
    "fields of a row": {
      // Without a body, which makes Node's own fetch lose that of every response.
      ...{ customerId: other, problem: "x", twice: "x", hash: "x" },
      ...{ line: 7, index: 7, start: 1, object: {}, json: {} },
    },
    "a definition": { fieldDefinitionId: other, fieldDefinition: other },
    "options of the command": {
      ...{ show: "help", help: true, dryRun: true, "dry-run": true },
      ...{ failed: "f.csv", journal: "j", unknown: "retry", quiet: true },
      ...{ apiKeyFile: "none", "api-key-file": "none", skipInvalid: true },
      ...{ separator: ";", emptyIsNull: true, columns: true, format: "x" },
    },
    "what the reader of CSV works with": {
      ...{ trim: true, from: 2, fromLine: 3, from_line: 3, to: 1, cast: true },
      ...{ delimiter: ";", quote: "a", escape: "a", comment: "c", raw: true },
      ...{ ignoreOthers: true, "ignore-other-columns": true, width: 9 },
      ...{ unit: 2, hasNul: true, nameless: [0], remedy: "x", details: ["x"] },
      ...{ skip_empty_lines: true, skipRecordsWithError: true, objname: "x" },
    },
  };
  for (const [what, fields] of Object.entries(things))
    for (const [file, content] of Object.entries(files))
      it(`imports ${file} unchanged if it has ${what}`, async () => {
        const { code, stdout, stderr } = await polluted(fields, file, content);
        assert.equal(stdout, "1 row: 1 created\n", stderr);
        assert.equal(code, 0);
        const [request] = command.emulator.requests;
        assert.deepEqual(JSON.parse(request.rawBody), body);
        assert.match(request.path, new RegExp(customerId));
        assert.ok(command.exists(`${file}.journal`));
      });
  it("sends nothing to a server whose address it has", async () => {
    const stranger = await startEmulator({ rateLimit: false });
    const { url } = stranger;
    const fields = { baseUrl: url, "base-url": url, url, href: url };
    const ended = await polluted(fields, "rows.csv", files["rows.csv"]);
    const { requests } = stranger;
    await stranger.close();
    assert.equal(ended.stdout, "1 row: 1 created\n", ended.stderr);
    assert.equal(requests.length, 0);
  });

  /**
   * @param {Record<string, unknown>} fields
   * @param {string} file
   * @param {string} content
   */
  async function polluted(fields, file, content) {
    command.write(file, content);
    const source = Object.entries(fields).map(
      ([name, value]) =>
        `Object.defineProperty(Object.prototype, ${JSON.stringify(name)}, ` +
        `{ value: ${JSON.stringify(value)}, writable: true, configurable: true });`,
    );
    command.write("pollute.mjs", source.join("\n"));
    const url = pathToFileURL(command.path("pollute.mjs")).href;
    const env = { NODE_OPTIONS: `--import ${url}` };
    return command.run([file, "--rate-limit=off"], { env });
  }
});
