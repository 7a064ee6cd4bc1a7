import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { apiKey } from "../emulator/fixtures.mjs";
import {
  answered,
  create,
  openPage,
  readAnswer,
  screenshot,
  startAll,
} from "./harness.mjs";

/** @type {Awaited<ReturnType<typeof startAll>>} */
let all;
/** @type {Awaited<ReturnType<typeof openPage>>} */
let opened;

before(async () => {
  all = await startAll();
  opened = await openPage(all);
});
beforeEach(() => all.emulator.reset());
after(async () => {
  await opened.close();
  await all.close();
});

/** The chosen answer, then the error's class, code, outcome and status. */
const ANSWERS = /** @type {const} */ ([
  ["~400", "BadRequestError", "BAD_REQUEST", "rejected", "400"],
  ["~401", "AuthenticationError", "UNAUTHORIZED", "rejected", "401"],
  ["~403", "PermissionDeniedError", "FORBIDDEN", "rejected", "403"],
  ["~404", "NotFoundError", "NOT_FOUND", "rejected", "404"],
  ["~422", "ValidationError", "VALIDATION_ERROR", "rejected", "422"],
  ["~429", "RateLimitError", "RATE_LIMIT_EXCEEDED", "rejected", "429"],
  ["~500", "InternalServerError", "INTERNAL_ERROR", "unknown", "500"],
  ["~502-html", "InternalServerError", "HTTP_502", "unknown", "502"],
  [
    "~close-after",
    "InternalServerError",
    "API_CONNECTION_LOST",
    "unknown",
    "502",
  ],
  ["~cut-body", "APIConnectionError", "CONNECTION", "created", undefined],
  [
    "~missing-key:key=recordId",
    "UnexpectedResponseError",
    "UNEXPECTED_RESPONSE",
    "unknown",
    undefined,
  ],
  [
    "~redirect",
    "UnexpectedResponseError",
    "UNEXPECTED_RESPONSE",
    "unknown",
    undefined,
  ],
]);

const MEANINGS = {
  rejected: /The value is not there/,
  created: /The value is there/,
  unknown: /The value may be there/,
};

describe("answers", () => {
  for (const [scenario, name, code, outcome, status] of ANSWERS) {
    it(`shows ${name} for ${scenario}`, async () => {
      const { page } = opened;
      await page.locator("#scenario").selectOption(scenario);
      await create(page);
      const answer = await readAnswer(page);
      assert.equal(answer.title, name);
      assert.equal(answer.outcome, outcome);
      assert.match(answer.meaning, MEANINGS[outcome]);
      assert.equal(answer.facts.Code, code);
      if (status) assert.equal(answer.facts.Status, status);
      if (scenario === "~404")
        assert.match(answer.facts["Server's words"], /not found/i);
      assert.match(answer.facts.Attempts, /^1 /);
      assert.match(answer.facts["Request ID"], /^[\da-f-]{36}$/);
      assert.equal(all.emulator.requests.length, 1);
      if (scenario === "~429") {
        assert.equal(answer.facts["Retry after"], "60 s");
        await screenshot(page, "desktop-light-error");
      }
    });
  }

  it("can be cancelled, and the focus stays on the buttons", async () => {
    const { page } = opened;
    await page.locator("#scenario").selectOption("~slow-headers:ms=5000");
    await page.getByRole("button", { name: "Create value" }).click();
    await page.getByRole("button", { name: "Creating…" }).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await answered(page);
    const answer = await readAnswer(page);
    assert.equal(answer.title, "AbortError");
    assert.equal(answer.facts.Code, "ABORTED");
    assert.match(answer.outcome, /^(unknown|notSent)$/);
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      "create",
    );
    assert.ok(await page.getByRole("button", { name: "Cancel" }).isDisabled());
  });

  it("never bring the key to the page", async () => {
    const { page, wireText } = opened;
    assert.ok(
      all.emulator.requests.every(
        ({ headers }) => headers["x-api-key"] === apiKey,
      ),
    );
    const text = `${await wireText()}\n${await page.content()}`;
    assert.ok(text.includes("WebAssembly"), "the wire was listened to");
    assert.ok(!text.includes(apiKey), "the key is nowhere");
  });

  it("leave nothing in the console", () =>
    assert.deepEqual(opened.problems, []));
});
