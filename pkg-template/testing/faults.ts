import {
  Refusal,
  created,
  cut,
  lost,
  noConnection,
  refused,
} from "./responses.js";
import { ISSUE } from "./tables.mjs";

/** Makes the next request run into a fault. Each call is for one more request, in order. */
export interface NextFault {
  /** 429, with `retryAfter` in the body and the header. */
  (
    fault: 429,
    options?: {
      /** Seconds; 60 by default. */
      retryAfter?: number | undefined;
    },
  ): void;
  /** 422: what the server says is wrong. */
  (
    fault: 422,
    options?: {
      /** The issues in the response. */
      errors?: readonly object[] | undefined;
    },
  ): void;
  /**
   * Any status from 200 to 599: a 2xx creates the value, others do not. `"cutAnswer"`: the value is
   * created, but half of the response is missing. `"refused"`: there is no connection.
   */
  (fault: number | "cutAnswer" | "refused"): void;
  /** The connection is lost after the value was created or, with `created: false`, before. */
  (
    fault: "lost",
    options?: {
      /** Whether the value is created first; `true` by default. */
      created?: boolean | undefined;
    },
  ): void;
  /** The response arrives `ms` milliseconds later. */
  (
    fault: "delay",
    options: {
      /** Milliseconds. */
      ms: number;
    },
  ): void;
}

/** What a request runs into. */
export interface Fault {
  name: string;
  /** Milliseconds to wait first. */
  delayMs?: number;
  /** Responds, or throws what `fetch` rejects with, before anything is done. */
  instead?: () => Response;
  /** The same, after the value was created. */
  spoil?: (value: object) => Response;
}

const fail = (error: Error): never => {
  throw error;
};

/** The options of each fault, and what they must be. */
const OPTIONS: Record<string, Record<string, [string, Check]>> = {
  429: { retryAfter: ["a number of seconds, at least 0", isFromZero] },
  422: { errors: ["an array", Array.isArray] },
  lost: { created: ["true or false", (value) => typeof value === "boolean"] },
  delay: { ms: ["a number, at least 0", isFromZero] },
};

type Check = (value: unknown) => boolean;

function isFromZero(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < Infinity;
}

function checkOptions(fault: string, options: object): void {
  const known = OPTIONS[fault] ?? {};
  for (const [name, value] of Object.entries(options)) {
    const [what, check] = (Object.hasOwn(known, name) && known[name]) || [];
    if (!what || !check)
      throw new TypeError(`next(${fault}) has no option ${name}`);
    if (value !== undefined && !check(value))
      throw new TypeError(`next(${fault}): ${name} must be ${what}`);
  }
}

const NAMED: Record<string, (options: Options) => Fault> = {
  lost: ({ created = true }) => ({
    name: "lost",
    [created ? "spoil" : "instead"]: () => fail(lost()),
  }),
  cutAnswer: () => ({ name: "cutAnswer", spoil: cut }),
  refused: () => ({ name: "refused", instead: () => fail(noConnection()) }),
  delay: ({ ms }) => {
    if (ms === undefined)
      throw new TypeError('next("delay", { ms }): ms is missing');
    return { name: "delay", delayMs: ms };
  },
};

interface Options {
  retryAfter?: number;
  errors?: readonly object[];
  created?: boolean;
  ms?: number;
}

/** Reads the arguments of `next`; throws if there is no such fault. */
export function readFault(fault: unknown, options: Options = {}): Fault {
  if (typeof fault === "number") return ofStatus(fault, options);
  const make =
    typeof fault === "string" && Object.hasOwn(NAMED, fault)
      ? NAMED[fault]
      : undefined;
  if (make) {
    checkOptions(String(fault), options);
    return make(options);
  }
  throw new TypeError(
    `There is no fault ${String(fault)}: next() accepts a status from 200 to 599, ${Object.keys(
      NAMED,
    )
      .map((name) => `"${name}"`)
      .join(", ")}`,
  );
}

function ofStatus(status: number, options: Options): Fault {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`next(${status}): the status must be from 200 to 599`);
  const name = String(status);
  checkOptions(name, options);
  if (status < 300) return { name, spoil: (value) => created(value, status) };
  const { retryAfter = 60, errors = [ISSUE] } = options;
  const more =
    status === 429 ? { retryAfter } : status === 422 ? { errors } : {};
  return {
    name,
    instead: () => refused(new Refusal(status, undefined, more)),
  };
}
