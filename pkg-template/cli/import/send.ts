import {
  APIError,
  type CareCycle,
  type CreateManyResult,
  type CreateManyStatus,
} from "carecycle-custom-fields";
import type { Options } from "../options/read.js";
import type { FailedRows } from "../report/failed.js";
import type { Interrupt } from "./interrupt.js";
import type { Entry, Journal } from "../journal/journal.js";
import type { Report } from "../report/report.js";
import type { Row } from "../formats/rows.js";
import type { Tally } from "../report/tally.js";

/** So many rows in a row without an answer are no accident of one row. */
const MOST_UNKNOWN = 5;

/** What sending works with. */
export interface Work {
  client: CareCycle;
  options: Options;
  /** The rows to send, in order. */
  toSend: AsyncIterable<Row> & { size: number };
  journal: Journal | undefined;
  failed: FailedRows | undefined;
  report: Report;
  tally: Tally;
  interrupt: Interrupt;
}

/** Sends rows and keeps the journal. Says why it ended early, where it did. */
export async function send(work: Work): Promise<string | undefined> {
  const { client, interrupt, options, report, toSend } = work;
  /** The calls that a request has left of. */
  const calls = new Map<number, string>();
  const record = new Recorder(work.journal);
  const { concurrency } = options;
  const results = client.customers.customFields.createMany(toSend, {
    ...(concurrency !== undefined && { concurrency }),
    signal: record.signal,
    onProgress: (progress) => report.progress(progress),
    onRequest: ({ row, requestId }) => {
      calls.set(row.index, requestId);
      record.write({ ...of(row), status: "sending", requestId });
    },
    onWait: ({ row, attempt, requestId }) => {
      // It is tried again: so the request before did nothing.
      if (attempt > 1) record.write({ ...of(row), status: "retry", requestId });
    },
  });
  interrupt.onFirst = () => {
    report.note("Finishing the rows in flight; Ctrl-C again stops at once.");
    results.stop();
  };
  report.start(toSend.size);
  let why: string | undefined;
  let unknown = 0;
  try {
    for await (const result of results) {
      const { row } = result;
      const requestId = calls.get(row.index);
      if (requestId !== undefined) record.result(result, requestId);
      calls.delete(row.index);
      const before = work.journal?.isUnknown(row.index) ?? false;
      settle(work, result, before);
      unknown = result.status === "unknown" ? unknown + 1 : 0;
      why ??= unknown >= MOST_UNKNOWN ? NO_ANSWERS : reasonToStop(result);
      if (why) results.stop();
    }
  } catch (error) {
    // The source's own.
    why = (error as Error).message;
  }
  report.end();
  return record.failure ?? why;
}

const NO_ANSWERS = `of ${MOST_UNKNOWN} rows in a row it is unknown whether they were created`;

function reasonToStop({ status, error }: CreateManyResult<Row>) {
  if (error instanceof APIError && error.status === 401)
    return "the API key was refused";
  return status === "notSent" && error?.code !== "ABORTED"
    ? "the API could not be reached"
    : undefined;
}

/** Counts a row, tells of it and keeps it where it failed. */
function settle(work: Work, result: CreateManyResult<Row>, before: boolean) {
  const { row, value, error } = result;
  const status = statusOf(result, before);
  work.tally.add(status);
  work.report.settled({ row, status, id: value?.id, error });
  if (status === "rejected") work.failed?.add(row);
}

function statusOf(
  { status, error }: CreateManyResult<Row>,
  before: boolean,
): CreateManyStatus {
  // Sent again in vain, it may still be there from before.
  if (before && status !== "created") return "unknown";
  // It waited for another attempt, and the command was interrupted.
  return status === "rejected" && error?.code === "ABORTED"
    ? "notSent"
    : status;
}

const of = ({ index, line, hash }: Row) => ({ index, line, hash });

/** Writes the journal; where that fails nothing more is sent. */
class Recorder {
  failure: string | undefined;
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;

  constructor(readonly journal: Journal | undefined) {}

  write(entry: Entry): void {
    if (this.failure !== undefined) return;
    try {
      this.journal?.append(entry);
    } catch (error) {
      const { code } = error as { code?: string };
      this.failure = `the journal cannot be written: ${code ?? "error"}`;
      this.#controller.abort();
    }
  }

  result(result: CreateManyResult<Row>, requestId: string): void {
    const { row, value, error } = result;
    const status = statusOf(result, false);
    if (status === "invalid") return;
    const httpStatus = error?.attempts.at(-1)?.status;
    this.write({
      ...of(row),
      status,
      requestId,
      ...(value && { id: value.id }),
      ...(httpStatus != null && { httpStatus }),
    });
  }
}
