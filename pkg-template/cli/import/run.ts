import type { Options } from "../options/read.js";
import { type Checked, checkRows } from "./check.js";
import { clientOf, serverOf } from "./client.js";
import { CommandError, EXIT } from "../exit.js";
import { FailedRows } from "../report/failed.js";
import { Interrupt } from "./interrupt.js";
import { Journal } from "../journal/journal.js";
import { lock } from "../journal/lock.js";
import { Report } from "../report/report.js";
import { type Row, Rows } from "../formats/rows.js";
import { send } from "./send.js";
import { type Source, openSource } from "../formats/source.js";
import { Tally } from "../report/tally.js";
import { ranges, rows as counted } from "../report/words.js";

/** What both ways of running work with. */
interface Run {
  options: Options;
  source: Source;
  report: Report;
  failed: FailedRows | undefined;
  interrupt: Interrupt;
}

/** Checks a file's rows, and imports them; gives the exit code. */
export async function run(options: Options): Promise<number> {
  const interrupt = new Interrupt();
  const source = await openSource(options.file);
  const report = new Report(options);
  let failed: FailedRows | undefined;
  try {
    if (options.failed !== undefined)
      failed = new FailedRows(options.failed, source);
    const run: Run = { options, source, report, failed, interrupt };
    return await (options.dryRun ? dryRun(run) : importRows(run));
  } finally {
    failed?.close();
    source.close();
  }
}

async function dryRun(run: Run): Promise<number> {
  const { hashes, invalid } = await check(run, rowsOf(run));
  const { length } = hashes;
  run.report.checked(length - invalid.size, invalid.size);
  return invalid.size ? EXIT.notCreated : EXIT.created;
}

const rowsOf = ({ source, options }: Run, salt?: string): Rows =>
  new Rows(source, options.format, options.mapping, salt);

async function check({ report, failed }: Run, rows: Rows): Promise<Checked> {
  const checked = await checkRows(rows, (invalid) => {
    report.invalid(invalid);
    failed?.add(invalid.row, rows);
  });
  report.invalidEnd();
  return checked;
}

async function importRows(run: Run): Promise<number> {
  const { journal: path } = run.options;
  const client = clientOf(run.options);
  const release = path === undefined ? undefined : await lock(path);
  const journal = path === undefined ? undefined : new Journal(path);
  try {
    const rows = rowsOf(run, journal?.salt ?? "");
    const checked = await check(run, rows);
    const header = {
      rows: checked.hash,
      count: checked.hashes.length,
      server: serverOf(run.options),
    };
    journal?.mustBeOf(header);
    const refused = mayNotStart(run, checked, journal);
    if (refused !== undefined) return refused;
    journal?.open(header);
    return await sendRows(run, rows, checked, journal, client);
  } finally {
    journal?.close();
    release?.();
  }
}

/** The exit code where a person must decide first. */
function mayNotStart(
  { options, report }: Run,
  { invalid }: Checked,
  journal: Journal | undefined,
): number | undefined {
  if (invalid.size && !options.skipInvalid) {
    report.say(
      `Nothing was sent, since ${counted(invalid.size)} cannot be; correct them, or send the others with --skip-invalid.`,
    );
    return EXIT.notCreated;
  }
  const unknown = journal?.unknownLines() ?? [];
  if (!unknown.length || options.unknown) return undefined;
  report.say(
    `Nothing was sent. Of ${counted(unknown.length)} it is unknown whether they were created: line ${ranges(unknown)}. ` +
      "Check whether their values exist; then start again with --unknown skip, or with --unknown retry to send them again.",
  );
  return EXIT.unknown;
}

async function sendRows(
  run: Run,
  rows: Rows,
  checked: Checked,
  journal: Journal | undefined,
  client: ReturnType<typeof clientOf>,
): Promise<number> {
  const { options, report, interrupt, failed } = run;
  const indexes = [...checked.hashes.keys()];
  const isCreated = (index: number) => journal?.isCreated(index) ?? false;
  const isSkipped = (index: number) =>
    options.unknown === "skip" && (journal?.isUnknown(index) ?? false);
  const skipped = indexes.filter(isSkipped).length;
  const isToSend = (index: number) =>
    !checked.invalid.has(index) && !isCreated(index) && !isSkipped(index);
  const tally = new Tally(indexes.length, indexes.filter(isCreated).length);
  tally.add("invalid", checked.invalid.size);
  tally.add("unknown", skipped);
  const toSend = new RowsToSend(rows, checked.hashes, indexes.filter(isToSend));
  const why = toSend.size
    ? await send({
        client,
        options,
        rows,
        toSend,
        journal,
        failed,
        report,
        tally,
        interrupt,
      })
    : undefined;
  if (why !== undefined) report.say(`Stopped: ${why}.`);
  report.summary(tally);
  report.howToGoOn(tally, journal);
  if (interrupt.came) return EXIT.interrupted;
  return journal?.unknownLines().length ? EXIT.unknown : tally.exitCode;
}

/** The rows that are to be sent, as they were when they were checked. */
class RowsToSend {
  readonly size: number;
  readonly #indexes: Set<number>;

  constructor(
    readonly rows: Rows,
    readonly hashes: readonly string[],
    indexes: readonly number[],
  ) {
    this.#indexes = new Set(indexes);
    this.size = indexes.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    let left = this.size;
    for await (const row of this.rows) {
      if (!this.#indexes.has(row.index)) continue;
      if (row.hash !== this.hashes[row.index]) throw changed();
      left--;
      yield row;
    }
    if (left) throw changed();
  }
}

const changed = () =>
  new CommandError("the file was changed while it was imported");
