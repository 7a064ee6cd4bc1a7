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
  await opened?.close();
  await all?.close();
});

/** The chosen response of the API; the class, code, outcome and status of the error that the page's client throws. */
const ANSWERS = /** @type {const} */ ([
  ["~400", "BadRequestError", "BAD_REQUEST", "rejected", "400"],
  ["~401", "InternalServerError", "API_KEY_REFUSED", "rejected", "502"],
  ["~403", "InternalServerError", "API_KEY_REFUSED", "rejected", "502"],
  ["~404", "NotFoundError", "NOT_FOUND", "rejected", "404"],
  ["~422", "ValidationError", "VALIDATION_ERROR", "rejected", "422"],
  ["~429", "RateLimitError", "RATE_LIMIT_EXCEEDED", "rejected", "429"],
  ["~500", "InternalServerError", "INTERNAL_ERROR", "unknown", "502"],
  ["~502-html", "InternalServerError", "HTTP_502", "unknown", "502"],
  ["~close-after", "InternalServerError", "CONNECTION", "unknown", "502"],
  ["~cut-body", "InternalServerError", "CONNECTION", "created", "502"],
  [
    "~missing-key:key=recordId",
    "InternalServerError",
    "UNEXPECTED_RESPONSE",
    "unknown",
    "502",
  ],
  [
    "~redirect",
    "InternalServerError",
    "UNEXPECTED_RESPONSE",
    "rejected",
    "502",
  ],
]);

const MEANINGS = {
  rejected: /The value was not created/,
  created: /The value was created/,
  unknown: /The value may have been created/,
};

describe("responses", () => {
  it("are offered for each fault that has a test here, and shown for no other", async () => {
    const offered = opened.page.locator("#scenario option");
    const values = await offered.evaluateAll((options) =>
      options.map((option) => option.getAttribute("value")),
    );
    const tested = ANSWERS.map(([scenario]) => scenario);
    assert.deepEqual(
      values.toSorted(),
      ["", "~slow-headers:ms=5000", ...tested].toSorted(),
    );
  });

  for (const [scenario, name, code, outcome, status] of ANSWERS) {
    it(`are shown as ${name} for ${scenario}`, async () => {
      const { page } = opened;
      await page.locator("#scenario").selectOption(scenario);
      await create(page);
      const answer = await readAnswer(page);
      assert.equal(answer.title, name);
      assert.equal(answer.outcome, outcome);
      assert.match(answer.meaning, MEANINGS[outcome]);
      assert.equal(answer.facts.Code, code);
      assert.equal(answer.facts.Status, status);
      if (scenario === "~404")
        assert.match(answer.facts["Server message"], /not found/i);
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
