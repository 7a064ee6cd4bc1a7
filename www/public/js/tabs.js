import { byId } from "./dom.js";

/**
 * Tabs according to the ARIA pattern: arrow keys, Home and End move between them.
 *
 * @param {readonly string[]} names each has `#tab-name` and `#panel-name`
 * @param {(name: string) => void} [onSelect]
 */
export function startTabs(names, onSelect) {
  const tabs = names.map((name) => byId(`tab-${name}`));
  /** @param {number} index */
  const select = (index) => {
    for (const [i, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      byId(`panel-${names[i]}`).hidden = i !== index;
    }
    onSelect?.(names[index]);
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
}
