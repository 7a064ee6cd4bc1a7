/**
 * Replaces the globals in the bundle (esbuild's `inject`): the generated glue creates both at
 * import, but importing the package must do nothing, and must work in runtimes that lack them.
 */

/** Some runtimes lack these. */
const platform: {
  TextEncoder?: typeof globalThis.TextEncoder;
  TextDecoder?: typeof globalThis.TextDecoder;
} = globalThis;

let encoder: globalThis.TextEncoder | undefined;
let decoder: globalThis.TextDecoder | undefined;

/** Most texts are short words, which the decoder is several times slower with. */
const MAX_WORD = 24;

/** The text of bytes if they are ASCII. */
function asciiOf(bytes: Uint8Array): string | undefined {
  let text = "";
  for (const byte of bytes) {
    if (byte > 127) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

class LazyTextEncoder {
  encodeInto(text: string, target: Uint8Array) {
    if (platform.TextEncoder)
      return (encoder ??= new platform.TextEncoder()).encodeInto(text, target);
    // A lone surrogate becomes U+FFFD, as in TextEncoder.
    const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
    let written = 0;
    for (const [unit] of encoded.matchAll(/%..|./g))
      target[written++] = unit[1]
        ? Number.parseInt(unit.slice(1), 16)
        : unit.charCodeAt(0);
    return { read: text.length, written };
  }
}

class LazyTextDecoder {
  decode(bytes?: Uint8Array): string {
    if (!bytes) return "";
    const word = bytes.length <= MAX_WORD ? asciiOf(bytes) : undefined;
    if (word !== undefined) return word;
    if (platform.TextDecoder)
      return (decoder ??= new platform.TextDecoder("utf-8", {
        ignoreBOM: true,
      })).decode(bytes);
    const hex = (byte: number) => `%${byte.toString(16).padStart(2, "0")}`;
    return decodeURIComponent(Array.from(bytes, hex).join(""));
  }
}

export { LazyTextDecoder as TextDecoder, LazyTextEncoder as TextEncoder };
