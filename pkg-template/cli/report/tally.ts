import type { CreateManyStatus } from "carecycle-custom-fields";
import { EXIT } from "../exit.js";
import { rows } from "./words.js";

/** How many rows had which result. */
export interface Counts {
  rows: number;
  created: number;
  createdBefore: number;
  invalid: number;
  rejected: number;
  unknown: number;
  notSent: number;
}

/** Counts the results of a file's rows. */
export class Tally {
  readonly #seen = { created: 0, invalid: 0, rejected: 0, unknown: 0 };

  constructor(
    readonly total: number,
    readonly createdBefore: number,
  ) {}

  add(status: CreateManyStatus, count = 1): void {
    if (status !== "notSent") this.#seen[status] += count;
  }

  /** Rows without a result were not sent. */
  get counts(): Counts {
    const { created, invalid, rejected, unknown } = this.#seen;
    const withResult =
      created + invalid + rejected + unknown + this.createdBefore;
    return {
      rows: this.total,
      ...{ created, createdBefore: this.createdBefore },
      ...{ invalid, rejected, unknown, notSent: this.total - withResult },
    };
  }

  get exitCode(): number {
    const { created, createdBefore, unknown } = this.counts;
    if (unknown) return EXIT.unknown;
    return created + createdBefore === this.total
      ? EXIT.created
      : EXIT.notCreated;
  }

  get text(): string {
    const names: [keyof Counts, string][] = [
      ["created", "created"],
      ["createdBefore", "created before"],
      ["invalid", "invalid"],
      ["rejected", "rejected"],
      ["unknown", "unknown"],
      ["notSent", "not sent"],
    ];
    const { counts } = this;
    const parts = names
      .filter(([name]) => counts[name] || name === "created")
      .map(([name, text]) => `${counts[name].toLocaleString("en-US")} ${text}`);
    return `${rows(this.total)}: ${parts.join(", ")}`;
  }
}
