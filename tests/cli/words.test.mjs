/** What the command says of an error: its own words, statuses and codes, and never a value. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { created, json, useServer } from "./server.mjs";
import { apiKey, csvOf, customerId, number, useCommand } from "./setup.mjs";

const values = ["4711", "7", "Ivo (x", "x".repeat(33_100), "[(*+?\\", "Ünal"];
const header = "customerId,fieldDefinitionId,numberValue\n";
const rows =
  header + values.map((value) => `${customerId},${number},${value}\n`).join("");
/** A value as a server may give it back. */
const forms = [
  (/** @type {string} */ text) => text,
  (/** @type {string} */ text) => text.toUpperCase(),
  (/** @type {string} */ text) => JSON.stringify(text),
  (/** @type {string} */ text) => encodeURIComponent(text),
  (/** @type {string} */ text) => text.slice(0, 3),
];

describe("the line of an error", () => {
  const command = useCommand();
  const server = useServer();
  /** @param {string[]} args */
  function run(...args) {
    command.write("rows.csv", rows);
    const one = ["--concurrency=1", "--max-rejected=off", "--quiet"];
    // Values that no number has are found again in whatever is printed.
    one.push("--allow-any-number");
    const all = ["rows.csv", ...one, ...args];
    return command.run([...all, `--base-url=${server.url}`]);
  }

  for (const args of [[], ["--json"]])
    it(`has our own words and codes, whatever the server says ${args.join()}`, async () => {
      server.answers(({ body, response, count }) => {
        const said = forms[count % forms.length](body.numberValue) + apiKey;
        json(response, count % 2 ? 422 : 404, {
          message: said,
          // A value may look like anything.
          code: count === 1 ? said : said.toLowerCase(),
          errors: [{ path: [said], message: said, received: said, code: said }],
        });
      });
      const { code, stdout, stderr } = await run(...args);
      assert.equal(code, 1);
      const all = stdout + stderr;
      for (const secret of [...values, "XXX", "xxx", "IVO", "Ivo", "4711"])
        if (secret.length > 1) assert.ok(!all.includes(secret), secret);
      assert.ok(!all.includes(apiKey));
      assert.ok(all.length < 4000, all);
      assert.equal(server.bodies.length, values.length);
      if (!args.length)
        assert.match(
          stderr,
          /^line 3: rejected: the server refused the request \(HTTP 404.*\)$/m,
        );
    });
  it("has the server's code if it is one", async () => {
    server.answers(({ response, count }) =>
      json(response, 409, {
        message: "m",
        code: ["A_CODE_2", "B", "", "Smith", "A-B", "X".repeat(65)][count - 1],
      }),
    );
    const { stderr } = await run();
    const lines = stderr.split("\n").slice(0, values.length);
    assert.deepEqual(
      lines.map((line) =>
        line.replace(/.* the server refused the request /, ""),
      ),
      [
        "(HTTP 409, A_CODE_2)",
        "(HTTP 409, B)",
        ...Array(4).fill(lines[2].slice(-10)),
      ],
    );
    assert.equal(lines[2].slice(-10), "(HTTP 409)");
  });
  for (const [fault, words] of [
    ["400", "rejected: the server refused the request (HTTP 400, BAD_REQUEST)"],
    ["403", "rejected: the API key lacks the permission (HTTP 403, FORBIDDEN)"],
    [
      "422",
      "rejected: the server found the request invalid (HTTP 422, VALIDATION_ERROR)",
    ],
    ["500", "unknown: the server failed (HTTP 500, INTERNAL_ERROR)"],
    ["empty-500", "unknown: the server failed (HTTP 500)"],
    ["hang", "unknown: no response came in time (TIMEOUT)"],
  ])
    it(`says what happened: ${fault}`, async () => {
      command.write("rows.csv", csvOf(1));
      command.emulator.faultQueue.push(fault);
      const args = ["rows.csv", "--max-retries=0"];
      if (fault === "hang") args.push("--timeout-ms=400");
      const { stderr } = await command.run(args);
      assert.ok(stderr.includes(`line 2: ${words}\n`), stderr);
    });
});

describe("an exception from elsewhere", () => {
  const command = useCommand();
  const message = `${values[2]}\\n    at ${values[0]} (file:///secret.js:1:1)\\n`;
  /**
   * Lets reading fail.
   *
   * @param {number} after so many reads
   */
  const failing = (after) => {
    command.write(
      "fail.mjs",
      `import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      const { readSync } = fs;
      let reads = 0;
      fs.readSync = (...args) => {
        if (++reads > ${after})
          throw Object.assign(new RangeError("${message}"), { code: "EIO" });
        return readSync(...args);
      };
      syncBuiltinESMExports();`,
    );
    return {
      NODE_OPTIONS: `--import ${pathToFileURL(command.path("fail.mjs"))}`,
    };
  };

  for (const json of [[], ["--json"]])
    it(`is shown by its name and code, wherever it comes from ${json}`, async () => {
      command.write("rows.csv", csvOf(3));
      /** @type {Set<number | null>} */
      const codes = new Set();
      for (let after = 0; after < 12; after++) {
        const args = ["rows.csv", "--no-journal", ...json];
        const env = failing(after);
        const { code, stdout, stderr } = await command.run(args, { env });
        const all = stdout + stderr;
        for (const secret of ["Ivo", "4711", "secret.js"])
          assert.ok(!all.includes(secret), all);
        codes.add(code);
        if (code !== 0) assert.match(stderr, / EIO\.?$/m);
      }
      // Before anything is sent, and never; what comes in between has codes of its own.
      assert.ok(
        codes.has(2) && codes.has(0) && codes.size > 2,
        [...codes].join(),
      );
    });
});

