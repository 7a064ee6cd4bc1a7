import { setFlagsFromString } from "node:v8";

/**
 * Keeps the space for young objects at its first size. It would grow to 32 MB while rows are read, of which next to
 * nothing survives: that is a third of the process, and no row is read faster for it.
 */
export function keepYoungSpaceSmall(): void {
  try {
    setFlagsFromString("--semi-space-growth-factor=1");
  } catch {
    // Other runtimes than Node have another engine, or no such function.
  }
}
