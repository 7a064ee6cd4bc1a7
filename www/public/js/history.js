import { byId, el } from "./dom.js";

const KEPT = 10;

/**
 * @typedef {object} Call
 * @property {string} label what was sent
 * @property {string} result the error's name, or what was created
 * @property {string} outcome
 * @property {string} tone
 * @property {number} milliseconds
 */

/** @param {Call} call */
export function remember({ label, result, outcome, tone, milliseconds }) {
  const now = new Date();
  const list = byId("history");
  byId("history-empty").hidden = true;
  list.prepend(
    el(
      "li",
      {},
      el(
        "div",
        { class: "call" },
        el("span", { class: "call-what" }, label),
        el("span", { class: `chip ${tone}` }, outcome),
        el(
          "span",
          { class: "call-result" },
          `${result}, ${Math.round(milliseconds)} ms, `,
          el("time", { datetime: now.toISOString() }, now.toLocaleTimeString()),
        ),
      ),
    ),
  );
  while (list.children.length > KEPT) list.lastElementChild?.remove();
}
