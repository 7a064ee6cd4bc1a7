import { EXIT } from "../exit.js";

/** npx and npm pass on a signal that the terminal has sent to all already, within moments. */
const SAME_PRESS_MS = 250;

/** Ctrl-C, and what else asks a process to end. */
export class Interrupt {
  /** Whether it came. */
  came = false;
  /** What the first one does; without it the process ends, since nothing is under way. */
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
