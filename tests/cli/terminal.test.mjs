/** What reaches a terminal: nothing that controls it but the progress. */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { json, useServer } from "./server.mjs";
import {
  apiKey,
  csvOf,
  customerId,
  script,
  text,
  useCommand,
} from "./setup.mjs";

const run = promisify(execFile);

/** ESC, BEL, DEL, C1, all that turns a text's direction, line ends of Unicode. */
const controls =
  "\u001b]0;x\u0007\u0000\u007f\u009b\u0085\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
const shown = Array.from(controls, (unit) =>
  /[\w;\]]/.test(unit)
    ? unit
    : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
).join("");
/** What no output has; a line feed ends a line. */
const raw = /[^\P{Cc}\n]|[\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;

/** A header that has them all but NUL, which no CSV may hold; inside, since its ends are trimmed. */
const header = `a${controls.replace("\u0000", "")}z`;
const shownHeader = `a${shown.replace("\\u0000", "")}z`;

describe("control characters", () => {
  const command = useCommand();
  const server = useServer();
  const row = `${customerId},${text},a\n`;

  it("are escaped in a header", async () => {
    command.write(
      "rows.csv",
      `customerId,fieldDefinitionId,"${header}"\n${row}`,
    );
    const { code, stdout, stderr } = await command.run(["rows.csv"]);
    assert.equal(code, 2);
    assert.ok(stderr.includes(`"${shownHeader}"`), stderr);
    assert.doesNotMatch(stdout + stderr, raw);
  });
  for (const json of [[], ["--json"]])
    it(`are escaped in the issues of a mapped header ${json}`, async () => {
      command.write(
        "rows.csv",
        `customerId,fieldDefinitionId,"${header}"\n${customerId},${text},yes\n`,
      );
      const { code, stdout, stderr } = await command.run([
        ...["rows.csv", "--column", `${header}=booleanValue`, ...json],
      ]);
      assert.equal(code, 1);
      assert.doesNotMatch(stdout + stderr, raw);
      if (!json.length)
        assert.ok(stderr.includes(`line 2, ${shownHeader}:`), stderr);
      else
        assert.equal(
          JSON.parse(stdout.split("\n")[0]).issues[0].column,
          header,
        );
    });
  it("of keys of JSON are escaped, and lone surrogates", async () => {
    const key = `k\\ud800${controls}`;
    const keys = JSON.stringify(key).replaceAll("\\\\ud800", "\\ud800");
    const fields = `"customerId":"${customerId}","fieldDefinitionId":"${text}"`;
    command.write(
      "rows.jsonl",
      `{${fields},${keys}:1}\n{${fields},${keys}:1,${keys}:2}\n`,
    );
    for (const json of [[], ["--json"]]) {
      const args = ["rows.jsonl", "--dry-run", ...json];
      const { code, stdout, stderr } = await command.run(args);
      assert.equal(code, 1);
      assert.match(stdout + stderr, /k\\\\?ud800\\\\?u001b/);
      assert.doesNotMatch(stdout + stderr, raw);
    }
  });
  it("are escaped in file names and arguments", async () => {
    const name = `a${controls.replace("\u0000", "")}.csv`;
    for (const args of [[name], [name.slice(0, -4)], ["x.csv", `--${name}`]]) {
      const { code, stdout, stderr } = await command.run(args);
      assert.equal(code, 2);
      assert.match(stderr, /^carecycle-custom-fields: .*\n$/);
      assert.doesNotMatch(stdout + stderr, raw);
    }
  });
  it("are escaped in what a journal says", async () => {
    command.write("rows.csv", csvOf(1));
    await command.run(["rows.csv"]);
    const [header, ...lines] = command.journal();
    writeFileSync(
      command.path("rows.csv.journal"),
      [{ ...header, server: `http://x/${controls}` }, ...lines]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    );
    const { code, stdout, stderr } = await command.run(["rows.csv"]);
    assert.equal(code, 2);
    assert.doesNotMatch(stdout + stderr, raw);
  });
  it("are escaped or left out in a server's code and messages", async () => {
    command.write("rows.csv", csvOf(2));
    server.answers(({ response }) =>
      json(response, 422, {
        message: controls,
        code: `A${controls}`,
        errors: [{ path: [controls], message: controls, code: controls }],
      }),
    );
    for (const more of [[], ["--json"]]) {
      const { stdout, stderr } = await command.run([
        ...["rows.csv", "--show-server-messages", "--no-journal", ...more],
        `--base-url=${server.url}`,
      ]);
      assert.match(stdout + stderr, /\\u001b\]0;x/);
      assert.doesNotMatch(stdout + stderr, raw);
    }
  });
  it("are the same in the JSON output after parsing", async () => {
    command.write("rows.csv", csvOf(1));
    server.answers(({ response }) =>
      json(response, 404, { message: `"\\${controls}`, code: "NOT_FOUND" }),
    );
    const { stdout } = await command.run([
      ...["rows.csv", "--show-server-messages", "--json", "--quiet"],
      `--base-url=${server.url}`,
    ]);
    const [first] = stdout.split("\n");
    assert.equal(JSON.parse(first).error.serverMessage, `"\\${controls}`);
  });
});

/** A terminal of util-linux's `script`; other systems' takes other arguments. */
const hasScript =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes(
    "util-linux",
  ) ?? false;

describe("the command on a real terminal", () => {
  const command = useCommand();
  /** @param {string} TERM */
  async function onTerminal(TERM) {
    command.write("rows.csv", csvOf(3));
    const line = `'${process.execPath}' '${script}' import rows.csv --allow-duplicates --rate-limit off`;
    const { stdout } = await run("script", ["-qec", line, "/dev/null"], {
      cwd: command.path(""),
      env: {
        ...process.env,
        ...{ TERM, CARECYCLE_API_KEY: apiKey },
        CARECYCLE_BASE_URL: command.emulator.url,
      },
    });
    assert.match(stdout, /3 rows: 3 created/);
    return stdout;
  }
  it("draws a bar and removes it", async (t) => {
    if (!hasScript) return t.skip("there is no script of util-linux");
    const output = await onTerminal("xterm");
    assert.ok(output.includes(`\r\u001b[K[${"#".repeat(16)}] 100%`), output);
  });
  it("writes no escape sequence or carriage return to a dumb terminal", async (t) => {
    if (!hasScript) return t.skip("there is no script of util-linux");
    const output = (await onTerminal("dumb")).replaceAll("\r\n", "\n");
    assert.match(output, /^0 of 3 rows, 0\/min$/m);
    assert.doesNotMatch(output, raw);
  });
});
