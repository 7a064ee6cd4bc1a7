/** Files that cannot be used: a sentence that names the file and the reason, and the exit code that is true. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import {
  apiKey,
  csvOf,
  customerId,
  multiSelect,
  needs,
  shell,
  text,
  traced,
  until,
  useCommand,
  wait,
} from "./setup.mjs";

/** Runs a command where a file system is mounted on the folder `disk`. */
const mounted = (/** @type {string} */ options, line = "") => ({
  through: [
    ...["unshare", "-rm", "bash", "-c"],
    `mount -t tmpfs -o ${options} tmpfs disk && { ${line}\nexec "$@"; }`,
    "bash",
  ],
});
const full = mounted("size=64k", "cat /dev/zero > disk/fill 2> /dev/null");
const mounts = needs(["-rm"]);

describe("the command with an unusable file", () => {
  const command = useCommand();
  /**
   * Says why, and sends nothing.
   *
   * @param {string[]} args
   * @param {RegExp} message
   * @param {Parameters<typeof command.run>[1]} [options]
   */
  async function refuses(args, message, options) {
    command.write("rows.csv", csvOf(2));
    const { code, stdout, stderr } = await command.run(args, options);
    assert.match(stderr, message);
    assert.doesNotMatch(stdout + stderr, /unexpected|^ +at /m);
    assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    assert.equal(code, 2);
    assert.equal(command.emulator.requests.length, 0);
  }
  const fifo = (/** @type {string} */ name) =>
    assert.equal(spawnSync("mkfifo", [command.path(name)]).status, 0);
  const noFifo = {
    skip: process.platform === "win32" && "Windows has no such pipes",
  };

  it("refuses a source that is a folder or a device", noFifo, async () => {
    await refuses([".", "--format=csv"], /\. is a folder, not a file/);
    const zero = ["/dev/zero", "--format=csv", "--no-journal"];
    await refuses(zero, /\/dev\/zero is a device, not a file/);
    await refuses(["no/rows.csv"], /no\/rows\.csv cannot be read: ENOENT/);
    await refuses(["rows.csv/x.csv"], /x\.csv cannot be read: ENOTDIR/);
  });
  it(
    "refuses standard input that was closed, or is a folder or a device",
    noFifo,
    async () => {
      const args = ["-", "--format=csv", "--no-journal"];
      const closed = /standard input is closed, or a device/;
      await refuses(args, closed, shell('exec "$@" <&-'));
      await refuses(args, closed, shell('exec "$@" < /dev/zero'));
      await refuses(args, /standard input .* folder/, shell('exec "$@" < .'));
    },
  );
  it("refuses a folder for temporary files that does not exist", async () => {
    const args = ["-", "--format=csv", "--no-journal"];
    const message =
      /standard input cannot be kept in .*none while it is imported: ENOENT; set TMPDIR/;
    const none = command.path("none");
    const env = { TMPDIR: none, TEMP: none, TMP: none };
    await refuses(args, message, { env, input: csvOf(1) });
  });
  it(
    "refuses a folder for temporary files on a full disk",
    mounts,
    async () => {
      mkdirSync(command.path("disk"));
      const args = ["-", "--format=csv", "--no-journal"];
      const env = { TMPDIR: command.path("disk") };
      const options = { ...full, env, input: csvOf(10_000) };
      await refuses(
        args,
        /kept in .*disk while it is imported: ENOSPC/,
        options,
      );
    },
  );
  it(
    "refuses a journal that is a folder, a pipe or a device",
    noFifo,
    async () => {
      mkdirSync(command.path("folder"));
      fifo("pipe");
      const args = ["rows.csv", "--journal"];
      await refuses([...args, "folder"], /folder is a folder, not a file/);
      await refuses([...args, "pipe"], /pipe is a pipe, not a file/);
      await refuses([...args, "/dev/null"], /\/dev\/null is a device/);
      assert.deepEqual(readdirSync(command.path("")).sort(), [
        ...["folder", "pipe", "rows.csv"],
      ]);
    },
  );
  it("refuses a journal whose lock has no folder", async () => {
    const args = ["rows.csv", "--journal=none/j"];
    await refuses(args, /none\/j\.lock cannot be created: ENOENT/);
  });
  it(
    "refuses a lock on a full disk, or one that may not be written",
    mounts,
    async () => {
      mkdirSync(command.path("disk"));
      const args = ["rows.csv", "--journal=disk/j"];
      await refuses(args, /disk\/j\.lock cannot be created: ENOSPC/, full);
      const readOnly = mounted("ro,size=64k");
      await refuses(args, /disk\/j\.lock cannot be created: EROFS/, readOnly);
    },
  );
  for (const [what, key, message] of /** @type {const} */ ([
    ["a device", "/dev/zero", /\/dev\/zero is a device, not a file/],
    ["a folder", ".", /\. is a folder, not a file/],
    ["not there", "none", /none cannot be read: ENOENT/],
    ["empty", "empty", /empty contains no API key/],
    ["too big", "big", /big contains more than an API key/],
  ]))
    it(`refuses an API key's file that is ${what}`, noFifo, async () => {
      command.write("empty", "\n");
      command.write("big", `${apiKey}\n${"x".repeat(20_000)}`);
      await refuses(["rows.csv", "--api-key-file", key], message);
    });
  it("refuses a source that fails when it is read", async () => {
    const env = { ...traced, READS: "0" };
    await refuses(["rows.csv"], /rows\.csv cannot be read: EIO$/m, { env });
  });

  it(
    "accepts a pipe, both as source and as the API key's file",
    noFifo,
    async () => {
      command.write("rows.csv", csvOf(1));
      command.write("key", apiKey);
      const line =
        '"$@" <(cat rows.csv) --format=csv --no-journal --api-key-file=<(sleep 0.3; cat key)';
      const env = { CARECYCLE_API_KEY: undefined };
      const { code, stderr } = await command.run([], { ...shell(line), env });
      assert.deepEqual([code, stderr.includes("Warning")], [0, false], stderr);
      assert.equal(command.emulator.requests[0].key, apiKey);
    },
  );
  for (const name of /** @type {const} */ (["rows", "key"]))
    it(
      `can be interrupted while it waits for a pipe that nobody writes to: ${name}`,
      noFifo,
      async () => {
        command.write("rows.csv", csvOf(1));
        fifo("pipe");
        const args = {
          rows: ["pipe"],
          key: ["rows.csv", "--api-key-file=pipe"],
        };
        const more = ["--format=csv", "--no-journal"];
        const env = { ...traced, TRACE: command.path("trace") };
        const { child, stop } = command.start([...args[name], ...more], {
          env,
        });
        await opens(child.pid, "pipe");
        assert.equal((await stop("SIGINT")).code, 130);
      },
    );
  /** Waits until a process has a pipe open, or where that cannot be seen for a second. */
  async function opens(
    /** @type {number | undefined} */ pid,
    /** @type {string} */ name,
  ) {
    const folder = `/proc/${pid}/fd`;
    if (!existsSync(folder)) return wait(1000);
    const files = () => spawnSync("ls", ["-l", folder], { encoding: "utf8" });
    return until(() => files().stdout.includes(command.path(name)));
  }
  it("waits for a named pipe's writer", noFifo, async () => {
    fifo("pipe");
    const args = ["pipe", "--format=csv", "--no-journal"];
    const { child, ended } = command.start(args);
    await opens(child.pid, "pipe");
    const writer = spawn("tee", [command.path("pipe")], { stdio: "pipe" });
    writer.stdout.resume();
    writer.stdin.end(csvOf(2));
    assert.equal((await ended).code, 0);
    assert.equal(command.emulator.values.length, 2);
  });
});

