import { EXIT } from "../exit.js";

/**
 * npx and npm repeat a signal that the terminal has already sent to all processes, within moments.
 */
const SAME_PRESS_MS = 250;

/** Handles Ctrl-C, and other signals that ask a process to end. */
export class Interrupt {
  /** Whether a signal arrived. */
  came = false;
  /** Handles the first signal; if unset, the process ends, since nothing is in progress. */
  onFirst: (() => void) | undefined;
  #at = 0;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => this.#arrived());
  }

  #arrived(): void {
    if (!this.onFirst) process.exit(EXIT.interrupted);
    const now = performance.now();
    if (this.came) {
      if (now - this.#at > SAME_PRESS_MS) process.exit(EXIT.interrupted);
      return;
    }
    this.came = true;
    this.#at = now;
    this.onFirst();
  }
}
