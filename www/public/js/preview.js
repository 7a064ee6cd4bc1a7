import { announce } from "./announce.js";
import { byId } from "./dom.js";
import { curlText, httpText, jsText } from "./request-text.js";

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

/** Tabs as screen readers know them: arrow keys, Home and End move between them. */
export function startPreview() {
  const tabs = PANES.map((name) => byId(`tab-${name}`));
  /** @param {number} index */
  const select = (index) => {
    for (const [i, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      byId(`panel-${PANES[i]}`).hidden = i !== index;
    }
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const last = tabs.length - 1;
      const target = {
        ArrowRight: index === last ? 0 : index + 1,
        ArrowLeft: index === 0 ? last : index - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      select(target);
      tabs[target].focus();
    });
  }
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
