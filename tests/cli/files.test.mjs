/** What the command writes to: nothing that it has not made. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { describe, it } from "node:test";
import { apiKey, csvOf, customerId, text, useCommand } from "./setup.mjs";

const onUnix = process.platform !== "win32";

describe("a file of the user's", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1"];
  const object = JSON.stringify({ customerId, fieldDefinitionId: text });

  /** Everything in the folder: names, kinds, modes, times and bytes. */
  const snapshot = () =>
    readdirSync(command.path("")).map((name) => {
      const stats = lstatSync(command.path(name));
      const content = stats.isFile()
        ? readFileSync(command.path(name), "latin1")
        : stats.isSymbolicLink()
          ? readlinkSync(command.path(name))
          : "";
      const { mode, ino, mtimeMs, size } = stats;
      return { name, mode, ino, mtimeMs, size, content };
    });
  /**
   * Runs a command that must do nothing.
   *
   * @param {string[]} more
   * @param {RegExp} message
   */
  async function refuses(more, message) {
    const before = snapshot();
    const { code, stdout, stderr } = await command.run([...args, ...more]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, message);
    assert.deepEqual(snapshot(), before);
    assert.equal(command.emulator.requests.length, 0);
  }

  /** @type {[string, string | Buffer][]} */
  const contents = [
    ["a table without a last line end", csvOf(2).trimEnd()],
    ["a table", csvOf(2)],
    ["JSON in one line", object],
    ["JSON Lines", `${object}\n${object}\n`],
    ["JSON with a journal's first key", '{"journal":"mine","salt":"x"}\n'],
    ["a number", "1\n2\n"],
    ["JSON that is null", "null\n"],
    ["bytes", Buffer.from([0xff, 0xfe, 0, 10, 0])],
    ["a long line", "x".repeat(200_000)],
    ["nothing", ""],
    ["a torn header", '{"journal":2,"server":"https://api.care'],
    [
      "a header with an escape sequence",
      `{"journal":2,"server":"\\u001b[2J","salt":"y","key":"z"}\n`,
    ],
    ["a header that lacks its key", '{"journal":2,"server":"x","salt":"y"}\n'],
  ];
  for (const [what, content] of contents) {
    it(`is not mistaken for a journal if it holds ${what}`, async () => {
      command.write("rows.csv", csvOf(1));
      command.write("notes", content);
      chmodSync(command.path("notes"), 0o640);
      await refuses(["--journal=notes"], /notes is not a journal/);
    });
    it(`is not replaced by the failed rows if it holds ${what}`, async () => {
      command.write("rows.csv", csvOf(1));
      command.write("notes", content);
      chmodSync(command.path("notes"), 0o640);
      const message =
        /--failed notes exists, and differs from what this import wrote/;
      await refuses(["--failed=notes"], message);
      await refuses(["--failed=notes", "--no-journal"], message);
      await refuses(["--failed=notes", "--dry-run"], message);
    });
  }

  for (const option of ["--journal", "--failed"]) {
    for (const [what, name] of [
      ["by its name", "rows.csv"],
      ["by another path", "./folder/../rows.csv"],
      ["by a link", "link"],
      ["by a symbolic link", "symlink"],
    ])
      it(`is refused for ${option} if it is the imported file: ${what}`, async () => {
        command.write("rows.csv", csvOf(1).trimEnd());
        mkdirSync(command.path("folder"));
        linkSync(command.path("rows.csv"), command.path("link"));
        symlinkSync("rows.csv", command.path("symlink"));
        await refuses([`${option}=${name}`], /is the file that is imported/);
      });
    it(`is refused for ${option} if it is standard input`, async () => {
      command.write("rows.csv", csvOf(1).trimEnd());
      const before = snapshot();
      const shell = spawnSync(
        "sh",
        [
          "-c",
          'exec "$0" "$@" < rows.csv',
          process.execPath,
          new URL("../../pkg/cli.js", import.meta.url).pathname,
          ...["import", "-", "--format=csv", `${option}=rows.csv`],
          ...(option === "--failed" ? ["--no-journal"] : []),
        ],
        {
          cwd: command.path(""),
          env: { ...process.env, CARECYCLE_API_KEY: apiKey },
          encoding: "utf8",
        },
      );
      assert.equal(shell.status, 2);
      assert.match(shell.stderr, /is the file that is imported/);
      assert.deepEqual(snapshot(), before);
    });
    for (const key of ["api-key-file", "old-api-key-file"])
      it(`is refused for ${option} if it is also given to --${key}`, async () => {
        command.write("rows.csv", csvOf(1));
        command.write("key", apiKey);
        const more = [`${option}=key`, `--${key}=key`];
        await refuses(more, new RegExp(`is the file of --${key}`));
      });
    it(`is refused for ${option} if it is a folder`, async () => {
      command.write("rows.csv", csvOf(1));
      mkdirSync(command.path("folder"));
      await refuses([`${option}=folder`], /not a file/);
    });
    it(`is refused for ${option} if it is a link to nothing, or to itself`, async () => {
      command.write("rows.csv", csvOf(1));
      symlinkSync("nothing", command.path("link"));
      await refuses([`${option}=link`], /link cannot be \w+: ENOENT/);
      symlinkSync("loop", command.path("loop"));
      await refuses([`${option}=loop`], /loop cannot be \w+: ELOOP/);
    });
    it(`is refused for ${option} if its folder does not exist`, async () => {
      command.write("rows.csv", csvOf(1));
      await refuses(
        [`${option}=no/file`],
        /cannot be (written|created): ENOENT/,
      );
      await refuses([`${option}=rows.csv/file`], /rows.csv\/file.*ENOTDIR/);
    });
    it(
      `is refused for ${option} without waiting if it is a device or a fifo`,
      { skip: !onUnix && "Windows has no such files" },
      async () => {
        command.write("rows.csv", csvOf(1));
        spawnSync("mkfifo", [command.path("fifo")]);
        symlinkSync("fifo", command.path("link"));
        const { mode } = statSync("/dev/null");
        const files = ["fifo", "link", "/dev/null", "/dev/zero", "/dev/full"];
        for (const file of files)
          await refuses([`${option}=${file}`], /not a file/);
        assert.equal(statSync("/dev/null").mode, mode);
        assert.ok(!readdirSync("/dev").some((name) => name.endsWith(".lock")));
      },
    );
  }
  it("is refused for both --journal and --failed, there or not yet", async () => {
    command.write("rows.csv", csvOf(1));
    const both = ["--journal=one", "--failed=./one"];
    await refuses(both, /--failed \.\/one is the journal/);
    assert.equal((await command.run([...args, "--journal=one"])).code, 0);
    command.emulator.reset();
    await refuses(both, /--failed \.\/one is the journal/);
    const lock = ["--failed=rows.csv.journal.lock"];
    await refuses(lock, /is the journal's lock/);
  });
  it("is refused if the lock would be beside the journal", async () => {
    command.write("rows.csv", csvOf(1));
    command.write("j.lock", apiKey);
    const more = ["--journal=j", "--api-key-file=j.lock"];
    await refuses(more, /the lock j\.lock is the file of --api-key-file/);
  });
  it("keeps its mode if it is a journal", async () => {
    command.write("rows.csv", csvOf(1));
    await command.run(args);
    chmodSync(command.path("rows.csv.journal"), 0o640);
    assert.equal((await command.run(args)).code, 0);
    const { mode } = statSync(command.path("rows.csv.journal"));
    assert.equal(mode & 0o777, 0o640);
  });
  it("stays a link if it is a link to a journal", async () => {
    command.write("rows.csv", csvOf(1));
    await command.run([...args, "--journal=real"]);
    symlinkSync("real", command.path("rows.csv.journal"));
    command.write("rows.csv", csvOf(2));
    assert.equal((await command.run(args)).code, 0);
    assert.equal(readlinkSync(command.path("rows.csv.journal")), "real");
    assert.equal(command.journal("real").length, 5);
  });
});
