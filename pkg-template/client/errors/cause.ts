import { NotAResponse } from "../../core/fetch.js";
import { type Fields, fieldsOf, shownWord } from "../../core/failure.js";

/** At most this many causes, and errors of an AggregateError, are kept. */
const MAX_CAUSES = 100;

const LEFT_OUT =
  "The message is left out, since it may hold the key or a value";

/**
 * @internal Reduces what a platform or a custom fetch threw. It may contain the key, the request
 * and the response in any form, so new errors are created with only its name, code and syscall, and
 * those of its causes.
 */
export function reduceCause(thrown: unknown, sent: string): Error | undefined {
  const seen = new Set<unknown>();

  const reduce = (thrown: unknown): Error | undefined => {
    if (thrown == null || seen.has(thrown) || seen.size === MAX_CAUSES) return;
    seen.add(thrown);
    let fields: Fields = {};
    let errors: Error[] | undefined;
    try {
      // This message is our own.
      if (thrown instanceof NotAResponse) return thrown;
      if (typeof thrown === "object") fields = fieldsOf(thrown);
      if (Array.isArray(fields.errors))
        errors = (fields.errors.slice(0, MAX_CAUSES) as unknown[])
          .map(reduce)
          .filter((error) => error !== undefined);
    } catch {
      // It cannot be read.
    }
    const cause = reduce(fields.cause);
    const code = shownWord(fields.code, sent);
    const syscall = shownWord(fields.syscall, sent);
    const name = shownWord(fields.name, sent) ?? "Error";
    const own = [syscall, code].filter(Boolean).join(" ");
    const inner = cause ?? errors?.[0];
    const message = own || (inner?.message ?? LEFT_OUT);
    const options = cause && { cause };
    const error = errors
      ? new AggregateError(errors, message, options)
      : new Error(message, options);
    Object.defineProperty(error, "name", { value: name });
    error.stack = `${name}: ${message}`;
    return Object.assign(error, code && { code }, syscall && { syscall });
  };

  return reduce(thrown);
}
