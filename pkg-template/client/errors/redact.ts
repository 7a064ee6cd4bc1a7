/** A request's text shorter than this is no secret, and replacing it would wreck the sentence. */
const MIN_SECRET = 4;

/** Searching for more texts than this would take long: then everything is redacted. */
const MAX_SECRETS = 200;

/** @internal Redacts the key and the values of a body, as they are and as JSON has them. */
export function redactor(
  apiKey: string | undefined,
  sent: string,
): (text: string) => string {
  const secrets = new Set<string>();
  const add = (text: string) =>
    secrets.add(text).add(JSON.stringify(text).slice(1, -1));
  if (apiKey) add(apiKey);
  try {
    const { fieldDefinitionId: _, ...values } = JSON.parse(sent) as Record<
      string,
      unknown
    >;
    JSON.stringify(values, (_name, value: unknown) => {
      if (typeof value === "string" && value.length >= MIN_SECRET) add(value);
      if (secrets.size > MAX_SECRETS) throw value;
      return value;
    });
  } catch {
    // Too many, or too deep.
    return () => "[redacted]";
  }
  // The longest first: a shorter one may be a part of it.
  const ordered = [...secrets].sort((a, b) => b.length - a.length);
  return (text) =>
    ordered.reduce(
      (rest, secret) => rest.replaceAll(secret, "[redacted]"),
      text,
    );
}

/** An error keeps this many characters of a body's text. */
const MAX_TEXT = 64 << 10;

/** @internal The JSON, or the text if it is too long or not JSON; without the key. */
export function bodyWithoutKey(json: unknown, text: string, key = ""): unknown {
  if (json === undefined || text.length > MAX_TEXT) {
    if (key) text = text.replaceAll(key, "[redacted]");
    // A body that was cut may end in a part of the key, of which all keys share the first three.
    for (let part = key; part.length > 3; part = part.slice(0, -1))
      if (text.endsWith(part)) text = text.slice(0, -part.length);
    return text.slice(0, MAX_TEXT);
  }
  if (!key) return json;
  try {
    const escaped = JSON.stringify(key).slice(1, -1);
    return JSON.parse(JSON.stringify(json).replaceAll(escaped, "[redacted]"));
  } catch {
    // Nested so deep that it cannot be searched.
    return undefined;
  }
}

/** @internal A custom fetch's error may hold what it was called with, in any form: only texts are kept. */
export function cleanCause(
  cause: unknown,
  redact: (text: string) => string,
): unknown {
  if (typeof cause === "string") return redact(cause);
  const isPlain =
    typeof cause === "symbol"
      ? redact(String(cause)) === String(cause)
      : !/^(object|function)$/.test(typeof cause) || cause === null;
  if (isPlain) return cause;
  const clean = new Error();
  try {
    const { name, message } = cause as { name: unknown; message: unknown };
    clean.message = redact(String(message));
    clean.stack = `${redact(String(name))}: ${clean.message}`;
  } catch {
    clean.stack = "";
  }
  return clean;
}
