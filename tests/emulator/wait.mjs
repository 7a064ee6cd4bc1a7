import { setTimeout } from "node:timers/promises";

/**
 * Waits without keeping the process.
 * @param {string | number} ms
 */
export const wait = (ms) => setTimeout(Number(ms), undefined, { ref: false });
