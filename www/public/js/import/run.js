/**
 * @typedef {import("./check.js").Row} Row
 * @typedef {import("/pkg/index.js").CreateManyResult<Row>} Result
 * @typedef {import("/pkg/index.js").CreateManyProgress} Progress
 *
 * @typedef {object} Telling whom to tell of what happens
 * @property {() => void} onRequest just before one leaves
 * @property {(progress: Progress) => void} onProgress
 * @property {(result: Result) => void} onResult
 *
 * @typedef {object} Run
 * @property {Promise<void>} ended once nothing is under way any more
 * @property {(paused: boolean) => void} pause
 * @property {() => void} stop takes no more rows, and finishes those in flight
 */

/**
 * Creates the rows' values, each once.
 *
 * @param {import("/pkg/index.js").CustomFields} customFields
 * @param {readonly Row[]} rows
 * @param {Telling} telling
 * @returns {Run}
 */
export function startRun(customFields, rows, telling) {
  const { onRequest, onProgress, onResult } = telling;
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
      // A source that is held would be held for ever.
      gate.open();
    },
  };
}

/**
 * A source that gives no row while its gate is shut. Its length is what the time left is told from.
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
