/**
 * A top-level key that occurs twice in valid JSON: `JSON.parse` keeps the last value and loses the
 * others.
 */
export function duplicateKey(text: string): string | undefined {
  const keys = new Set<unknown>();
  let depth = 0;
  let key = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === "{" || unit === "[") depth++;
    else if (unit === "}" || unit === "]") depth--;
    else if (unit === '"') {
      const start = at;
      while (text[++at] !== '"') if (text[at] === "\\") at++;
      if (depth === 1) key = text.slice(start, at + 1);
    } else if (unit === ":" && depth === 1) {
      // Parsed, since a key can be written in several ways.
      const name: unknown = JSON.parse(key);
      if (keys.has(name)) return key;
      keys.add(name);
    }
  }
  return undefined;
}
