/**
 * @typedef {import("./check.js").Row} Row
 * @typedef {import("/pkg/index.js").CreateManyResult<Row>} Result
 * @typedef {import("/pkg/index.js").CreateManyProgress} Progress
 *
 * @typedef {object} Listeners
 * @property {() => void} onRequest just before a request is sent
 * @property {(progress: Progress) => void} onProgress
 * @property {(result: Result) => void} onResult
 *
 * @typedef {object} Run
 * @property {Promise<void>} ended once nothing is in flight
 * @property {(paused: boolean) => void} pause
 * @property {() => void} stop reads no more rows, and finishes those in flight
 */

/**
 * Creates the rows' values, each once.
 *
 * @param {import("/pkg/index.js").CustomFields} customFields
 * @param {readonly Row[]} rows
 * @param {Listeners} listeners
 * @returns {Run}
 */
export function startRun(customFields, rows, listeners) {
  const { onRequest, onProgress, onResult } = listeners;
  const gate = createGate();
  const many = customFields.createMany(held(rows, gate), {
    onRequest,
    onProgress,
  });
  const read = async () => {
    for await (const result of many) onResult(result);
  };
  return {
    ended: read(),
    pause: (paused) => (paused ? gate.shut() : gate.open()),
    stop() {
      many.stop();
      // Otherwise a paused source would never end.
      gate.open();
    },
  };
}

/**
 * A source that yields no row while its gate is shut. The package estimates the time left from its length.
 *
 * @param {readonly Row[]} rows
 * @param {ReturnType<typeof createGate>} gate
 */
function held(rows, gate) {
  return {
    length: rows.length,
    async *[Symbol.asyncIterator]() {
      for (const row of rows) {
        await gate.passed();
        yield row;
      }
    },
  };
}

function createGate() {
  let passed = Promise.resolve();
  let open = () => {};
  return {
    passed: () => passed,
    open: () => open(),
    shut() {
      passed = new Promise((resolve) => (open = resolve));
    },
  };
}
