/** The import starts slowly, and stops by itself where going on would do the same to every row. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readOnlyKey } from "../emulator/fixtures.mjs";
import { created, html, json, useServer } from "./server.mjs";
import { csvOf, customerId, number, useCommand, wait } from "./setup.mjs";

const nobody = "11111111-1111-4111-8111-111111111111";
const rowOf = (/** @type {string} */ customer, /** @type {number} */ at) =>
  `${customer},${number},${at}\n`;
const header = "customerId,fieldDefinitionId,numberValue\n";
/** Rows of which some customers do not exist. */
const rowsOf = (/** @type {boolean[]} */ exist) =>
  header + exist.map((is, at) => rowOf(is ? customerId : nobody, at)).join("");
const times = (/** @type {number} */ count, /** @type {boolean} */ exist) =>
  Array(count).fill(exist);

describe("an import costs one row", () => {
  const command = useCommand();
  const server = useServer();
  /**
   * Runs 50 rows, of which one is sent.
   *
   * @param {string[]} args
   * @param {Parameters<typeof command.run>[1]} [options]
   */
  async function costsOne(args, options) {
    command.write("rows.csv", csvOf(50));
    const ended = await command.run(["rows.csv", ...args], options);
    const started = command
      .journal()
      .filter(({ status }) => status === "sending");
    assert.equal(new Set(started.map(({ index }) => index)).size, 1);
    return ended;
  }

  for (const [key, said] of [
    [
      "cc_wrong",
      /^Stopped: the API key was refused \(HTTP 401, UNAUTHORIZED\)/m,
    ],
    [
      readOnlyKey,
      /^Stopped: the API key lacks the permission \(HTTP 403, FORB/m,
    ],
  ])
    it(`if the key is refused: ${said}`, async () => {
      const env = { CARECYCLE_API_KEY: String(key) };
      const { code, stdout, stderr } = await costsOne([], { env });
      assert.equal(code, 1);
      assert.equal(stdout, "50 rows: 0 created, 1 rejected, 49 not sent\n");
      assert.match(stderr, /** @type {RegExp} */ (said));
    });
  for (const [status, code, words] of /** @type {const} */ ([
    [404, 1, "the server refused the request (HTTP 404)"],
    [405, 1, "the server refused the request (HTTP 405)"],
    [
      302,
      1,
      "the server redirected the request (HTTP 302, UNEXPECTED_RESPONSE)",
    ],
  ]))
    it(`if the URL is another server's, which responds with ${status}`, async () => {
      server.answers(({ response }) => html(response, status));
      const ended = await costsOne([`--base-url=${server.url}`]);
      assert.equal(ended.code, code);
      assert.ok(
        ended.stderr.includes(`Stopped: the server is not the API: ${words}`),
        ended.stderr,
      );
      assert.match(ended.stderr, /Check --base-url/);
      assert.equal(server.bodies.length, 1);
    });
  for (const [status, words] of /** @type {const} */ ([
    [200, "the response is not the API's (HTTP 200, UNEXPECTED_RESPONSE)"],
    [303, "the server redirected the request (HTTP 303, UNEXPECTED_RESPONSE)"],
  ]))
    it(`if a sign-on page responds with ${status}, which says nothing about the row`, async () => {
      server.answers(({ response }) => html(response, status));
      const ended = await costsOne([`--base-url=${server.url}`]);
      assert.equal(ended.code, 3);
      assert.equal(
        ended.stdout,
        "50 rows: 0 created, 1 unknown, 49 not sent\n",
      );
      assert.ok(
        ended.stderr.includes(`Stopped: the server is not the API: ${words}`),
        ended.stderr,
      );
      assert.equal(server.bodies.length, 1);
    });
  it("if the API cannot be reached", async () => {
    const { code, stdout, stderr } = await costsOne([
      "--base-url=https://nobody.invalid",
      "--max-retries=0",
    ]);
    assert.equal(code, 1);
    assert.equal(stdout, "50 rows: 0 created, 50 not sent\n");
    assert.match(stderr, /^Stopped: the API could not be reached \(E\w+\)\.$/m);
  });
});

describe("an import that gets a page of another server", () => {
  const command = useCommand();
  const server = useServer();

  it("treats it later on as one row's outcome, not as a wrong URL", async () => {
    command.write("rows.csv", csvOf(9));
    server.answers(({ body, response, count }) =>
      count === 3
        ? html(response, 404)
        : count === 5
          ? html(response, 200)
          : created({ body, response }),
    );
    const args = ["rows.csv", `--base-url=${server.url}`, "--concurrency=1"];
    const { code, stdout } = await command.run(args);
    assert.equal(code, 3);
    assert.equal(stdout, "9 rows: 7 created, 1 rejected, 1 unknown\n");
  });
  it("continues immediately if --max-rejected allows it", async () => {
    command.write("rows.csv", csvOf(9));
    server.answers(({ body, response, count }) =>
      count === 1 ? html(response, 413) : created({ body, response }),
    );
    const args = ["rows.csv", `--base-url=${server.url}`, "--max-rejected=2"];
    const { code, stdout } = await command.run(args);
    assert.equal(code, 1);
    assert.equal(stdout, "9 rows: 8 created, 1 rejected\n");
  });
});

describe("an import with unknown outcomes", () => {
  const command = useCommand();
  const server = useServer();
  const run = (/** @type {string[]} */ ...args) =>
    command.run(["rows.csv", `--base-url=${server.url}`, ...args]);

  it("sends one row at a time, and stops after five", async () => {
    command.write("rows.csv", csvOf(50));
    server.answers(async ({ response }) => {
      await wait(10);
      response.destroy();
    });
    const { code, stdout } = await run();
    assert.equal(code, 3);
    assert.equal(stdout, "50 rows: 0 created, 5 unknown, 45 not sent\n");
    assert.deepEqual([server.bodies.length, server.most], [5, 1]);
  });
  it("continues one row at a time after them, and in parallel after a response", async () => {
    command.write("rows.csv", csvOf(30));
    /** @type {number[]} */
    const together = [];
    let now = 0;
    server.answers(async ({ count, body, response }) => {
      together[count] = ++now;
      await wait(count === 3 ? 5 : 30);
      now--;
      if (count === 3) response.destroy();
      else created({ body, response });
    });
    const { code, stdout } = await run("--concurrency=4");
    assert.equal(code, 3);
    assert.equal(stdout, "30 rows: 29 created, 1 unknown\n");
    // The first, four of which the second is lost, one alone, and the rest.
    assert.equal(together[1], 1);
    assert.equal(Math.max(...together.slice(2, 6)), 4);
    assert.equal(together[6], 1);
    assert.ok(together.slice(7).includes(4));
  });
});

describe("an import of rows that are rejected alike", () => {
  const command = useCommand();
  const server = useServer();
  const sent = () => command.emulator.requests.length;

  it("stops after the first ten of 5,000", async () => {
    // Texts, for a definition of numbers.
    command.write("rows.csv", csvOf(5000));
    const args = ["rows.csv", `--field-definition=${number}`];
    const file = command.read("rows.csv").replace(/,[\w-]{36},/g, ",");
    command.write("rows.csv", file.replace("fieldDefinitionId,", ""));
    const { code, stdout, stderr } = await command.run(args);
    assert.equal(code, 1);
    assert.equal(
      stdout,
      "5,000 rows: 0 created, 10 rejected, 4,990 not sent\n",
    );
    assert.match(
      stderr,
      /^Stopped: 10 rows in a row were rejected in the same way: the server refused the request \(HTTP 400, BAD_REQUEST\)\. Correct .*--max-rejected N or off\.$/m,
    );
    assert.equal(sent(), 10);
  });
  it("stops after any 20 in a row, however many are sent at once", async () => {
    command.write(
      "rows.csv",
      rowsOf([...times(30, true), ...times(80, false)]),
    );
    const { code, stdout } = await command.run(["rows.csv", "--json"]);
    assert.equal(code, 1);
    // In the order of completion, which is not quite that of the rows.
    const statuses = [...stdout.matchAll(/"status":"(\w+)"/g)].map(
      ([, status]) => status,
    );
    const last = statuses.lastIndexOf("created");
    assert.deepEqual(statuses.slice(last + 1), Array(20).fill("rejected"));
    assert.equal(sent(), statuses.length);
  });
  it("continues after fewer", async () => {
    const rows = [false, ...times(4, false), ...times(3, true)];
    const more = [...times(19, false), true, ...times(19, false), true];
    command.write("rows.csv", rowsOf([...rows, ...more]));
    const args = ["rows.csv", "--concurrency=1"];
    const { code, stdout } = await command.run(args);
    assert.equal(code, 1);
    assert.equal(stdout, "48 rows: 5 created, 43 rejected\n");
  });
  it("continues if they are rejected for different reasons", async () => {
    command.write("rows.csv", csvOf(60));
    server.answers(({ response, count }) =>
      count % 2
        ? json(response, 404, { message: "", code: "NOT_FOUND" })
        : json(response, 400, { message: "", code: `REASON_${count}` }),
    );
    const args = ["rows.csv", `--base-url=${server.url}`];
    const { code, stdout } = await command.run(args);
    assert.equal(code, 1);
    assert.equal(stdout, "60 rows: 0 created, 60 rejected\n");
  });
  it("stops after as many as --max-rejected says", async () => {
    for (const [limit, rejected] of [
      [1, 1],
      [3, 3],
      [15, 15],
    ]) {
      command.emulator.reset();
      command.write("rows.csv", rowsOf(times(40, false)));
      const args = ["rows.csv", "--no-journal", `--max-rejected=${limit}`];
      const { code, stdout, stderr } = await command.run(args);
      assert.equal(code, 1);
      assert.equal(
        stdout,
        `40 rows: 0 created, ${rejected} rejected, ${40 - rejected} not sent\n`,
      );
      assert.match(stderr, /^Stopped: (a row was|\d+ rows in a row were) rej/m);
      assert.equal(sent(), rejected);
    }
  });
  it("continues to the end if that is turned off", async () => {
    command.write("rows.csv", rowsOf(times(60, false)));
    const args = ["rows.csv", "--max-rejected=off"];
    const { code, stdout, stderr } = await command.run(args);
    assert.equal(code, 1);
    assert.equal(stdout, "60 rows: 0 created, 60 rejected\n");
    assert.doesNotMatch(stderr, /Stopped/);
  });
  it("stops after 20 at the next start, too, if rows were created before", async () => {
    const rows = [true, ...times(30, false)];
    command.write("rows.csv", rowsOf(rows));
    await command.run(["rows.csv", "--max-rejected=1"]);
    command.emulator.reset();
    const { stdout } = await command.run(["rows.csv"]);
    assert.equal(
      stdout,
      "31 rows: 0 created, 1 created before, 20 rejected, 10 not sent\n",
    );
    assert.equal(sent(), 20);
  });
});

describe("an import of valid rows", () => {
  const command = useCommand();
  const server = useServer();

  it("sends as many rows in parallel as it may from the second on", async () => {
    command.write("rows.csv", csvOf(64));
    /** @type {number[]} */
    const together = [];
    let now = 0;
    /** @type {() => void} */
    let open = () => {};
    const full = new Promise((resolve) => (open = () => resolve(undefined)));
    server.answers(async ({ count, body, response }) => {
      together[count] = ++now;
      if (now === 16) open();
      // The next sixteen are answered only once all are there.
      if (count > 1) await full;
      now--;
      created({ body, response });
    });
    const args = ["rows.csv", `--base-url=${server.url}`];
    const { code } = await command.run(args);
    assert.equal(code, 0);
    assert.deepEqual(together.slice(1, 18), [
      1,
      ...Array.from({ length: 16 }, (_, at) => at + 1),
    ]);
  });
});
