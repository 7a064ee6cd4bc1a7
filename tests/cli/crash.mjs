/**
 * One import that is killed at random moments and started again, while requests meet faults and its file is
 * edited: rows are appended, removed and put in another order, some of them while it runs.
 */
import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiKey } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import {
  columnOrders,
  contentOf,
  contentsOfCsv,
  count,
  csvOfContents,
  failedOf,
  isNobody,
  notedLines,
  pool,
  randomOf,
  readJournal,
} from "./crash-model.mjs";
import { needs, start, until, wait } from "./setup.mjs";

const MOST_KILLS = 3;
const MOST_STARTS = 14;
/** From this start on all goes well, and the file stays as it is, so that a run ends. */
const CALM = 7;

const FAULTS = [
  ...Array(12).fill("delay:ms=1"),
  ...["delay:ms=30", "slow-headers:ms=30", "429:retryAfter=0.03"],
  ...["429:retryAfter=0.03", "close-before", "close-after", "500"],
  ...["cut-body", "truncated", "502-html", "400"],
  // A success that shows no value.
  ...["html-200", "empty-200"],
];

/** Each command is process 1 then, as in a container of its own. */
const CONTAINER = ["unshare", "-rpf", "--mount-proc", "--kill-child"];
const hasContainers = !needs(CONTAINER.slice(1)).skip;

/** @typedef {import("../emulator/index.mjs").Emulator} Emulator */

/**
 * Kills a process some time after so many more requests, or after it was started.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {Emulator} emulator
 * @param {() => number} random
 */
async function killLater(child, emulator, random) {
  let hasEnded = false;
  child.on("exit", () => (hasEnded = true));
  const requests = emulator.requests.length + Math.floor(random() * 6);
  const ms = random() < 0.3 ? random() * 250 : random() * 25;
  await until(() => hasEnded || emulator.requests.length >= requests);
  await wait(ms);
  child.kill("SIGKILL");
}

/** One seeded run; gives how many kills met a running command, and what became of the rows. */
export async function crashRun(/** @type {number} */ seed) {
  const folder = mkdtempSync(join(tmpdir(), "crash-"));
  const emulator = await startEmulator({ rateLimit: false });
  try {
    return await new Run(seed, folder, emulator).play();
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ code: number | null, stderr: string, at: number }} Ended */

/**
 * @param {Promise<Omit<Ended, "at">>} ended
 * @returns {Promise<Ended>}
 */
const timed = async (ended) => ({ ...(await ended), at: performance.now() });

class Run {
  killed = 0;
  edits = 0;
  /** What the file holds, in order, and the most that it ever held of a content. */
  file = pool.slice(0, 10);
  most = new Map();
  /** @type {Map<string, string>} the content of each hash in the journal */
  contents = new Map();

  /**
   * @param {number} seed
   * @param {string} folder
   * @param {Emulator} emulator
   */
  constructor(seed, folder, emulator) {
    this.seed = seed;
    this.folder = folder;
    this.emulator = emulator;
    this.random = randomOf(seed);
    this.mode = this.random() < 0.5 ? "skip" : "retry";
    this.kills = Math.ceil(this.random() * MOST_KILLS);
    this.through = hasContainers && this.random() < 0.5 ? CONTAINER : [];
    /** How many commands were refused while another one ran. */
    this.refused = 0;
  }

  path = (/** @type {string} */ name) => join(this.folder, name);
  read = (/** @type {string} */ name) =>
    existsSync(this.path(name))
      ? readFileSync(this.path(name), "utf8")
      : undefined;
  /** @template Item @param {readonly Item[]} items */
  pick = (items) =>
    /** @type {Item} */ (items[Math.floor(this.random() * items.length)]);

  async play() {
    this.save();
    for (let starts = 0; starts < MOST_STARTS; starts++) {
      const isCalm = starts >= CALM;
      if (starts && !isCalm && this.random() < 0.6) this.edit();
      if (await this.once(starts, isCalm))
        return {
          killed: this.killed,
          starts: starts + 1,
          edits: this.edits,
          refused: this.refused,
          inContainers: this.through.length > 0,
          ...this.figures(),
        };
    }
    throw new Error(`seed ${this.seed} did not end in ${MOST_STARTS} starts`);
  }

  /** Another order, some rows less at times, and some that were not there. */
  edit() {
    this.edits++;
    const file = this.file
      .map((content) => ({ content, at: this.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ content }) => content);
    if (this.random() < 0.4) file.splice(0, Math.ceil(this.random() * 4));
    this.file = file;
    this.file.push(...this.missing().slice(0, Math.floor(this.random() * 3)));
    this.save();
  }

