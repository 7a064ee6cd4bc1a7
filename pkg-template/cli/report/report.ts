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
import { lines, rows } from "./words.js";

/** What is wrong with a cell, or with the row as a whole if there is no column. */
export interface Issue extends Partial<ValidationIssue> {
  column: string | undefined;
  message: string;
}

/** A row that is not a valid request. */
export interface InvalidRow {
  row: Pick<Row, "index" | "line">;
  issues: Issue[];
}

/** The result of a row. */
export interface RowResult {
  row: Row;
  status: CreateManyStatus;
  /** The ID of the created value. */
  id: string | undefined;
  error: CareCycleError | undefined;
}

/** What the server says about a row. */
interface ServerMessages {
  serverMessage?: string;
  serverIssues?: { path: string[]; message: string }[];
}

const PLAIN_EVERY_MS = 10_000;
const BAR_EVERY_MS = 250;

/** No more rows are listed than a person reads. */
const MAX_INVALID = 100;

/** Reports to people on standard error and, with `--json`, to programs on standard output. */
export class Report {
  readonly #options: Options;
  /** A dumb terminal shows escape sequences as text. */
  readonly #isTerminal = process.stderr.isTTY && process.env.TERM !== "dumb";
  #progress: Progress | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #invalid = 0;
  /** The lines of the rows that were created but whose response could not be read. */
  readonly #unread: number[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  invalid({ row, issues }: InvalidRow): void {
    const { line, index } = row;
    this.#json({ line, index, status: "invalid", issues });
    if (this.#options.json || ++this.#invalid > MAX_INVALID) return;
    for (const { column, message } of issues)
      this.print(`line ${line}${column ? `, ${column}` : ""}: ${message}`);
  }

  /** To be called after all invalid rows. */
  invalidEnd(): void {
    const more = this.#invalid - MAX_INVALID;
    if (more > 0) this.print(`and ${rows(more)} more; --json lists all`);
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

  result({ row, status, id, error }: RowResult): void {
    const { line, index } = row;
    const fromServer = error && this.#serverMessages(error);
    this.#json({
      ...{ line, index, status, id },
      error: error && { ...factsOf(error), ...fromServer },
    });
    if (status === "created" && error) this.#unread.push(line);
    // The early end of the import is reported once, elsewhere.
    if (status === "notSent" && error?.code === "ABORTED") return;
    this.#progress?.add(status === "created");
    if (this.#options.json || !error) return;
    if (status !== "created")
      this.print(`line ${line}: ${status}: ${sentenceOf(error)}`);
    if (fromServer?.serverMessage !== undefined)
      this.print(`  the server's message: ${fromServer.serverMessage}`);
    for (const { path, message } of fromServer?.serverIssues ?? [])
      this.print(`  the server's issue: ${[...path, message].join(": ")}`);
  }

  /** What the server says, if asked for: it may contain values, and even the key. */
  #serverMessages(error: CareCycleError): ServerMessages | undefined {
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

  /** Says what to do next, if not all rows were created. */
  nextSteps({ counts }: Tally, journal: Journal | undefined): void {
    if (this.#unread.length)
      this.print(
        `${rows(this.#unread.length)} created, but the response could not be read: ` +
          `${lines(this.#unread.toSorted((a, b) => a - b))}.`,
      );
    const unknown = journal?.unknownLines() ?? [];
    if (unknown.length)
      this.print(
        `The outcome of ${rows(unknown.length)} is unknown: ${lines(unknown)}. ` +
          "Check whether these values were created, then run the command again with --unknown skip or --unknown retry.",
      );
    if (!counts.notSent && !counts.rejected) return;
    this.note(
      journal
        ? "To continue, run the same command again: rows that were created are skipped."
        : "There is no journal: another run sends all rows again.",
    );
  }

  /** Prints something that is not a problem. */
  note(text: string): void {
    if (!this.#options.quiet) this.print(text);
  }

  print(text: string): void {
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

/** Returns to the start of the line and clears it. */
const CLEAR = "\r\u001b[K";

/** An error for programs; JSON leaves out what is undefined. */
const factsOf = (error: CareCycleError) => ({
  name: error.name,
  code: codeOf(error),
  outcome: error.outcome,
  requestId: error.requestId,
  status: statusOf(error),
  reason: reasonOf(error),
  message: sentenceOf(error),
});
