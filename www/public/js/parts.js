/**
 * Loads the page's parts: an element with `data-part="request.html"` gets the content of `parts/request.html`.
 */
export async function loadParts() {
  /** @type {NodeListOf<HTMLElement>} */
  const holders = document.querySelectorAll("[data-part]");
  await Promise.all(
    Array.from(holders, async (holder) => {
      const path = `parts/${holder.dataset.part}`;
      const response = await fetch(path);
      if (!response.ok) {
        throw new Error(
          `${path}: the server responded with status ${response.status}`,
        );
      }
      holder.innerHTML = await response.text();
    }),
  );
}
