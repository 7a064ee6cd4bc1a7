import { createHash } from "node:crypto";
import type { CreateManyRow } from "carecycle-custom-fields";
import type { Mapping } from "./args.js";
import { type Request, fieldsOf, fromCells, fromObject } from "./columns.js";
import { csvRecords } from "./csv.js";
import { UsageError } from "./exit.js";
import { jsonRecords } from "./jsonl.js";
import type { Source } from "./source.js";

/** A row of the file, as a request. */
export interface Row extends CreateManyRow {
  /** Its place among the rows, from 0. */
  index: number;
  line: number;
  start: number;
  end: number;
  /** Of the customer's ID and the body; empty where none was asked for. */
  hash: string;
  /** What is wrong with the row as such, so that it is no request. */
  problem?: string;
}

/** The rows of a file, and what its columns are called. */
export class Rows {
  /** The header of a field's column. */
  readonly headers = new Map<string, string>();
  /** Where a CSV file's header ends. */
  headerEnd = 0;

  constructor(
    readonly source: Source,
    readonly mapping: Mapping,
    /** Goes into the hashes; none are made without it, since they take longer than the check. */
    readonly salt: string | undefined,
  ) {
    for (const [header, field] of mapping.columns)
      if (field) this.headers.set(field, header);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    let index = 0;
    const records =
      this.mapping.format === "csv" ? this.#csv() : this.#jsonLines();
    for await (const { request, ...row } of records) {
      // Checked before it is sent.
      const { customerId, body } = request as unknown as CreateManyRow;
      yield {
        index: index++,
        customerId,
        body,
        hash: this.#hash(request),
        ...row,
      };
    }
  }

  async *#csv() {
    let header: string[] | undefined;
    let fields: string[] = [];
    for await (const { cells, ...place } of csvRecords(this.source)) {
      if (!header) {
        header = cells;
        fields = fieldsOf(header, this.mapping);
        this.headerEnd = place.end;
        continue;
      }
      const request = fromCells(cells, fields, this.mapping);
      const ragged =
        cells.length !== header.length &&
        `the row has ${cells.length} cells, and the header ${header.length}`;
      yield { ...place, request, ...(ragged && { problem: ragged }) };
    }
    if (!header) throw new UsageError(`${this.source.name} has no header`);
  }

  async *#jsonLines() {
    for await (const { json, ...place } of jsonRecords(this.source)) {
      const isObject =
        typeof json === "object" && json !== null && !Array.isArray(json);
      yield {
        ...place,
        request: fromObject(isObject ? json : {}, this.mapping),
        ...(!isObject && { problem: "the line is no JSON object" }),
      };
    }
  }

  #hash({ customerId, body }: Request): string {
    if (this.salt === undefined) return "";
    return createHash("sha256")
      .update(JSON.stringify([this.salt, customerId, body]))
      .digest("base64url");
  }
}
