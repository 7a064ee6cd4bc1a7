/** Longer than this at a time, and a click would wait for it. */
const SLICE_MS = 8;

/** The page's turn: what was clicked and must be drawn comes first. */
const pause = () => {
  const { scheduler } =
    /** @type {{ scheduler?: { yield?(): Promise<void> } }} */ (
      /** @type {unknown} */ (globalThis)
    );
  return (
    scheduler?.yield?.() ??
    new Promise((resolve) => void setTimeout(resolve, 0))
  );
};

/** Lets long work be done in slices: to be awaited often, it waits seldom. */
export function startBreathing() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await pause();
    since = performance.now();
  };
}
