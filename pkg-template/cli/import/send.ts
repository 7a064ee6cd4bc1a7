import {
  APIConnectionError,
  type CareCycle,
  type CareCycleError,
  type CreateManyResult,
  type CreateManyStatus,
} from "carecycle-custom-fields";
import { CommandError } from "../exit.js";
import type { Options } from "../options/read.js";
import { messageOf } from "../report/errors.js";
import type { FailedRows } from "../report/failed.js";
import type { Interrupt } from "./interrupt.js";
import type { Entry, Journal } from "../journal/journal.js";
import type { Lock } from "../journal/lock.js";
import type { Report } from "../report/report.js";
import type { Row } from "../formats/rows.js";
import type { Tally } from "../report/tally.js";
import { ignoredProxy } from "../report/proxy.js";
import { Gate } from "./gate.js";
import { StopRules } from "./stop.js";
import { serverOf } from "./client.js";

/** What sending needs. */
export interface Work {
  client: CareCycle;
  options: Options;
  /** The rows to send, in order. */
  toSend: AsyncIterable<Row> & { size: number };
  journal: Journal | undefined;
  /** The journal's lock; if another command took it over, nothing more is sent. */
  lock: Lock | undefined;
  failed: FailedRows | undefined;
  report: Report;
  tally: Tally;
  interrupt: Interrupt;
}

/** Sends rows and keeps the journal; returns why it ended early, if it did. */
export async function send(work: Work): Promise<string | undefined> {
  const { client, interrupt, options, report, tally, toSend } = work;
  /** The calls that have sent a request. */
  const calls = new Map<number, string>();
  const record = new Recorder(work.journal, work.lock);
  const { concurrency, maxRejected } = options;
  const rules = new StopRules(maxRejected, tally.createdBefore > 0);
  const gate = new Gate(toSend, rules);
  const results = client.customers.customFields.createMany(gate, {
    ...(concurrency !== undefined && { concurrency }),
    signal: record.signal,
    onProgress: (progress) => report.progress(progress),
    onRequest: ({ row, requestId }) => {
      calls.set(row.index, requestId);
      record.write({ ...of(row), status: "sending", requestId });
    },
    onWait: ({ row, attempt, requestId }) => {
      // It is retried, so the previous request created nothing.
      if (attempt > 1) record.write({ ...of(row), status: "retry", requestId });
    },
  });
  interrupt.onFirst = () => {
    report.note(
      "Finishing the rows in flight; press Ctrl-C again to stop immediately.",
    );
    results.stop();
  };
  report.start(toSend.size);
  const hint = proxyHint(work);
  let why: string | undefined;
  try {
    for await (const result of results) {
      const { row } = result;
      const requestId = calls.get(row.index);
      if (requestId !== undefined) record.result(result, requestId);
      calls.delete(row.index);
      const before = work.journal?.isUnknown(row.index) ?? false;
      recordResult(work, result, before);
      hint(result.error);
      why ??= rules.reason(result);
      if (why) results.stop();
      gate.done();
    }
  } catch (error) {
    // No row is in progress any more; results that were not read are unknown.
    work.tally.add("unknown", calls.size);
    // The source's own error.
    if (!(error instanceof CommandError)) throw error;
    why = messageOf(error);
  } finally {
    report.end();
  }
  return record.failure ?? why;
}

/** Says once that a proxy is ignored, when a connection fails. */
function proxyHint({ options, report }: Work) {
  let isSaid = false;
  return (error: CareCycleError | undefined) => {
    if (isSaid || !(error instanceof APIConnectionError)) return;
    isSaid = true;
    const ignored = ignoredProxy(serverOf(options));
    if (ignored !== undefined) report.print(ignored);
  };
}

/** Counts a row, reports it, and keeps it if it was rejected. */
function recordResult(
  work: Work,
  result: CreateManyResult<Row>,
  before: boolean,
) {
  const { row, value, error } = result;
  const status = statusOf(result, before);
  work.tally.add(status);
  work.report.result({ row, status, id: value?.id, error });
  if (status === "rejected") work.failed?.add(row);
}

function statusOf(
  { status, error }: CreateManyResult<Row>,
  before: boolean,
): CreateManyStatus {
  // The retry failed, but the earlier request may have created it.
  if (before && status !== "created") return "unknown";
  // It was waiting for a retry when the command was interrupted.
  return status === "rejected" && error.code === "ABORTED" ? "notSent" : status;
}

const of = ({ index, line, hash }: Row) => ({ index, line, hash });

/** Writes the journal. If that fails, or another command took it over, nothing more is sent. */
class Recorder {
  failure: string | undefined;
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;

  constructor(
    readonly journal: Journal | undefined,
    readonly lock: Lock | undefined,
  ) {
    const lost = lock?.lost;
    const fail = () => this.#fail((lost?.reason as Error).message);
    if (lost?.aborted) fail();
    lost?.addEventListener("abort", fail);
  }

  write(entry: Entry): void {
    if (this.lock?.isHeld() === false || this.failure !== undefined) return;
    try {
      this.journal?.append(entry);
    } catch (error) {
      const { code } = error as { code?: string };
      this.#fail(`the journal cannot be written: ${code ?? "error"}`);
    }
  }

  #fail(why: string): void {
    this.failure ??= why;
    this.#controller.abort();
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
