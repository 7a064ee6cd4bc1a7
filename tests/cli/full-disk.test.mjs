/** A disk that is full: no half row, no half line, and the message names the file. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, it } from "node:test";
import {
  apiKey,
  csvOf,
  customerId,
  script,
  text,
  useCommand,
} from "./setup.mjs";

const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])
    .status === 0;
const noMount = !canMount && "this machine lets nobody mount a disk";

/** Ways to have no room in the folder `full`. */
const ways = {
  "where the disk is full": {
    skip: noMount,
    launcher: ["unshare", "-rm", "sh", "-ec"],
    before: "mount -t tmpfs -o size=64k none full",
    fill: "head -c 100000 /dev/zero > full/pad || rm full/pad; head -c 49152 /dev/zero > full/pad",
    code: "ENOSPC",
  },
  "where files may not be that large": {
    skip: process.platform === "win32" && "Windows has no such limit",
    launcher: ["sh", "-ec"],
    before: ":",
    fill: "ulimit -f 32",
    code: "EFBIG",
  },
};

describe("a full disk", () => {
  const command = useCommand();
  const header = "customerId,fieldDefinitionId,textValue\n";
  const row = (/** @type {string} */ value) =>
    `${customerId},${text},${value}\n`;
  const long = ["a", "b", "c"].map((letter) =>
    row(`${letter.repeat(20_000)} do not give either`),
  );

  /**
   * Runs lines of a shell, in which `import` is the command.
   *
   * @param {typeof ways[keyof typeof ways]} way
   * @param {string[]} lines
   */
  async function shell({ launcher, before }, lines) {
    mkdirSync(command.path("full"));
    const [program = "", ...args] = launcher;
    const own = `import() { "${process.execPath}" "${script}" import "$@" --allow-duplicates --rate-limit=off --concurrency=1 --quiet; }`;
    const child = spawn(
      program,
      [...args, [before, own, ...lines].join("\n")],
      {
        cwd: command.path(""),
        env: {
          ...process.env,
          CARECYCLE_API_KEY: apiKey,
          CARECYCLE_BASE_URL: command.emulator.url,
        },
      },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    await new Promise((resolve) => child.on("close", resolve));
    return output;
  }

  for (const [where, way] of Object.entries(ways)) {
    const { skip, fill, code } = way;
    const start = "import rows.csv --failed full/f.csv";
    it(
      `keeps the failed rows of an earlier run, ${where}`,
      { skip },
      async () => {
        command.write("rows.csv", header + row("short"));
        command.write("more.csv", header + row("short") + long.join(""));
        command.emulator.faultQueue.push(...Array(5).fill("404"));
        const output = await shell(way, [
          `${start} || echo first $?`,
          "cp more.csv rows.csv",
          `(${fill}; ${start}) || echo second $?`,
          "rm -f full/pad",
          "echo there: $(ls full)",
          "echo content: $(cat full/f.csv)",
          `${start} && echo third 0`,
          "echo left: $(ls full)",
        ]);
        assert.match(output, /^first 1$/m);
        assert.match(
          output,
          new RegExp(
            `^The failed rows were not written to full/f\\.csv: ${code}\\. .*do not import it\\.$`,
            "m",
          ),
        );
        assert.match(output, /^second 1$/m);
        assert.match(output, /^there: f\.csv$/m);
        const content = (header + row("short")).trim().replace("\n", " ");
        assert.ok(output.includes(`content: ${content}\n`), output);
        assert.match(output, /^third 0$/m);
        assert.match(output, /^left:$/m);
      },
    );
    it(
      `prevents a file of failed rows from being started, ${where}`,
      { skip },
      async () => {
        command.write("rows.csv", header + long.join(""));
        command.emulator.faultQueue.push(...Array(3).fill("404"));
        const output = await shell(way, [
          `(${fill}; ${start}) || echo ended $?`,
          "rm -f full/pad",
          "echo there: $(ls full)",
        ]);
        assert.match(output, new RegExp(`full/f\\.csv: ${code}\\.$`, "m"));
        assert.match(output, /^ended 1$/m);
        assert.match(output, /^there:$/m);
      },
    );
    it(`makes a dry run fail, ${where}`, { skip }, async () => {
      command.write("rows.csv", header + long.join("").replaceAll(text, "x"));
      const output = await shell(way, [
        `(${fill}; ${start} --dry-run) || echo ended $?`,
        "rm -f full/pad",
        "echo there: $(ls full)",
      ]);
      assert.match(output, new RegExp(`full/f\\.csv: ${code}\\.$`, "m"));
      assert.match(output, /^ended 1$/m);
      assert.match(output, /^there:$/m);
    });
    it(
      `stops the import, which continues when there is room, ${where}`,
      { skip },
      async () => {
        command.write("rows.csv", csvOf(120));
        const go = "import rows.csv --journal full/j --unknown=skip";
        const output = await shell(way, [
          `(${fill}; ${go}) || echo first $?`,
          "rm -f full/pad",
          `${go} || echo second $?`,
          "echo there: $(ls full)",
        ]);
        assert.match(
          output,
          new RegExp(`Stopped: .*journal.*: ${code}\\.$`, "m"),
        );
        assert.match(output, /^first [13]$/m);
        assert.match(output, /^there: j$/m);
        assert.doesNotMatch(output, /damaged/);
        const values = command.emulator.values.map((value) => value.textValue);
        assert.equal(new Set(values).size, values.length);
        // Of one row it may be unknown whether it was created.
        assert.ok(values.length >= 119, `${values.length}`);
        assert.equal(output.includes("second 3"), /^first 3$/m.test(output));
      },
    );
    it(
      `sends nothing if the journal cannot be started, ${where}`,
      { skip },
      async () => {
        command.write("rows.csv", csvOf(1));
        const none = fill.includes("ulimit")
          ? "ulimit -f 0"
          : "cat /dev/zero > full/pad || true";
        const output = await shell(way, [
          `(${none}; import rows.csv --journal full/j) || echo ended $?`,
          "rm -f full/pad",
          "echo there: $(ls full)",
        ]);
        assert.match(output, /^ended 2$/m);
        assert.doesNotMatch(output, /^there:.* j( |$)/m);
        assert.equal(command.emulator.requests.length, 0);
      },
    );
  }
});