describe("an unusable row", () => {
  const command = useCommand();
  const head = `{"customerId":"${customerId}","fieldDefinitionId":"${text}",`;
  const good = `${head}"textValue":"fine"}`;
  const lists = (/** @type {number} */ depth) =>
    "[".repeat(depth) + "]".repeat(depth);
  const objects = (/** @type {number} */ depth) =>
    '{"a":'.repeat(depth) + "1" + "}".repeat(depth);

  for (const depth of [100, 5_000, 1_000_000])
    it(`is reported by its line if its JSON is nested ${depth} deep, and the others are checked`, async () => {
      const deep = [
        `${head}"textValue":${lists(depth)}}`,
        `${head}"textValue":${objects(depth)}}`,
        `${head}"multiSelectValue":${lists(depth)}}`,
        `${head}"more":${lists(depth)}}`,
        lists(depth),
      ];
      const lines = [good, ...deep, `${head}"textValue":7}`, good];
      command.write("rows.jsonl", lines.join("\n"));
      const args = ["rows.jsonl", "--skip-invalid", "--failed=f.jsonl"];
      const { code, stdout, stderr } = await command.run(args);
      assert.equal(stdout, "8 rows: 2 created, 6 invalid\n");
      assert.equal(code, 1);
      for (const line of [2, 3, 4, 5])
        assert.match(
          stderr,
          new RegExp(
            `^line ${line}: the line is nested more than 100 levels`,
            "m",
          ),
        );
      assert.match(stderr, /^line 6: the line is not a JSON object$/m);
      assert.match(stderr, /^line 7, textValue: /m);
      const failed = [...deep, `${head}"textValue":7}`];
      assert.equal(command.read("f.jsonl"), `${failed.join("\n")}\n`);
    });
  it("may have JSON that is nested 99 deep", async () => {
    command.write("rows.jsonl", `${head}"textValue":${lists(99)}}`);
    const { stderr } = await command.run(["rows.jsonl", "--dry-run"]);
    assert.match(stderr, /^line 1, textValue: /m);
    assert.doesNotMatch(stderr, /nested/);
  });
  for (const depth of [5_000, 1_000_000])
    it(`is reported by its line if a CSV cell is nested ${depth} deep`, async () => {
      const header = "customerId,fieldDefinitionId,multiSelectValue";
      const row = (/** @type {string} */ cell) =>
        `${customerId},${multiSelect},${cell}`;
      const rows = [header, row(lists(depth)), row("[]"), row("x")];
      command.write("rows.csv", rows.join("\n"));
      const { code, stdout, stderr } = await command.run([
        "rows.csv",
        "--dry-run",
      ]);
      assert.equal(code, 1);
      assert.match(stdout, /^3 rows: 1 valid, 2 invalid$/m);
      assert.match(stderr, /^line 2, multiSelectValue: .*JSON array/m);
      assert.match(stderr, /^line 4, multiSelectValue: .*JSON array/m);
    });
  it("is reported by its line if that is longer than 16 MB", async () => {
    const long = `${head}"textValue":"${"x".repeat((1 << 24) + 1)}"}`;
    command.write("rows.jsonl", [good, long, good, long].join("\n"));
    const args = ["rows.jsonl", "--skip-invalid"];
    const { code, stdout, stderr } = await command.run(args);
    assert.deepEqual([code, stdout], [1, "4 rows: 2 created, 2 invalid\n"]);
    assert.match(stderr, /^line 2: the line is longer than 16 MB$/m);
    assert.match(stderr, /^line 4: the line is longer than 16 MB$/m);
  });
  it("makes a CSV file unusable if it is longer than 16 MB", async () => {
    command.write("rows.csv", `${csvOf(1)}"${"secret\n".repeat(3_000_000)}`);
    const { code, stderr } = await command.run(["rows.csv"]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /rows\.csv is not valid CSV at line \d+: .*than 16 MB/,
    );
    assert.ok(!stderr.includes("secret"));
  });
});

describe("the API key's file", () => {
  const command = useCommand();
  const posix = {
    skip: process.platform === "win32" && "Windows has no such modes",
  };
  for (const [mode, warns] of /** @type {const} */ ([
    ["600", false],
    ["400", false],
    ["640", true],
    ["604", true],
    ["620", true],
  ]))
    it(
      `is accepted ${warns ? "with a" : "without a"} warning if its mode is ${mode}`,
      posix,
      async () => {
        command.write("rows.csv", csvOf(1));
        command.write("key", apiKey);
        spawnSync("chmod", [mode, command.path("key")]);
        const args = ["rows.csv", "--api-key-file=key", "--quiet"];
        const { code, stderr } = await command.run(args);
        assert.equal(code, 0);
        assert.equal(
          stderr,
          warns
            ? "Warning: other users of this machine can read or change key; run chmod 600 to protect the API key.\n"
            : "",
        );
      },
    );
});
