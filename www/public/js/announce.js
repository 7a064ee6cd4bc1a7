import { byId } from "./dom.js";

const TYPING_PAUSE_MS = 700;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pending;

/**
 * Has a screen reader say something when it is done with what it is saying.
 *
 * @param {string} message
 */
export function announce(message) {
  clearTimeout(pending);
  byId("announcer").textContent = message;
}

/**
 * As `announce`, once the person stops typing, so that not every letter is interrupted.
 *
 * @param {string} message
 */
export function announceAfterTyping(message) {
  clearTimeout(pending);
  pending = setTimeout(() => announce(message), TYPING_PAUSE_MS);
}
