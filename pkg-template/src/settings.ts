import { refuse } from "./errors.js";
import type { Hooks } from "./hooks.js";

/** What a client sets for all its calls, and each call for itself. */
export interface CallSettings extends Hooks {
  /**
   * Milliseconds that an attempt may take, its body included; up to 2147483647.
   * @default 30000
   */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds that the whole call may take, all attempts and waits included; up to 2147483647.
   * @default `timeoutMs` and two windows of the rate limit: 150000. One window may pass before there
   * is a slot, and another after a 429 of somebody else who uses the key.
   */
  deadlineMs?: number | undefined;
  /**
   * How many attempts may follow the first, after a 429 or where there was no connection, so that
   * nothing was sent.
   * @default 4
   */
  maxRetries?: number | undefined;
  /**
   * Also retries where the outcome is `"unknown"`: after a 5xx, a timeout or a lost connection. The
   * API cannot tell a retry from a new request, so the value may then be created twice.
   * @default false
   */
  retryUnknown?: boolean | undefined;
}

/** @internal Checked, with defaults; `deadlineMs` is undefined where it follows from `timeoutMs`. */
export interface Settings extends Hooks {
  timeoutMs: number;
  deadlineMs: number | undefined;
  maxRetries: number;
  retryUnknown: boolean;
}

/** @internal setTimeout fires at once past this. */
export const MAX_MS = 2 ** 31 - 1;

const ms = `a number of milliseconds above 0 and up to ${MAX_MS}`;
const hook = "a function";

const expected = {
  timeoutMs: ms,
  deadlineMs: ms,
  maxRetries: "an integer from 0 to 100",
  retryUnknown: "a boolean",
  onRequest: hook,
  onResponse: hook,
  onWait: hook,
};

/** @internal */
export const SETTINGS = Object.keys(expected) as (keyof typeof expected)[];

/** @internal */
export const isMs = (value: unknown): boolean =>
  typeof value === "number" && value > 0 && value <= MAX_MS;

/** @internal Reads each option once, since a getter may throw or change its mind. */
export function readOptions<T extends object, Name extends keyof T>(
  options: T | undefined,
  names: readonly Name[],
): Pick<Partial<T>, Name> {
  const read = {} as Pick<Partial<T>, Name>;
  try {
    if (options) for (const name of names) read[name] = options[name];
  } catch {
    refuse("options cannot be read");
  }
  return read;
}

/** @internal What is left out is as in `base`. */
export function settle(options: CallSettings, base: Settings): Settings {
  const settings: Record<string, unknown> = { ...base };
  for (const name of SETTINGS) {
    const value: unknown = options[name];
    if (value === undefined) continue;
    const what = expected[name];
    const fits =
      what === ms
        ? isMs(value)
        : name === "maxRetries"
          ? Number.isInteger(value) &&
            Number(value) >= 0 &&
            Number(value) <= 100
          : typeof value === what.slice(2);
    if (!fits) refuse(`${name} must be ${what}`);
    settings[name] = value;
  }
  return settings as unknown as Settings;
}
