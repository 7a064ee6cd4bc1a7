/** A runtime that lacks what others have, such as jsdom. In a process of its own, since it is spoilt. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { minimal } from "./setup.mjs";

it("checks without TextDecoder and TextEncoder", async () => {
  await new Response("").text(); // Node's own parts load before they lack these.
  Object.assign(globalThis, { TextDecoder: undefined, TextEncoder: undefined });
  const { CareCycle } = await import("../../pkg/index.js?bare");
  const client = new CareCycle({ apiKey: "cc_x" });
  const { validate } = client.customers.customFields;
  const [{ message }] = validate("x", { ...minimal, größe: 1 });
  assert.equal(
    message,
    "Invalid UUID: it must have 36 characters, hyphens included",
  );
});
it("says what WebAssembly failed with", async () => {
  Object.assign(globalThis, { WebAssembly: undefined });
  const { CareCycle, ConfigurationError } =
    await import("../../pkg/index.js?barer");
  const { validate } = new CareCycle({ apiKey: "cc_x" }).customers.customFields;
  assert.throws(
    () => validate("x", {}),
    (error) =>
      error instanceof ConfigurationError &&
      /could not be started \(.+\)/.test(error.message),
  );
});
