import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiKey } from "../emulator/fixtures.mjs";
import {
  answered,
  create,
  readAnswer,
  screenshot,
  usePage,
} from "./harness.mjs";

const started = usePage();

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

describe("the API's responses", () => {
  it("can be chosen for exactly the faults that have a test here", async () => {
    const offered = started.opened.page.locator("#scenario option");
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
      const { page } = started.opened;
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
      assert.equal(started.all.emulator.requests.length, 1);
      if (scenario === "~429") {
        assert.equal(answer.facts["Retry after"], "60 s");
        await screenshot(page, "desktop-light-error");
      }
    });
  }

  it("can be cancelled, and the focus stays on the buttons", async () => {
    const { page } = started.opened;
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

  it("never contain the key when they reach the page", async () => {
    const { page, wireText } = started.opened;
    await page.locator("#scenario").selectOption("");
    await create(page);
    const keys = started.all.emulator.requests.map(
      ({ headers }) => headers["x-api-key"],
    );
    assert.deepEqual(keys, [apiKey], "the backend adds the key");
    const text = `${await wireText()}\n${await page.content()}`;
    assert.ok(text.includes("WebAssembly"), "the wire was listened to");
    assert.ok(!text.includes(apiKey), "the key is nowhere");
  });

  it("leave nothing in the console", () =>
    assert.deepEqual(started.opened.problems, []));
});
