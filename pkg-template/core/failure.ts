import { ownValue } from "./own.js";
import type { Failure } from "./wasm/core.js";

/** @internal How the request failed, and the platform's error code, if it may be shown. */
export interface Failed {
  readonly failure: Failure;
  readonly code: string | undefined;
}

/** System calls that a platform names before a connection is open. */
const CONNECTING = /^(connect|socket|getaddrinfo|query[A-Z]\w*)$/;

/** Codes of runtimes that name no system call; only an attempt to connect fails with these. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EMFILE|ENFILE|UND_ERR_CONNECT_TIMEOUT|ERR_PROXY_TUNNEL|ConnectionRefused|FailedToOpenSocket)$/;

/**
 * Codes about a server's certificate, before anything is sent. Not `ERR_SSL_*` and `EPROTO`: an
 * open connection fails with these too, after the server received the request.
 */
const UNTRUSTED =
  /^((CERT|CRL|DEPTH_ZERO|SELF_SIGNED|ERROR_IN|UNABLE_TO_(GET|DECRYPT|DECODE|VERIFY)|ERR_TLS_CERT)_\w+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

const TIMED_OUT = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

const LOST = /^(ECONNRESET|ECONNABORTED|EPIPE|HPE_\w+|UND_ERR_SOCKET)$/;

/** Deno has messages only. The second one is Node's, from the Fetch Standard. */
const TEXT =
  /^error sending request for url \(\S+\): client error \(Connect\)(: invalid peer certificate)?|^bad port$/;

/**
 * At most this many errors of an AggregateError or a chain of causes are inspected; with more, the
 * failure is unknown.
 */
const MAX_ERRORS = 100;

/** In the order of their weight. */
const WEIGHTS: readonly (Failure | undefined)[] = [
  undefined,
  "notSent",
  "untrusted",
  "timedOut",
  "lost",
];

const heavier = <Of extends Failure | undefined>(a: Of, b: Of): Of =>
  WEIGHTS.indexOf(a) < WEIGHTS.indexOf(b) ? b : a;

/**
 * @internal How a request failed, according to the codes and system calls of what `fetch` threw,
 * its causes and its errors: `"lost"` if one of them was on an open connection, or if none says so.
 * `known` outweighs that.
 */
export function failureOf(
  error: unknown,
  sent: string,
  known?: Failure,
): Failed {
  const found = new Map<unknown, Failure | undefined>();
  let code: string | undefined;

  const find = (error: unknown): Failure | undefined => {
    if (typeof error !== "object" || error === null) return;
    if (found.has(error)) return found.get(error);
    if (found.size === MAX_ERRORS) return "lost";
    found.set(error, undefined);
    const fields = fieldsOf(error);
    code = shownWord(fields.code, sent) ?? code;
    const failure = connectErrors.has(error)
      ? isUntrusted(fields.code)
        ? "untrusted"
        : "notSent"
      : heavier(findIn(fields), find(fields.cause));
    found.set(error, failure);
    return failure;
  };

  const findIn = (fields: Fields): Failure | undefined => {
    const { errors } = fields;
    if (!Array.isArray(errors) || !errors.length) return failureBy(fields);
    // An error that is not known to be a failure to connect may have come after the request was
    // sent.
    return Array.from(
      errors.slice(0, MAX_ERRORS + 1) as unknown[],
      (error): Failure => find(error) ?? "lost",
    ).reduce(heavier);
  };

  try {
    const failure = find(error) ?? "lost";
    return { failure: known ?? failure, code };
  } catch {
    return { failure: known ?? "lost", code };
  }
}

/** @internal Whether the platform's own timeout ended the request. */
export const hasTimedOut = (error: unknown): boolean =>
  failureOf(error, "").failure === "timedOut";

/** What the error itself says; `undefined` if nothing. */
function failureBy(fields: Fields): Failure | undefined {
  const { name, code, syscall, message } = fields;
  if (isUntrusted(code)) return "untrusted";
  if (name === "TimeoutError") return "timedOut";
  if (typeof syscall === "string")
    return CONNECTING.test(syscall) ? "notSent" : "lost";
  if (typeof code !== "string") {
    const text = TEXT.exec(String(message));
    if (!text) return undefined;
    return text[1] ? "untrusted" : "notSent";
  }
  if (NO_CONNECTION.test(code)) return "notSent";
  if (TIMED_OUT.test(code)) return "timedOut";
  return LOST.test(code) ? "lost" : undefined;
}

const isUntrusted = (code: unknown) =>
  typeof code === "string" && UNTRUSTED.test(code);

/** @internal Properties of errors, each of any type. */
export interface Fields {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** As in node-fetch. */
  readonly erroredSysCall?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** @internal Reads each property once. Throws if a getter throws. */
export function fieldsOf(error: object): Fields {
  const field = (name: keyof Fields) => ownValue(error as Fields, name);
  return {
    name: field("name"),
    message: field("message"),
    code: field("code"),
    syscall: field("syscall") ?? field("erroredSysCall"),
    cause: field("cause"),
    errors: field("errors"),
  };
}

/**
 * @internal A word of the platform, such as a code, unless it is part of the key or of the request.
 */
export const shownWord = (value: unknown, sent: string): string | undefined =>
  typeof value === "string" &&
  /^[a-z][\w/]{0,63}$/i.test(value) &&
  !/cc_/i.test(value) &&
  !sent.includes(value)
    ? value
    : undefined;

/** Errors that ended an attempt to connect, according to Node. */
const connectErrors = new WeakSet();

let isWatching = false;

interface DiagnosticsChannel {
  subscribe(name: string, listener: (message: { error: object }) => void): void;
}

/**
 * @internal Listens to Node's fetch: if a handshake failed or a proxy refused, the error has the
 * same code as one on an open connection.
 */
export function watchConnecting(): void {
  if (isWatching) return;
  isWatching = true;
  const { process } = globalThis as {
    process?: {
      getBuiltinModule?: (name: string) => DiagnosticsChannel | undefined;
    };
  };
  try {
    process
      ?.getBuiltinModule?.("node:diagnostics_channel")
      ?.subscribe("undici:client:connectError", ({ error }) => {
        connectErrors.add(error);
      });
  } catch {
    // Then only the codes are available.
  }
}