  /** Rows of the pool that the file has not. */
  missing() {
    const left = [...this.file];
    return pool.filter((content) => {
      const at = left.indexOf(content);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  }

  save() {
    this.columns = this.pick(columnOrders);
    writeFileSync(
      this.path("rows.csv"),
      csvOfContents(this.file, this.columns),
    );
    this.noteMost();
  }

  noteMost() {
    for (const content of pool)
      this.most.set(
        content,
        Math.max(this.most.get(content) ?? 0, count(this.file, content)),
      );
  }

  /** Appends a row to the file of a running command. */
  async appendLater(/** @type {Promise<unknown>} */ ended) {
    const [content] = this.missing();
    const ms = this.random() * 300;
    await Promise.race([wait(ms), ended]);
    if (content === undefined || !this.columns) return;
    const [, line] = csvOfContents([content], this.columns).split("\n");
    appendFileSync(this.path("rows.csv"), `${line}\n`);
    this.file = [...this.file, content];
    this.noteMost();
  }

  /** One start; whether another would do nothing. */
  async once(/** @type {number} */ starts, /** @type {boolean} */ isCalm) {
    const { emulator, folder, mode, random } = this;
    const before = readJournal(this.read("rows.csv.journal"), this.contents);
    const fileBefore = this.file;
    const failedBefore = this.read("f.csv");
    const lines = notedLines(this.read("rows.csv.journal"));
    const asksAtAll = failedOf(before, fileBefore).unknown.length > 0;
    // A person that is asked about unknown rows looks first.
    const asks = asksAtAll && random() < 0.3;
    const from = emulator.requests.length;
    emulator.faultQueue.length = 0;
    if (!isCalm)
      for (let at = 0; at < 60; at++)
        emulator.faultQueue.push(this.pick(FAULTS));
    const command = () =>
      start(
        [
          ...["import", "rows.csv", "--allow-duplicates"],
          ...["--rate-limit=6/100", "--concurrency=4"],
          ...["--failed=f.csv", ...(asks ? [] : [`--unknown=${mode}`])],
        ],
        {
          cwd: folder,
          env: { CARECYCLE_API_KEY: apiKey, CARECYCLE_BASE_URL: emulator.url },
          through: this.through,
        },
      );
    const { child, ended } = command();
    const rival = random() < 0.3 ? command() : undefined;
    const grows = !isCalm && random() < 0.3;
    await Promise.all([
      this.kills-- > 0 && killLater(child, emulator, random),
      grows && this.appendLater(ended),
    ]);
    const [first, second] = await Promise.all([
      timed(ended),
      rival && timed(rival.ended),
    ]);
    const { code, stderr, ran } = this.last(first, second);
    // What a killed process sent has been read once its connections are closed.
    do await wait(20);
    while (await emulator.countConnections());
    const requests = emulator.requests.slice(from);
    try {
      this.learn(lines);
      const after = readJournal(this.read("rows.csv.journal"), this.contents);
      const skips = asks || mode === "skip";
      this.check({ before, after, skips, requests, ran });
      this.checkFailed({ after, code, failedBefore, fileBefore });
      if (asks && code !== null) assert.deepEqual([code, requests], [3, []]);
      if (code === null) this.killed++;
      else if (!grows && !asks && this.isOver(after)) {
        const { unknown, rejected } = failedOf(after, this.file);
        assert.equal(code, unknown.length ? 3 : rejected.length ? 1 : 0);
        this.checkFolder(rejected.length > 0);
        return true;
      }
    } catch (error) {
      /** @type {Error} */ (error).message +=
        `\nseed ${this.seed}, start ${starts}, exit ${code}: ${stderr}\n` +
        this.read("rows.csv.journal");
      throw error;
    }
    return false;
  }

  /**
   * What came of a start: of two commands, of the one that was not refused. If one ended or was killed in time,
   * the other ran after it.
   *
   * @param {Ended} first
   * @param {Ended | undefined} [second]
   */
  last(first, second) {
    if (!second) return { ...first, ran: 1 };
    const isRefused = (/** @type {Ended} */ { code, stderr }) =>
      code === 2 && /another command|changed meanwhile/.test(stderr);
    const [refused] = [second, first].filter(isRefused);
    if (refused) this.refused++;
    else if (first.code === null) this.killed++;
    const [last, other] =
      first.at > second.at ? [first, second] : [second, first];
    return refused
      ? { ...(refused === last ? other : last), ran: 1 }
      : { ...last, ran: 2 };
  }

  /** Which content each hash is of: always the same, whatever the order of rows and columns. */
  learn(/** @type {number} */ lines) {
    const entries = (this.read("rows.csv.journal") ?? "").split("\n");
    for (const text of entries.slice(lines, -1)) {
      const { row, line } = JSON.parse(text);
      if (row === undefined) continue;
      const content = this.file[line - 2] ?? "";
      assert.equal(this.contents.get(row) ?? content, content, "one hash");
      this.contents.set(row, content);
    }
    assert.equal(
      new Set(this.contents.values()).size,
      this.contents.size,
      "a content has one hash",
    );
  }

  /**
   * What holds after each start, however it ended.
   *
   * @param {object} start
   * @param {import("./crash-model.mjs").Known} start.before
   * @param {import("./crash-model.mjs").Known} start.after
   * @param {boolean} start.skips whether rows of an unknown outcome are left
   * @param {Emulator["requests"]} start.requests
   * @param {number} start.ran how many commands were not refused
   */
  check({ before, after, skips, requests, ran }) {
    const values = this.emulator.values.map(contentOf);
    for (const content of new Set(pool)) {
      const was = before.of(content);
      const is = after.of(content);
      const sent = requests.filter(({ body }) => contentOf(body) === content);
      const mayCreate = sent.filter(({ fault }) => fault !== "429").length;
      const there = count(values, content);
      const known = is.created + is.unknown;
      const reported = `${content}: ${JSON.stringify(was)} → ${JSON.stringify(is)}, ${mayCreate} requests, ${there} values`;
      const inFile = count(this.file, content);
      const left = inFile - was.created - (skips ? was.unknown : 0);
      assert.ok(
        mayCreate <= ran * Math.max(left, 0),
        `sent again; ${reported}`,
      );
      assert.ok(is.created >= was.created, `forgotten; ${reported}`);
      assert.ok(there >= is.created, `lost; ${reported}`);
      if (this.mode === "retry") assert.ok(!there || known, reported);
      else {
        assert.ok(there <= known, `not known; ${reported}`);
        assert.ok(there <= this.most.get(content), `doubled; ${reported}`);
      }
    }
  }

  /**
   * The file of failed rows is true after a command that ended, and whole after one that was killed.
   *
   * @param {object} start
   * @param {import("./crash-model.mjs").Known} start.after
   * @param {number | null} start.code
   * @param {string | undefined} start.failedBefore
   * @param {string[]} start.fileBefore
   */
  checkFailed({ after, code, failedBefore, fileBefore }) {
    const text = this.read("f.csv");
    if (code === null && text === failedBefore) return;
    const found = text === undefined ? [] : contentsOfCsv(text);
    // What was appended meanwhile may have been there when the rows were checked.
    const expected = [fileBefore, this.file].map((file) =>
      failedOf(after, file).rejected.sort().join(),
    );
    assert.ok(
      expected.includes(found.sort().join()),
      `--failed holds ${found}, not ${expected[1]}`,
    );
    if (text !== undefined) assert.ok(found.length, "no empty file");
  }

  /** Nothing is left over. */
  checkFolder(/** @type {boolean} */ hasFailed) {
    assert.deepEqual(
      readdirSync(this.folder).filter((name) => !name.includes(".journal.")),
      [...(hasFailed ? ["f.csv"] : []), "rows.csv", "rows.csv.journal"],
    );
  }

  /** Whether another start would do nothing that this one has not done. */
  isOver(/** @type {import("./crash-model.mjs").Known} */ known) {
    const { unknown, rejected, created } = failedOf(known, this.file);
    return (
      created + rejected.length + unknown.length === this.file.length &&
      (this.mode === "skip" || unknown.every(isNobody)) &&
      rejected.every(isNobody)
    );
  }

  figures() {
    const values = this.emulator.values.map(contentOf);
    const known = readJournal(this.read("rows.csv.journal"), this.contents);
    const { unknown, rejected } = failedOf(known, this.file);
    let lost = 0;
    let doubled = 0;
    for (const content of new Set(pool)) {
      const there = count(values, content);
      lost += Math.max(known.of(content).created - there, 0);
      doubled += Math.max(there - (this.most.get(content) ?? 0), 0);
    }
    return {
      ...{ rows: this.file.length, mode: this.mode, unknown: unknown.length },
      ...{ rejected: rejected.length, lost, doubled },
    };
  }
}
