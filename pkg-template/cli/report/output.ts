/** What controls a terminal, turns the text around it or is no text at all. */
const CONTROLS = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** Texts that nothing shows, and how JSON has them. */
const secrets = new Set<string>();

/** Keeps a text out of all output. */
export function hide(secret: string): void {
  if (secret) secrets.add(secret).add(JSON.stringify(secret).slice(1, -1));
}

/** Writes a line. All that the command writes goes through here, except the help and the progress. */
export function writeLine(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${escaped(text)}\n`);
}

/** Writes a JSON object as a line. */
export function writeJson(stream: NodeJS.WriteStream, object: object): void {
  writeLine(stream, JSON.stringify(object));
}

/** As JSON would have it, so that JSON stays what it is. */
const escaped = (text: string): string =>
  [...secrets]
    .reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text)
    .replace(
      CONTROLS,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
