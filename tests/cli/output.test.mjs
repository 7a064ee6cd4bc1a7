/** What the command prints, and its exit codes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import {
  csvOf,
  customerId,
  script,
  start,
  text,
  traced,
  useCommand,
} from "./setup.mjs";

describe("the command's output", () => {
  const command = useCommand();
  const nobody = "11111111-1111-4111-8111-111111111111";
  const rows = `${csvOf(2)}${nobody},${text},x\n`;

  it("is plain lines if there is no terminal", async () => {
    command.write("rows.csv", rows);
    const { code, stdout, stderr } = await command.run(["rows.csv"]);
    assert.equal(code, 1);
    assert.equal(stdout, "3 rows: 2 created, 1 rejected\n");
    assert.match(stderr, /^0 of 3 rows, 0\/min$/m);
    assert.match(
      stderr,
      /^line 4: rejected: the server refused the request \(HTTP 404, NOT_FOUND\)$/m,
    );
    // eslint-disable-next-line no-control-regex -- terminals are controlled by them
    assert.doesNotMatch(stdout + stderr, /[\r\u001b]/);
  });
  it("is a bar with rate, wait and time left on one line of a terminal", async () => {
    command.write("rows.csv", csvOf(6));
    const args = ["rows.csv", "--rate-limit=2/600"];
    const env = { ...traced, TERMINAL: "100" };
    const { code, stderr } = await command.start(args, { env }).ended;
    assert.equal(code, 0);
    const bars = stderr.trimEnd().split("\r\u001b[K").slice(1);
    assert.ok(bars.length > 3);
    for (const bar of bars)
      assert.match(bar, /^\[#*-*\] +\d+% \d of 6 rows, \d\/min/);
    assert.ok(bars.some((bar) => /, waits \d+ s, \d+ s left$/.test(bar)));
    assert.match(bars.at(-1) ?? "", /^\[#{16}\] 100% 6 of 6 rows/);
  });
  it("is never longer than a terminal's line", async () => {
    command.write("rows.csv", csvOf(1));
    const env = { ...traced, TERMINAL: "40" };
    const { stderr } = await command.run(["rows.csv"], { env });
    const bars = stderr.trimEnd().split("\r\u001b[K").slice(1);
    assert.ok(bars.length && bars.every(({ length }) => length < 40));
  });
  it("is one JSON object per line with --json, and nothing else", async () => {
    command.write("rows.csv", rows);
    const args = ["rows.csv", "--json", "--concurrency=1", "--quiet"];
    const { stdout, stderr } = await command.run(args);
    const [first, , third, last] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { id } = command.emulator.values[0];
    assert.deepEqual(first, { line: 2, index: 0, status: "created", id });
    const { error, ...rest } = third;
    assert.deepEqual(rest, { line: 4, index: 2, status: "rejected" });
    assert.deepEqual(
      [error.name, error.code, error.outcome],
      ["NotFoundError", "NOT_FOUND", "rejected"],
    );
    assert.deepEqual(last.summary, {
      ...{ rows: 3, created: 2, createdBefore: 0, invalid: 0 },
      ...{ rejected: 1, unknown: 0, notSent: 0 },
    });
    assert.equal(stderr, "");
  });
  it("is empty with --quiet if every row is created", async () => {
    command.write("rows.csv", csvOf(2));
    const { stdout, stderr } = await command.run(["rows.csv", "--quiet"]);
    assert.deepEqual([stdout, stderr], ["", ""]);
  });
  it("lists only the rows that fail with --quiet", async () => {
    command.write("rows.csv", rows);
    const { stdout, stderr } = await command.run(["rows.csv", "--quiet"]);
    assert.equal(stdout, "");
    assert.match(stderr, /^line 4: rejected: .*\n$/);
  });
  it("does not stop the import when nobody reads it any more", async () => {
    command.write("rows.csv", csvOf(30));
    command.emulator.faultQueue.push("delay:ms=200");
    const args = ["--json", "--rate-limit=off", "--concurrency=1"];
    const { child, ended } = command.start(["rows.csv", ...args]);
    child.stdout.destroy();
    child.stderr.destroy();
    assert.equal((await ended).code, 0);
    assert.equal(command.emulator.values.length, 30);
  });

  it("says that the API cannot be reached, and stops", async () => {
    command.write("rows.csv", csvOf(100));
    const closed = await startEmulator();
    await closed.close();
    const url = `--base-url=${closed.url}`;
    const args = ["rows.csv", url, "--max-retries=1"];
    const { code, stderr } = await command.run(args);
    assert.equal(code, 1);
    assert.match(stderr, /Stopped: the API could not be reached/);
  });
  it("says that the import stops after five rows in a row without a response", async () => {
    command.write("rows.csv", csvOf(30));
    command.emulator.faultQueue.push(...Array(30).fill("500"));
    const args = ["rows.csv", "--concurrency=1"];
    const { code, stdout, stderr } = await command.run(args);
    assert.equal(code, 3);
    assert.equal(stdout, "30 rows: 0 created, 5 unknown, 25 not sent\n");
    assert.match(stderr, /Stopped: the outcome of 5 rows in a row is unknown/);
    assert.match(stderr, /lines 2-6\..*--unknown skip or --unknown retry/);
  });
});

describe("the command", () => {
  const command = useCommand();
  it("lists every option and every exit code in --help", async () => {
    const { code, stdout, stderr } = await start(["--help"]).ended;
    assert.deepEqual([code, stderr], [0, ""]);
    const source = readFileSync(
      new URL("../../pkg-template/cli/options/table.ts", import.meta.url),
      "utf8",
    );
    const names = [...source.matchAll(/^ {2}"?([\w-]+)"?: \{$/gm)];
    assert.ok(names.length > 15);
    for (const [, name] of names)
      assert.match(stdout, new RegExp(`^  --${name}\\b`, "m"));
    for (const exit of [0, 1, 2, 3, 4, 130])
      assert.match(stdout, new RegExp(`^ +${exit} +\\w`, "m"));
  });
  it("prints the package's version with --version", async () => {
    const { stdout } = await start(["--version"]).ended;
    const manifest = new URL("package.json", `file://${script}`);
    const { version } = JSON.parse(readFileSync(manifest, "utf8"));
    assert.equal(stdout, `${version}\n`);
  });
  for (const args of [[], ["export"], ["import"], ["import", "a.csv", "b.csv"]])
    it(`points to --help when called with ${args.join(" ") || "nothing"}`, async () => {
      const { code, stderr } = await start(args).ended;
      assert.equal(code, 2);
      assert.match(stderr, /carecycle-custom-fields import FILE.*--help/);
    });
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [["--dryrun"], /no option --dryrun; the nearest is --dry-run/],
    [
      ["--maxretries=1"],
      /no option --maxretries; the nearest is --max-retries/,
    ],
    [["-q"], /no option -q; the nearest is --/],
    [["--concurrency"], /--concurrency needs N$/m],
    [["--concurrency", "-1"], /--concurrency needs N; .* as --concurrency=…$/m],
    [["--unknown"], /--unknown needs skip\|retry$/m],
    [["--quiet=yes"], /--quiet has no value$/m],
    [["--rate-limit=60"], /--rate-limit must be/],
    [["--unknown=yes"], /--unknown must be skip or retry/],
    [
      ["--max-rejected=0"],
      /--max-rejected must be a whole number, at least 1, or off/,
    ],
    [
      ["--max-rejected=x"],
      /--max-rejected must be a whole number, at least 1, or off/,
    ],
    [["--concurrency=many"], /--concurrency must be a whole number/],
    [["--concurrency=0"], /concurrency must be an integer from 1 to 1000/],
    [["--journal=a", "--no-journal"], /exclude each other/],
  ]))
    it(`reports a usage error for ${args.join(" ")}`, async () => {
      const env = { CARECYCLE_API_KEY: "cc_x", CARECYCLE_BASE_URL: "" };
      const { code, stderr } = await start(
        [
          "import",
          "-",
          "--format=csv",
          "--journal=j",
          "--allow-empty",
          ...args,
        ],
        {
          env,
          cwd: command.path(""),
          input: `customerId,fieldDefinitionId\n${customerId},${text}\n`,
        },
      ).ended;
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
});
