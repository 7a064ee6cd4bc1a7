import type {
  CareCycleError,
  CreateManyProgress,
  CreateManyStatus,
  ValidationIssue,
} from "carecycle-custom-fields";
import type { Row } from "../formats/rows.js";
import type { Journal } from "../journal/journal.js";
import type { Options } from "../options/read.js";
import { Progress } from "./progress.js";
import type { Tally } from "./tally.js";
import { ranges, rows, sentenceOf } from "./words.js";

/** What is wrong with a cell, or with the row where there is no column. */
export interface Issue extends Partial<ValidationIssue> {
  column: string | undefined;
  message: string;
}

/** A row that is no valid request. */
export interface InvalidRow {
  row: Row;
  issues: Issue[];
}

/** What became of a row. */
export interface Settled {
  row: Row;
  status: CreateManyStatus;
  /** Of the created value. */
  id: string | undefined;
  error: CareCycleError | undefined;
}

const PLAIN_EVERY_MS = 10_000;
const BAR_EVERY_MS = 250;

/** More rows than a person reads are not listed. */
const MOST_INVALID = 100;

/** Tells a person on standard error and, asked for, a machine on standard output. */
export class Report {
  readonly #options: Options;
  readonly #isTerminal = process.stderr.isTTY;
  #progress: Progress | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #invalid = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  invalid({ row, issues }: InvalidRow): void {
    const { line, index } = row;
    this.#json({ line, index, status: "invalid", issues });
    if (this.#options.json || ++this.#invalid > MOST_INVALID) return;
    for (const { column, message } of issues)
      this.say(`line ${line}${column ? `, ${column}` : ""}: ${message}`);
  }

  /** After all invalid rows were told. */
  invalidEnd(): void {
    const more = this.#invalid - MOST_INVALID;
    if (more > 0) this.say(`and ${rows(more)} more; --json lists all`);
  }

  start(total: number): void {
    this.#progress = new Progress(total);
    if (this.#options.quiet || (this.#options.json && !this.#isTerminal))
      return;
    this.#draw();
    const every = this.#isTerminal ? BAR_EVERY_MS : PLAIN_EVERY_MS;
    this.#timer = setInterval(() => this.#draw(), every);
    this.#timer.unref();
  }

  progress(progress: CreateManyProgress): void {
    this.#progress?.update(progress);
  }

  settled({ row, status, id, error }: Settled): void {
    const { line, index } = row;
    const sentence = sentenceOf(error, row);
    const told = error && {
      name: error.name,
      code: error.code,
      outcome: error.outcome,
      requestId: error.requestId,
      message: sentence,
    };
    this.#json({ line, index, status, id, error: told });
    // That the import ends early is told once.
    if (status === "notSent" && error?.code === "ABORTED") return;
    this.#progress?.add(status === "created");
    if (!this.#options.json && status !== "created")
      this.say(`line ${line}: ${status}: ${sentence}`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#timer && this.#isTerminal) this.#draw("\n");
    this.#timer = undefined;
  }

  summary(tally: Tally): void {
    this.#json({ summary: tally.counts });
    if (!this.#options.json && !this.#options.quiet)
      process.stdout.write(`${tally.text}\n`);
  }

  /** The summary of a dry run. */
  checked(valid: number, invalid: number): void {
    this.#json({ summary: { rows: valid + invalid, valid, invalid } });
    if (!this.#options.json && !this.#options.quiet)
      process.stdout.write(
        `${rows(valid + invalid)}: ${valid.toLocaleString("en-US")} valid, ${invalid.toLocaleString("en-US")} invalid\n`,
      );
  }

  /** What a person does next, where not all is created. */
  howToGoOn({ counts }: Tally, journal: Journal | undefined): void {
    const unknown = journal?.unknownLines() ?? [];
    if (unknown.length)
      this.say(
        `Of ${rows(unknown.length)} it is unknown whether they were created: line ${ranges(unknown)}. ` +
          "Check whether their values exist; then start again with --unknown skip or --unknown retry.",
      );
    if (!counts.notSent && !counts.rejected) return;
    this.note(
      journal
        ? "To go on, start the same command again: what is created is skipped."
        : "There is no journal: started again, the command sends all rows again.",
    );
  }

  /** Tells what is no mistake. */
  note(text: string): void {
    if (!this.#options.quiet) this.say(text);
  }

  say(text: string): void {
    const clear = this.#timer && this.#isTerminal ? CLEAR : "";
    process.stderr.write(`${clear}${text}\n`);
    if (clear) this.#draw();
  }

  #json(object: object): void {
    if (this.#options.json) process.stdout.write(`${JSON.stringify(object)}\n`);
  }

  #draw(end = ""): void {
    const progress = this.#progress;
    if (!progress) return;
    process.stderr.write(
      this.#isTerminal
        ? `${CLEAR}${progress.bar(process.stderr.columns || 80)}${end}`
        : `${progress.text}\n`,
    );
  }
}

/** Back to the line's start, and all of it away. */
const CLEAR = "\r\u001b[K";
