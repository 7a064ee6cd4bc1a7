import {
  type CareCycleError,
  type CreateManyProgress,
  type CreateManyStatus,
  ValidationError,
  type ValidationIssue,
} from "carecycle-custom-fields";
import type { Outlook } from "../../spreadsheet/index.js";
import type { Row } from "../formats/rows.js";
import type { Journal } from "../journal/journal.js";
import type { Options } from "../options/read.js";
import {
  codeOf,
  reasonOf,
  sentenceOf,
  statusOf,
  withoutKeys,
} from "./errors.js";
import { outlookText } from "./outlook.js";
import { writeJson, writeLine } from "./output.js";
import { Progress } from "./progress.js";
import type { Tally } from "./tally.js";
import { ranges, rows } from "./words.js";

/** What is wrong with a cell, or with the row where there is no column. */
export interface Issue extends Partial<ValidationIssue> {
  column: string | undefined;
  message: string;
}

/** A row that is no valid request. */
export interface InvalidRow {
  row: Pick<Row, "index" | "line">;
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

/** What the server says about a row, in its own words. */
interface Said {
  serverMessage?: string;
  serverIssues?: { path: string[]; message: string }[];
}

const PLAIN_EVERY_MS = 10_000;
const BAR_EVERY_MS = 250;

/** More rows than a person reads are not listed. */
const MOST_INVALID = 100;

/** Tells a person on standard error and, asked for, a machine on standard output. */
export class Report {
  readonly #options: Options;
  /** A dumb one takes escape sequences for text. */
  readonly #isTerminal = process.stderr.isTTY && process.env.TERM !== "dumb";
  #progress: Progress | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #invalid = 0;
  /** The lines of the rows that are created, of which the response could not be read. */
  readonly #unread: number[] = [];

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
    const said = error && this.#saidBy(error);
    this.#json({
      ...{ line, index, status, id },
      error: error && { ...factsOf(error), ...said },
    });
    if (status === "created" && error) this.#unread.push(line);
    // That the import ends early is told once.
    if (status === "notSent" && error?.code === "ABORTED") return;
    this.#progress?.add(status === "created");
    if (this.#options.json || !error) return;
    if (status !== "created")
      this.say(`line ${line}: ${status}: ${sentenceOf(error)}`);
    if (said?.serverMessage !== undefined)
      this.say(`  the server's message: ${said.serverMessage}`);
    for (const { path, message } of said?.serverIssues ?? [])
      this.say(`  the server's issue: ${[...path, message].join(": ")}`);
  }

  /** What the server says, if that was asked for: it may hold values, and the key as well. */
  #saidBy(error: CareCycleError): Said | undefined {
    if (!this.#options.showServerMessages) return undefined;
    const { serverMessage } = error as { serverMessage?: string };
    const isFromServer =
      error instanceof ValidationError && error.source === "server";
    return {
      ...(serverMessage !== undefined && {
        serverMessage: withoutKeys(serverMessage),
      }),
      ...(isFromServer && {
        serverIssues: error.errors.map(({ path, message }) => ({
          path: path.map(withoutKeys),
          message: withoutKeys(message),
        })),
      }),
    };
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#timer && this.#isTerminal) this.#draw("\n");
    this.#timer = undefined;
  }

  summary(tally: Tally): void {
    this.#json({ summary: tally.counts });
    if (!this.#options.json && !this.#options.quiet)
      writeLine(process.stdout, tally.text);
  }

  /** The summary of a dry run. */
  checked(valid: number, invalid: number, toSend: Outlook): void {
    this.#json({ summary: { rows: valid + invalid, valid, invalid, toSend } });
    if (this.#options.json || this.#options.quiet) return;
    for (const line of [
      `${rows(valid + invalid)}: ${valid.toLocaleString("en-US")} valid, ${invalid.toLocaleString("en-US")} invalid`,
      ...outlookText(toSend),
    ])
      writeLine(process.stdout, line);
  }

  /** What a person does next, where not all is created. */
  howToGoOn({ counts }: Tally, journal: Journal | undefined): void {
    if (this.#unread.length)
      this.say(
        `Of ${rows(this.#unread.length)} the response could not be read, though they were created: ` +
          `line ${ranges(this.#unread.toSorted((a, b) => a - b))}.`,
      );
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
    const clear = this.#timer && this.#isTerminal ? CLEAR : undefined;
    if (clear) process.stderr.write(clear);
    writeLine(process.stderr, text);
    if (clear) this.#draw();
  }

  #json(object: object): void {
    if (this.#options.json) writeJson(process.stdout, object);
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

/** An error for a machine; JSON leaves out what is undefined. */
const factsOf = (error: CareCycleError) => ({
  name: error.name,
  code: codeOf(error),
  outcome: error.outcome,
  requestId: error.requestId,
  status: statusOf(error),
  reason: reasonOf(error),
  message: sentenceOf(error),
});
