import {
  type CareCycleError,
  type CreateManyResult,
  APIConnectionError,
  UnexpectedResponseError,
} from "carecycle-custom-fields";
import type { Row } from "../formats/rows.js";
import { MAX_REJECTED, MAX_REJECTED_FIRST } from "../options/table.js";
import { codeOf, reasonOf, sentenceOf, statusOf } from "../report/errors.js";

/** With this many rows in a row without a response, the cause is not a single row. */
const MAX_UNKNOWN = 5;

/** Decides when the import stops by itself. */
export class StopRules {
  readonly #asked: number | undefined;
  readonly #createdBefore: boolean;
  /** Rows that this run created. */
  #created = 0;
  /** Whether the server has turned out to be the API. */
  #isApi = false;
  #unknown = 0;
  /** The latest rows that were rejected in the same way. */
  #alike = { kind: "", count: 0 };

  /**
   * @param asked the value of `--max-rejected`; `Infinity` for `off`
   * @param createdBefore whether an earlier run created a row
   */
  constructor(asked: number | undefined, createdBefore: boolean) {
    this.#asked = asked;
    this.#createdBefore = createdBefore;
  }

  /** How many rows may be in progress, so that no more are rejected than allowed. */
  get maxInProgress(): number {
    return this.#maxRejected - this.#alike.count;
  }

  get #maxRejected(): number {
    if (this.#asked !== undefined) return this.#asked;
    return this.#created || this.#createdBefore
      ? MAX_REJECTED
      : MAX_REJECTED_FIRST;
  }

  /** Takes a row's result into account; returns a reason to stop, if there is one. */
  reason({ status, error }: CreateManyResult<Row>): string | undefined {
    this.#unknown = status === "unknown" ? this.#unknown + 1 : 0;
    if (status !== "rejected") this.#alike = { kind: "", count: 0 };
    if (status === "created") {
      this.#created++;
      this.#isApi = true;
    }
    if (!error || error.code === "ABORTED") return undefined;
    switch (status) {
      case "unknown":
        return this.#ofUnknown(error);
      case "rejected":
        return this.#ofRejected(error);
      case "notSent":
        return error instanceof APIConnectionError
          ? `the API could not be reached (${reasonOf(error) ?? codeOf(error)})`
          : sentenceOf(error);
      default:
        return undefined;
    }
  }

  #ofUnknown(error: CareCycleError): string | undefined {
    // A sign-in page, for instance, which the next row would get too.
    if (!this.#isApi && error instanceof UnexpectedResponseError)
      return notTheApi(error);
    return this.#unknown >= MAX_UNKNOWN
      ? `the outcome of ${MAX_UNKNOWN} rows in a row is unknown`
      : undefined;
  }

  #ofRejected(error: CareCycleError): string | undefined {
    const status = statusOf(error);
    if (status === 401)
      return `the API key was refused (HTTP ${status}, ${codeOf(error)})`;
    const kind = `${status} ${codeOf(error)}`;
    const before = this.#alike.kind === kind ? this.#alike.count : 0;
    this.#alike = { kind, count: before + 1 };
    this.#isApi ||=
      codeOf(error) !== `HTTP_${status}` &&
      !(error instanceof UnexpectedResponseError);
    if (this.#asked === undefined) {
      if (!this.#isApi) return `${notTheApi(error)}. ${CONTINUE}`;
      if (status === 403 && !this.#created)
        return `${sentenceOf(error)}. ${CONTINUE}`;
    }
    return this.#alike.count >= this.#maxRejected
      ? this.#tooMany(error)
      : undefined;
  }

  #tooMany(error: CareCycleError): string {
    const { count } = this.#alike;
    const rows = count === 1 ? "a row was" : `${count} rows in a row were`;
    return (
      `${rows} rejected in the same way: ${sentenceOf(error)}. ` +
      `Correct what they have in common, such as the definition or the column that holds the values. ${CONTINUE}`
    );
  }
}

const CONTINUE =
  "If the other rows are different, continue with --max-rejected N or off";

const notTheApi = (error: CareCycleError): string =>
  `the server is not the API: ${sentenceOf(error)}. Check --base-url, and whether a sign-in page is in between`;
