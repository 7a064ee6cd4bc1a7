/** A runtime that lacks what others have, such as jsdom. In a process of its own, since it is spoilt. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { answer, customerId, minimal, rejection } from "./setup.mjs";

/**
 * A copy of the package that has found nothing yet.
 *
 * @param {string} name
 * @returns {Promise<typeof import("../../pkg/index.js")>}
 */
const copy = (name) => import(`../../pkg/index.js?${name}`);

it("rejects what would have to wait without timers", async () => {
  const { CareCycle } = await copy("timeless");
  /** @type {(response: Response) => void} */
  let answerFirst = () => {};
  const { create } = new CareCycle({
    ...{ apiKey: "cc_x", rateLimit: { requests: 1, perMs: 60_000 } },
    fetch: () => new Promise((resolve) => (answerFirst = resolve)),
  }).customers.customFields;
  const { setTimeout } = globalThis;
  const first = create(customerId, minimal);
  globalThis.setTimeout = /** @type {any} */ (
    () => {
      throw new Error("no timers");
    }
  );
  const second = create(customerId, minimal);
  globalThis.setTimeout = setTimeout;
  const error = await rejection(second);
  assert.deepEqual([error.code, error.outcome], ["CONNECTION", "notSent"]);
  assert.match(error.message, /nothing was sent/);
  assert.ok(error.cause instanceof Error);
  answerFirst(Response.json(answer));
  assert.deepEqual(await first, answer);
});
it("checks without TextDecoder and TextEncoder", async () => {
  await new Response("").text(); // Node's own parts load before they lack these.
  Object.assign(globalThis, { TextDecoder: undefined, TextEncoder: undefined });
  const { CareCycle } = await copy("bare");
  const client = new CareCycle({ apiKey: "cc_x" });
  const { validate } = client.customers.customFields;
  const [{ message }] = validate("x", { ...minimal, größe: 1 });
  assert.equal(
    message,
    "Invalid UUID: it must have 36 characters, hyphens included",
  );
});
it("reports that a value was created if it has no TextDecoder for the response", async () => {
  const { CareCycle } = await copy("undecoded");
  const fetch = async () => Response.json(answer);
  const { create } = new CareCycle({ apiKey: "cc_x", fetch }).customers
    .customFields;
  const error = await rejection(create(customerId, minimal));
  assert.deepEqual([error.code, error.outcome], ["CONNECTION", "created"]);
  assert.match(String(error.cause), /^TypeError: The message is left out/);
});
