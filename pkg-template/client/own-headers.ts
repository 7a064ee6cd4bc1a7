import type { Transport } from "../core/fetch.js";
import { promised } from "../core/promised.js";
import { ConfigurationError, refuse } from "./errors/configuration.js";

/** Your own headers. One that is `undefined` is left out. */
export type OwnHeaders =
  | Readonly<Record<string, string | undefined>>
  | (() =>
      | Readonly<Record<string, string | undefined>>
      | Promise<Readonly<Record<string, string | undefined>>>);

/**
 * Headers of every request, headers that fetch forbids, and those that change how a request is
 * routed or read.
 */
const TAKEN =
  /^(accept(-.*)?|access-control-.*|authorization|cache-control|connection|content-.*|cookie2?|date|dnt|expect|forwarded|from|host|http2-settings|if-.*|keep-alive|max-forwards|origin|pragma|prefer|proxy-.*|range|referer|sec-.*|set-cookie2?|te|trailer|transfer-encoding|upgrade|user-agent|via|x-api-key|x-forwarded-.*|x-http-method(-override)?|x-method-override|x-original-.*|x-real-ip|x-rewrite-url)$/i;

const isName = (name: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(name);

/** @internal */
export function checkRequestIdHeader(name: unknown): string | undefined {
  if (name === undefined) return name;
  if (typeof name !== "string" || !isName(name) || TAKEN.test(name)) {
    refuse(
      "requestIdHeader must be the name of an otherwise unused header, such as X-Request-Id",
    );
  }
  return name;
}

/**
 * @internal Returns a function that makes the headers of an attempt; it rejects with a
 * `ConfigurationError`.
 */
export function checkOwnHeaders(headers: unknown): Transport["ownHeaders"] {
  if (headers === undefined) return undefined;
  if (typeof headers !== "function") {
    const read = readHeaders(headers);
    return () => Promise.resolve(read);
  }
  return () =>
    promised(headers as () => unknown).then(readHeaders, (cause: unknown) => {
      throw new ConfigurationError("headers() failed: see the cause", {
        cause,
      });
    });
}

function readHeaders(headers: unknown): Record<string, string> {
  const read: Record<string, string> = {};
  try {
    if (typeof headers !== "object" || headers === null) throw new TypeError();
    // A Headers object or pairs.
    const entries: Iterable<unknown> =
      Symbol.iterator in headers
        ? (headers as Iterable<unknown>)
        : Object.entries(headers);
    for (const entry of entries) {
      const [name, value] = entry as [unknown, unknown];
      if (value === undefined) continue;
      // Only valid header names are shown: anything else may be a value.
      if (typeof name !== "string" || !isName(name)) throw new TypeError();
      if (name.toLowerCase() !== "authorization" && TAKEN.test(name))
        refuse(`headers must not have ${name}`);
      if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        refuse(`headers must have a one-line string for ${name}`);
      read[name] = value;
    }
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    refuse("headers must be an object of strings, or a function");
  }
  return read;
}
