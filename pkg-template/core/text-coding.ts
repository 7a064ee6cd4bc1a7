/**
 * Takes the place of the globals in the bundle (`inject` of esbuild): the generated glue makes both at
 * import, but importing the package must do nothing, and must work where a runtime lacks them.
 */

let encoder: globalThis.TextEncoder | undefined;
let decoder: globalThis.TextDecoder | undefined;

class LazyTextEncoder {
  encode(text: string): Uint8Array {
    if (globalThis.TextEncoder)
      return (encoder ??= new globalThis.TextEncoder()).encode(text);
    return utf8(text);
  }

  encodeInto(text: string, target: Uint8Array) {
    if (globalThis.TextEncoder)
      return (encoder ??= new globalThis.TextEncoder()).encodeInto(
        text,
        target,
      );
    const bytes = utf8(text);
    target.set(bytes);
    return { read: text.length, written: bytes.length };
  }
}

class LazyTextDecoder {
  decode(bytes?: Uint8Array): string {
    if (!bytes) return "";
    if (globalThis.TextDecoder)
      return (decoder ??= new globalThis.TextDecoder("utf-8", {
        ignoreBOM: true,
        fatal: true,
      })).decode(bytes);
    return decodeURIComponent(
      Array.from(
        bytes,
        (byte) => `%${byte.toString(16).padStart(2, "0")}`,
      ).join(""),
    );
  }
}

/** A lone surrogate becomes U+FFFD, as TextEncoder has it. */
function utf8(text: string): Uint8Array {
  const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at++) {
    const isByte = encoded[at] === "%";
    bytes.push(
      isByte
        ? Number.parseInt(encoded.slice(at + 1, at + 3), 16)
        : encoded.charCodeAt(at),
    );
    if (isByte) at += 2;
  }
  return Uint8Array.from(bytes);
}

export { LazyTextDecoder as TextDecoder, LazyTextEncoder as TextEncoder };
