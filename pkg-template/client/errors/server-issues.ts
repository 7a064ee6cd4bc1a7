import { ownValue } from "../../core/own.js";
import type { ValidationIssue } from "../../core/wasm/core.js";
import { MAX_ISSUES, operations } from "../../generated.js";

/** @internal The issues of a server's 422, in whatever shape; what is missing is empty. */
export const serverIssues = (errors: unknown): ValidationIssue[] =>
  Array.isArray(errors)
    ? errors
        .slice(0, MAX_ISSUES)
        .map((issue: unknown) => new ServerIssue(issue))
    : [];

/**
 * An issue that the server found. It may contain values, so you can read `message` and `received`,
 * but neither inspection nor JSON shows them; of the rest only documented words are shown. The
 * error's `body` has all of it as the server sent it.
 */
class ServerIssue implements ValidationIssue {
  readonly path: string[];
  readonly expected: string;
  readonly code: string;
  readonly #message: string;
  readonly #received: string;

  constructor(issue: unknown) {
    const text = (name: string) =>
      textOf(ownValue(Object(issue), name as never));
    const path: unknown = ownValue(Object(issue), "path" as never);
    this.path = Array.isArray(path) ? path.map(shownPart) : [];
    this.expected = shown(text("expected"), EXPECTED);
    this.code = shown(text("code"), CODES);
    this.#message = text("message");
    this.#received = text("received");
  }

  get message(): string {
    return this.#message;
  }

  get received(): string {
    return this.#received;
  }
}
// Inspection shows it, and minifiers change it. No static block: Safari 15 cannot read one.
Object.defineProperty(ServerIssue, "name", { value: "ServerIssue" });

/** Replaces a word that may be a value. */
const HIDDEN = "[hidden]";

/** The expected types and codes of zod, which the API's documentation uses. */
const EXPECTED =
  /^(string|number|boolean|array|object|null|undefined|date|uuid|int|record|never|nan|unknown)$/;
const CODES =
  /^(custom|invalid_[a-z_]{1,30}|unrecognized_keys|too_small|too_big|not_[a-z_]{1,30})$/;

const shown = (word: string, known: RegExp): string =>
  word === "" || known.test(word) ? word : HIDDEN;

/** Documented as strings; zod's own paths also contain numbers. */
function shownPart(part: unknown): string {
  if (typeof part === "number") return String(part);
  const word = textOf(part);
  return NAMES.has(word) || /^\d{1,6}$/.test(word) ? word : HIDDEN;
}

const { pathParameters, requestFields } = operations.create;
const NAMES = new Set<string>([...pathParameters, ...requestFields]);

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : "";
