import { setImmediate } from "node:timers/promises";
import type { CreateManyRow } from "carecycle-custom-fields";
import {
  type Column,
  type Encoding,
  type Mapping,
  type SheetRow,
  encodingOf,
  headersOf,
  isKnownHeader,
  rowMaker,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { headerOf, recordsOf, refusal } from "./csv.js";
import { fromObject, jsonRecords } from "./jsonl.js";
import type { Source } from "./source.js";

/** How long rows are read without a pause. */
const MAX_BUSY_MS = 50;

/** A row of the file, as a request. */
export interface Row extends CreateManyRow {
  /** Its index among the rows, from 0. */
  index: number;
  line: number;
  start: number;
  end: number;
  /** The hash of its content; empty before the row was checked, and if it is not a request. */
  hash: string;
  /** Why the row as such is not a request. */
  problem: string | undefined;
}

/** A row as it was read. */
interface Read {
  place: { line: number; start: number; end: number };
  row: SheetRow;
}

/** The rows of a file, and the names of its columns. */
export class Rows {
  /** The header of a field's column. */
  readonly headers: ReadonlyMap<string, string>;
  /** Where a CSV file's header ends. */
  headerEnd = 0;
  /** The columns that are left out because they hold no field. */
  leftOut: readonly Column[] = [];

  constructor(
    readonly source: Source,
    readonly format: "csv" | "jsonl",
    readonly mapping: Mapping,
    readonly delimiter: string | undefined,
  ) {
    this.headers = headersOf(mapping);
  }

  /** The file's encoding. */
  get encoding(): Encoding {
    return encodingOf(this.source.slice(0, 2));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    for await (const some of this.batches()) yield* some;
  }

  /** All rows, in the batches in which they are read. */
  async *batches(): AsyncGenerator<Row[]> {
    let index = 0;
    let since = performance.now();
    const read = this.format === "csv" ? this.#csv() : this.#jsonLines();
    for (const some of readable(read, this.source)) {
      yield some.map((row) => this.#row(index++, row));
      if (performance.now() - since < MAX_BUSY_MS) continue;
      // Lets signals and timers run, such as the lock's.
      await setImmediate();
      since = performance.now();
    }
  }

  #row(index: number, { place, row: { request, problem } }: Read): Row {
    const { line, start, end } = place;
    // It is checked before it is sent.
    const { customerId, body } = request as unknown as CreateManyRow;
    return { index, line, start, end, customerId, body, hash: "", problem };
  }

  *#csv(): Generator<Read[]> {
    const { mapping, delimiter } = this;
    const isKnown = (header: string) => isKnownHeader(header, mapping);
    let make: ReturnType<typeof rowMaker> | undefined;
    for (const records of recordsOf(this.source, { delimiter, isKnown })) {
      if (!make) {
        const first = records.shift();
        if (!first) continue;
        const header = headerOf(first.cells, mapping);
        this.headerEnd = first.end;
        this.leftOut = header.leftOut;
        make = rowMaker(header, mapping);
      }
      const rowOf = make;
      yield records.map((place) => ({ place, row: rowOf(place) }));
    }
    if (!make) throw new UsageError(`${this.source.name} has no header`);
  }

  *#jsonLines(): Generator<Read[]> {
    for (const records of jsonRecords(this.source))
      yield records.map((place) => {
        const { request, twice } = fromObject(place.object, this.mapping);
        const problem =
          place.problem ??
          (twice &&
            `${twice} is set twice, by its key and by another key or an option`);
        return { place, row: { request, problem } };
      });
  }
}

/** Reports what cannot be read with the file's name. */
function* readable<Item>(
  items: Iterable<Item>,
  source: Source,
): Generator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw refusal(source, error);
  }
}

/**
 * A valid row as one text, the same for any format and order of columns. IDs may be in either case;
 * a field that is null differs from one that is left out.
 */
export function contentOf({ customerId, body }: Row): string {
  const { fieldDefinitionId, ...values } = body;
  const ids = [customerId, fieldDefinitionId].map((id) => id.toLowerCase());
  const byName = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([...ids, byName]);
}
