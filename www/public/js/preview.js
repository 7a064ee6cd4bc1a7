import { announce } from "./announce.js";
import { byId } from "./dom.js";
import { curlText, httpText, jsText } from "./request-text.js";
import { startTabs } from "./tabs.js";

const PANES = ["http", "curl", "js"];

/**
 * @param {import("./types.js").Draft} draft
 * @param {string} baseUrl
 */
export function showPreview(draft, baseUrl) {
  byId("text-http").textContent = httpText(draft, baseUrl);
  byId("text-curl").textContent = curlText(draft);
  byId("text-js").textContent = jsText(draft);
}

export function startPreview() {
  startTabs(PANES);
  byId("copy").addEventListener("click", async () => {
    const name = PANES.find((pane) => !byId(`panel-${pane}`).hidden);
    try {
      await navigator.clipboard.writeText(
        byId(`text-${name}`).textContent ?? "",
      );
      announce("Copied");
      flash(byId("copy"), "Copied");
    } catch {
      flash(byId("copy"), "Not allowed");
    }
  });
}

/**
 * @param {HTMLElement} button
 * @param {string} text
 */
function flash(button, text) {
  button.textContent = text;
  setTimeout(() => (button.textContent = "Copy"), 1500);
}
