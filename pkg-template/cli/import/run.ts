import { type CareCycle, ConfigurationError } from "carecycle-custom-fields";
import type { Options } from "../options/read.js";
import type { CautionKind } from "../../spreadsheet/index.js";
import { DEFAULT_RATE_LIMIT } from "../../generated.js";
import { type Checked, checkRows } from "./check.js";
import { accountOf, clientOf } from "./client.js";
import { EXIT, ErrorAfterSending, UsageError } from "../exit.js";
import { assertFileOrNew } from "../special.js";
import { type Definitions, readDefinitions } from "./definitions.js";
import { refuseDuplicates } from "./duplicates.js";
import { FailedRows } from "../report/failed.js";
import { checkFiles } from "./files.js";
import { Interrupt } from "./interrupt.js";
import { Journal } from "../journal/journal.js";
import { JournalFile } from "../journal/file.js";
import { hashUnder, newSecret } from "../journal/secret.js";
import { type Lock, lock } from "../journal/lock.js";
import { type InvalidRow, Report } from "../report/report.js";
import { type Row, Rows, contentOf } from "../formats/rows.js";
import { send } from "./send.js";
import { openSource } from "../formats/open.js";
import type { Source } from "../formats/source.js";
import { Tally } from "../report/tally.js";
import { lines, rows as counted } from "../report/words.js";
import { RowsToSend } from "./to-send.js";

/** What both dry runs and imports need. */
interface Run {
  options: Options;
  source: Source;
  definitions: Definitions | undefined;
  report: Report;
  interrupt: Interrupt;
  progress: Progress;
}

interface Progress {
  isSending: boolean;
}

/**
 * Checks a file's rows and imports them; returns the exit code.
 *
 * @throws {ErrorAfterSending} if it failed when rows may have been sent
 */
export async function run(options: Options): Promise<number> {
  const progress: Progress = { isSending: false };
  try {
    return await runOf(options, progress);
  } catch (error) {
    throw progress.isSending ? new ErrorAfterSending(error) : error;
  }
}

async function runOf(options: Options, progress: Progress): Promise<number> {
  const interrupt = new Interrupt();
  checkFiles(options);
  const definitions =
    options.definitions === undefined
      ? undefined
      : readDefinitions(options.definitions);
  const source = await openSource(options.file);
  try {
    const report = new Report(options);
    const run: Run = {
      options,
      source,
      definitions,
      report,
      interrupt,
      progress,
    };
    return await (options.dryRun ? dryRun(run) : importRows(run));
  } finally {
    source.close();
  }
}

async function dryRun(run: Run): Promise<number> {
  const failed = failedOf(run);
  const rows = rowsOf(run);
  const checked = await check(run, rows, () => "");
  failed?.assertOwn(rows, checked);
  const { length } = checked.rows;
  const { size } = checked.invalid;
  const isWritten = writeFailed(run, { rows, checked, failed });
  noteAllowingOptions(run, checked);
  const { rateLimit = DEFAULT_RATE_LIMIT } = run.options;
  const outlook = checked.outlook?.get(rateLimit || undefined);
  if (outlook) run.report.checked(length - size, size, outlook);
  return size || !isWritten ? EXIT.notCreated : EXIT.created;
}

const rowsOf = ({ source, options }: Run): Rows =>
  new Rows(source, options.format, options.mapping, options.delimiter);

const failedOf = ({ options }: Run, journal?: Journal) =>
  options.failed === undefined
    ? undefined
    : new FailedRows(options.failed, journal);

