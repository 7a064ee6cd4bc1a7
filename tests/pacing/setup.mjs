/** An emulator with a limit of its own, and clients that keep to one. */
import assert from "node:assert/strict";
import { definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { CareCycle, apiKey, customerId } from "../node/setup.mjs";

export { CareCycle, apiKey, customerId, startEmulator };

/** @param {number | string} index */
export const bodyOf = (index) => ({
  fieldDefinitionId: definitions[0].id,
  textValue: String(index),
});

/** @typedef {import("../emulator/index.mjs").Emulator} Emulator */

/**
 * Runs with an emulator, and closes it whatever happens.
 *
 * @param {import("../emulator/index.mjs").Options} options
 * @param {(emulator: Emulator) => Promise<void>} run
 */
export async function withEmulator(options, run) {
  const emulator = await startEmulator(options);
  try {
    return await run(emulator);
  } finally {
    await emulator.close();
  }
}

/** How many requests were refused for their rate. */
export const refused = (/** @type {Emulator} */ { requests }) =>
  requests.filter(({ status }) => status === 429).length;

/**
 * All values are there, each once.
 *
 * @param {Emulator} emulator
 * @param {number} count
 */
export function eachOnce({ values }, count) {
  const texts = values.map(({ textValue }) => textValue);
  assert.equal(new Set(texts).size, count);
  assert.equal(texts.length, count);
}

/**
 * `count` calls at once; resolves to the milliseconds that they took together.
 *
 * @param {import("../../pkg/index.js").CareCycle} client
 * @param {number} count
 * @param {import("../../pkg/index.js").CreateOptions} [options]
 */
export async function createAll({ customers }, count, options) {
  const started = performance.now();
  const calls = Array.from({ length: count }, (_, index) =>
    customers.customFields.create(customerId, bodyOf(index), options),
  );
  await Promise.all(calls);
  return performance.now() - started;
}

/**
 * `count` rows by `createMany`; resolves to the milliseconds that they took together.
 *
 * @param {import("../../pkg/index.js").CareCycle} client
 * @param {number} count
 */
export async function createRows({ customers }, count) {
  const started = performance.now();
  const rows = Array.from({ length: count }, (_, index) => ({
    customerId,
    body: bodyOf(index),
  }));
  const results = customers.customFields.createMany(rows);
  for await (const { status, error } of results)
    assert.equal(status, "created", String(error));
  return performance.now() - started;
}
