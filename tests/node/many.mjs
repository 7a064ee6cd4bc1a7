/** Rows for `createMany`, and what came of them. */
import { answer, customerId, fieldDefinitionId, stubbed } from "./setup.mjs";

export const row = (/** @type {number} */ index) => ({
  customerId,
  body: { fieldDefinitionId, textValue: `${index}` },
  line: index + 2,
});
export const rowsOf = (/** @type {number} */ count) =>
  Array.from({ length: count }, (_, at) => row(at));
export const answered = () => Response.json(answer);
export const ok = async () => answered();
export const textOf = (/** @type {import("./setup.mjs").Init} */ init) =>
  JSON.parse(init.body).textValue;

/**
 * Rows of a client whose fetch is a stub.
 *
 * @template {import("../../pkg/index.js").CreateManyRow} Row
 * @param {Parameters<typeof stubbed>[0]} fetch
 * @param {Iterable<Row> | AsyncIterable<Row>} rows
 * @param {import("../../pkg/index.js").CreateManyOptions<Row>} [options]
 */
export const many = (fetch, rows, options) =>
  stubbed(fetch).customers.customFields.createMany(rows, options);

/**
 * @template Row
 * @param {import("../../pkg/index.js").CreateMany<Row>} results
 */
export async function all(results) {
  const found = [];
  for await (const result of results) found.push(result);
  return found;
}

/**
 * Statuses by the rows' indexes.
 *
 * @param {import("../../pkg/index.js").CreateManyResult<unknown>[]} results
 */
export const statuses = (results) =>
  results.toSorted((a, b) => a.index - b.index).map(({ status }) => status);