async function check(
  { report, options, definitions }: Run,
  rows: Rows,
  hash: (row: Row) => string,
  journal?: Journal,
): Promise<Checked> {
  const { allowed, dryRun } = options;
  const onInvalid = (invalid: InvalidRow) => report.invalid(invalid);
  const checked = await checkRows(
    rows,
    { allowed, definitions },
    {
      hash,
      isSent: (hash) => journal?.hasSent(hash) ?? false,
      onInvalid,
      hasOutlook: dryRun,
    },
  );
  journal?.match(checked.rows);
  refuseDuplicates(rows, checked, journal, onInvalid);
  report.invalidEnd();
  if (rows.leftOut.length)
    report.note(
      `Columns left out because of --ignore-other-columns: ${rows.leftOut.map(({ name }) => JSON.stringify(name)).join(", ")}.`,
    );
  return checked;
}

/** Names the options that would send rows despite a caution. */
function noteAllowingOptions({ report }: Run, { cautions }: Checked): void {
  const allowing = [...cautions].map(
    ([kind, count]) => `${ALLOWING[kind]} (${counted(count)})`,
  );
  if (allowing.length)
    report.note(
      `The API itself allows some of these; to send them as they are: ${allowing.join(", ")}.`,
    );
}

const ALLOWING: Record<CautionKind, string> = {
  duplicate: "--allow-duplicates",
  empty: "--allow-empty",
  number: "--allow-any-number",
  date: "--allow-any-date",
};

/** What an import needs. */
interface Job {
  client: CareCycle;
  rows: Rows;
  checked: Checked;
  hash: (row: Row) => string;
  journal: Journal | undefined;
  lock: Lock | undefined;
  failed: FailedRows | undefined;
}

async function importRows(run: Run): Promise<number> {
  const { journal: path } = run.options;
  const account = await accountOf(run.options);
  const client = clientOf(run.options, account);
  if (path !== undefined) {
    assertFileOrNew(path);
    // Nothing but a journal may get a lock file.
    JournalFile.open(path)?.close();
  }
  const held =
    path === undefined
      ? undefined
      : await lock(path, (text) => run.report.note(text));
  let journal: Journal | undefined;
  try {
    if (path !== undefined) journal = new Journal(path, account);
    const failed = failedOf(run, journal);
    const rows = rowsOf(run);
    const hash = hashBy(journal);
    const checked = await check(run, rows, hash, journal);
    failed?.assertOwn(rows, checked);
    const lock = held;
    const job: Job = { client, rows, checked, hash, journal, lock, failed };
    const refused = exitCodeBeforeSending(run, checked, journal);
    if (refused !== undefined) {
      writeFailed(run, job);
      return refused;
    }
    if (held?.isHeld() === false)
      throw new UsageError((held.lost.reason as Error).message);
    journal?.open();
    return await sendRows(run, job);
  } finally {
    journal?.close();
    held?.release();
  }
}

/** Without a journal, hashes only show whether the file changes. */
function hashBy(journal: Journal | undefined): (row: Row) => string {
  const secret = newSecret();
  return (row) =>
    journal?.hash(contentOf(row)) ?? hashUnder(secret, contentOf(row));
}

/** Writes the file of failed rows, or says why it cannot; returns whether it succeeded. */
function writeFailed(
  { report }: Run,
  { failed, rows, checked }: Pick<Job, "failed" | "rows" | "checked">,
): boolean {
  const problem = failed?.write(rows, checked);
  if (problem !== undefined) report.print(problem);
  return problem === undefined;
}

/** The exit code if the user must decide something first. */
function exitCodeBeforeSending(
  run: Run,
  checked: Checked,
  journal: Journal | undefined,
): number | undefined {
  const { options, report } = run;
  const { invalid } = checked;
  if (invalid.size && !options.skipInvalid) {
    noteAllowingOptions(run, checked);
    report.print(
      `Nothing was sent, because the check found issues in ${counted(invalid.size)}. Correct them, or send the other rows with --skip-invalid.`,
    );
    return EXIT.notCreated;
  }
  const unknown = journal?.unknownLines() ?? [];
  if (!unknown.length || options.unknown) return undefined;
  report.print(
    `Nothing was sent, because the outcome of ${counted(unknown.length)} is unknown: ${lines(unknown)}. ` +
      "Check whether these values were created, then run the command again with --unknown skip or, to send them again, --unknown retry.",
  );
  return EXIT.unknown;
}

