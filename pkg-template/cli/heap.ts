import { setFlagsFromString } from "node:v8";

/**
 * Keeps the space for young objects at its initial size. While rows are read it would grow to 32
 * MB, a third of the process, although next to nothing survives and no row is read faster.
 */
export function keepYoungSpaceSmall(): void {
  try {
    setFlagsFromString("--semi-space-growth-factor=1");
  } catch {
    // Runtimes other than Node have another engine, or lack the function.
  }
}