describe("--show-server-messages", () => {
  const command = useCommand();
  const server = useServer();
  const said = "Mr \u001b[31mSmith\u202e";
  /** @param {string[]} args */
  function run(...args) {
    command.write("rows.csv", csvOf(3));
    server.answers(({ body, response, count }) => {
      if (count === 1)
        return json(response, 404, {
          message: `${said} ${apiKey} cc_other`,
          code: "NOT_FOUND",
        });
      if (count === 3) return created({ body, response });
      const issue = { path: ["textValue"], message: said, received: said };
      json(response, 422, {
        message: "Validation failed",
        code: "VALIDATION_ERROR",
        errors: [issue],
      });
    });
    const all = ["rows.csv", "--quiet", "--show-server-messages", ...args];
    return command.run([...all, `--base-url=${server.url}`, "--concurrency=1"]);
  }

  it("prints what the server says, without the key and escaped", async () => {
    const { stdout, stderr } = await run();
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      [
        "line 2: rejected: the server refused the request (HTTP 404, NOT_FOUND)",
        "  the server's message: Mr \\u001b[31mSmith\\u202e [redacted] [redacted]",
        "line 3: rejected: the server found the request invalid (HTTP 422, VALIDATION_ERROR)",
        "  the server's message: Validation failed",
        "  the server's issue: textValue: Mr \\u001b[31mSmith\\u202e",
        "",
      ].join("\n"),
    );
  });
  it("adds what the server says to --json", async () => {
    const { stdout } = await run("--json");
    const [first, second, third] = stdout
      .split("\n", 3)
      .map((line) => JSON.parse(line));
    assert.equal(first.error.serverMessage, `${said} [redacted] [redacted]`);
    assert.equal(second.error.serverMessage, "Validation failed");
    assert.deepEqual(second.error.serverIssues, [
      { path: ["textValue"], message: said },
    ]);
    assert.equal(third.error, undefined);
    assert.doesNotMatch(stdout, /\u202e/);
  });
  it("prints no API key, whatever keys look like", async () => {
    const key = 'cc_"quoted\\plain"';
    command.write("rows.csv", csvOf(1));
    server.answers(({ response }) =>
      json(response, 422, {
        message: `not <x${key}>`,
        errors: [{ path: [key], message: key }],
      }),
    );
    const env = { CARECYCLE_API_KEY: key };
    for (const json of [[], ["--json"]]) {
      const { stdout, stderr } = await command.run(
        [
          ...["rows.csv", "--show-server-messages", "--no-journal", ...json],
          `--base-url=${server.url}`,
        ],
        { env },
      );
      const all = stdout + stderr;
      assert.match(all, /not <x\[redacted\]>/);
      assert.doesNotMatch(all, /quoted|plain/);
      if (json.length) JSON.parse(stdout.split("\n")[0]);
    }
  });
  it("is described in the help as showing values", async () => {
    const { stdout } = await command.start(["--help"]).ended;
    const help = stdout.replace(/\s+/g, " ");
    assert.match(
      help,
      /--show-server-messages [^-]* may contain the row's values/,
    );
  });
});

describe("rows that are created without a readable response", () => {
  const command = useCommand();

  for (const json of [false, true])
    it(`are listed by line at the end${json ? ", and have their error in --json" : ""}`, async () => {
      command.write("rows.csv", csvOf(8));
      const ok = "delay:ms=0";
      const faults = [ok, "truncated", ok, ok, "cut-body", "truncated", ok];
      command.emulator.faultQueue.push(...faults);
      const args = ["rows.csv", "--concurrency=1", "--quiet"];
      const { code, stdout, stderr } = await command.run([
        ...args,
        ...(json ? ["--json"] : []),
      ]);
      assert.equal(code, 0);
      assert.equal(
        stderr,
        "3 rows created, but the response could not be read: lines 3, 6-7.\n",
      );
      if (!json) return;
      const lines = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      const { error, ...row } = lines[1];
      assert.deepEqual(row, { line: 3, index: 1, status: "created" });
      assert.deepEqual([error.outcome, error.status], ["created", 200]);
      assert.match(
        error.message,
        /^the response could not be read \(HTTP 200, /,
      );
      assert.equal(lines.filter(({ error }) => error).length, 3);
    });
});
