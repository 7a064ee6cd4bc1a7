/** Characters that control a terminal, change the direction of text, or are not text. */
const CONTROLS = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** Texts that are never shown, with their forms in JSON. */
const secrets = new Set<string>();

/** Redacts a text in all output. */
export function redact(secret: string): void {
  if (secret) secrets.add(secret).add(JSON.stringify(secret).slice(1, -1));
}

/**
 * Writes a line. Everything that the command writes goes through here, except the help and the
 * progress.
 */
export function writeLine(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${escaped(text)}\n`);
}

/** Writes a JSON object as a line. */
export function writeJson(stream: NodeJS.WriteStream, object: object): void {
  writeLine(stream, JSON.stringify(object));
}

/** Escapes as JSON does, so that JSON stays valid. */
const escaped = (text: string): string =>
  [...secrets]
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text)
    .replace(
      CONTROLS,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
