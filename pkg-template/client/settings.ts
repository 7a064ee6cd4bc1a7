import { CONCURRENCY, MAX_TIMER_MS, callOptions } from "../generated.js";
import type { Hooks } from "../core/hooks.js";
import { ownValue } from "../core/own.js";
import { refuse } from "./errors/configuration.js";

/** Options of a client, which each call can override. */
export interface CallSettings extends Hooks {
  /**
   * Milliseconds that an attempt may take, reading the body included; up to 2147483647. The
   * platform may give up earlier, which is an `APIConnectionTimeoutError` too: Node's fetch does
   * after 300,000 ms without the response's head or the next part of its body. To wait longer, pass
   * undici's `fetch` with an `Agent` that has its own `headersTimeout` and `bodyTimeout`.
   * @default 30000
   */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds that the whole call may take, all attempts and waits included; up to 2147483647.
   * @default `timeoutMs` and two windows of the rate limit, of a minute at least: 150000. One window may pass before
   * there is a slot, and another one after a 429 caused by somebody else who uses the key.
   */
  deadlineMs?: number | undefined;
  /**
   * How many attempts may follow the first, after a 429 or a failure to connect: nothing was
   * created then.
   * @default 4
   */
  maxRetries?: number | undefined;
  /**
   * Also retries if the outcome is `"unknown"`: after a 5xx, a timeout or a lost connection. The
   * API cannot tell a retry from a new request, so the value may then be created twice.
   * @default false
   */
  retryUnknown?: boolean | undefined;
}

/**
 * @internal Checked settings with defaults; `deadlineMs` is undefined if it follows from
 * `timeoutMs`.
 */
export interface Settings extends Hooks {
  timeoutMs: number;
  deadlineMs: number | undefined;
  maxRetries: number;
  retryUnknown: boolean;
}

/** @internal */
export const DEFAULT_SETTINGS: Settings = {
  onRequest: undefined,
  onResponse: undefined,
  onWait: undefined,
  timeoutMs: callOptions.timeoutMs.default,
  deadlineMs: undefined,
  maxRetries: callOptions.maxRetries.default,
  retryUnknown: callOptions.retryUnknown.default,
};

const hooks = { onRequest: true, onResponse: true, onWait: true } as const;

const NAMES = Object.keys(callOptions) as (keyof typeof callOptions)[];
const HOOKS = Object.keys(hooks) as (keyof typeof hooks)[];

/** @internal The names of all settings. */
export const SETTINGS = [...NAMES, ...HOOKS];

type OptionType = (typeof callOptions)[keyof typeof callOptions]["valueType"];

/** @internal Throws if a value is not of an option's type. */
export function check(
  name: string,
  value: unknown,
  valueType: OptionType | typeof CONCURRENCY | { type: "function" },
): void {
  const isNumber = typeof value === "number";
  switch (valueType.type) {
    case "milliseconds":
      if (isNumber && value > 0 && value <= valueType.max) return;
      return refuse(
        `${name} must be a number of milliseconds above 0 and up to ${valueType.max}`,
      );
    case "integer": {
      const { min, max } = valueType;
      if (isNumber && Number.isInteger(value) && value >= min && value <= max)
        return;
      return refuse(`${name} must be an integer from ${min} to ${max}`);
    }
    default:
      if (typeof value !== valueType.type)
        refuse(`${name} must be a ${valueType.type}`);
  }
}

/** @internal */
export const isMs = (value: unknown): value is number =>
  typeof value === "number" && value > 0 && value <= MAX_TIMER_MS;

/**
 * @internal Reads each option once, since a getter may throw or return something else the next
 * time.
 */
export function readOptions<T extends object, Name extends keyof T>(
  options: T | undefined,
  names: readonly Name[],
): Pick<Partial<T>, Name> {
  const read = Object.create(null) as Pick<Partial<T>, Name>;
  try {
    if (options) for (const name of names) read[name] = ownValue(options, name);
  } catch {
    refuse("options cannot be read");
  }
  return read;
}

/** @internal Merges the options of a call with those of its client. */
export function mergeSettings(options: CallSettings, base: Settings): Settings {
  const settings: Record<string, unknown> = { ...base };
  const merge = (
    name: keyof CallSettings,
    valueType: OptionType | { type: "function" },
  ) => {
    const value: unknown = options[name];
    if (value === undefined) return;
    check(name, value, valueType);
    settings[name] = value;
  };
  for (const name of NAMES) merge(name, callOptions[name].valueType);
  for (const name of HOOKS) merge(name, { type: "function" });
  return settings as unknown as Settings;
}
