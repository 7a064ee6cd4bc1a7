/** Longer slices would delay clicks. */
const SLICE_MS = 8;

/** Lets the page handle clicks and draw. */
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

/** Divides long work into slices: await the function often; it rarely waits. */
export function startTimeSlices() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await pause();
    since = performance.now();
  };
}