async function sendRows(run: Run, job: Job): Promise<number> {
  const { options, report, interrupt } = run;
  const { checked, journal } = job;
  const indexes = [...checked.rows.keys()];
  const isCreated = (index: number) => journal?.isCreated(index) ?? false;
  const isSkipped = (index: number) =>
    options.unknown === "skip" && (journal?.isUnknown(index) ?? false);
  const skipped = indexes.filter(isSkipped).length;
  const isToSend = (index: number) =>
    !checked.invalid.has(index) && !isCreated(index) && !isSkipped(index);
  const tally = new Tally(indexes.length, indexes.filter(isCreated).length);
  tally.add("invalid", checked.invalid.size);
  tally.add("unknown", skipped);
  noteGoneRows(run, journal);
  const { isWritten, why, fault } = await sendAndWriteFailed(
    run,
    job,
    indexes.filter(isToSend),
    tally,
  );
  if (why !== undefined) report.print(`Stopped: ${why}.`);
  const isWhole = why !== undefined || !noteChanges(run, job);
  report.summary(tally);
  report.nextSteps(tally, journal);
  if (fault) throw fault.cause;
  if (interrupt.came) return EXIT.interrupted;
  if (journal?.unknownLines().length) return EXIT.unknown;
  return (
    tally.exitCode || (isWritten && isWhole ? EXIT.created : EXIT.notCreated)
  );
}

/** How sending ended. */
interface Sent {
  isWritten: boolean;
  /** Why it ended early. */
  why: string | undefined;
  /** An unexpected error. */
  fault?: { cause: unknown };
}

/** Sends rows, and writes the file of failed rows however that ends. */
async function sendAndWriteFailed(
  run: Run,
  job: Job,
  indexes: readonly number[],
  tally: Tally,
): Promise<Sent> {
  const { rows, checked, hash, client, journal, lock, failed } = job;
  const { options, report, interrupt } = run;
  const toSend = new RowsToSend(rows, checked.rows, hash, indexes);
  const work = {
    client,
    options,
    toSend,
    journal,
    lock,
    failed,
    report,
    tally,
    interrupt,
  };
  let isWritten: boolean | undefined;
  const write = () => (isWritten ??= writeFailed(run, job));
  // At a second Ctrl-C, and before the lock is released.
  process.prependListener("exit", write);
  run.progress.isSending = true;
  try {
    const why = toSend.size ? await send(work) : undefined;
    return { isWritten: write(), why };
  } catch (cause) {
    // An option that the client rejects before it sends anything.
    if (cause instanceof ConfigurationError) {
      run.progress.isSending = false;
      throw cause;
    }
    // What was done until then is still reported.
    return { isWritten: write(), why: undefined, fault: { cause } };
  } finally {
    write();
    process.off("exit", write);
  }
}

/** Lists rows that the journal knows but that are gone from the file: their values stay. */
function noteGoneRows({ report }: Run, journal: Journal | undefined): void {
  const gone = journal?.goneLines() ?? [];
  if (gone.length)
    report.note(
      `The file no longer has ${counted(gone.length)} that the journal lists as created or possibly created, ` +
        `formerly ${lines(gone)}. If you edited such a row, it is sent as a new one.`,
    );
}

/** Reports rows of the file that were not sent because it changed. */
function noteChanges({ source, report }: Run, job: Job): boolean {
  const change = source.changeByName;
  if (change === "none") return false;
  const line = job.checked.rows.at(-1)?.line ?? 1;
  const what =
    change === "grown"
      ? `The file has grown since it was checked: the rows after line ${line} were not sent.`
      : "The file was changed after it was checked: the rows were sent as they were then.";
  report.print(
    job.journal
      ? `${what} Run the same command again to send the new rows.`
      : what,
  );
  return true;
}
