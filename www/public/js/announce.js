import { byId } from "./dom.js";

const TYPING_PAUSE_MS = 700;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pending;

/**
 * Has a screen reader say something after its current announcement.
 *
 * @param {string} message
 */
export function announce(message) {
  clearTimeout(pending);
  byId("announcer").textContent = message;
}

/**
 * Like `announce`, but after a pause in typing, so that not every letter interrupts it.
 *
 * @param {string} message
 */
export function announceAfterTyping(message) {
  clearTimeout(pending);
  pending = setTimeout(() => announce(message), TYPING_PAUSE_MS);
}
