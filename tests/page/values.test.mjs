import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { create, readAnswer, usePage } from "./harness.mjs";

const started = usePage();

/** @param {string} fieldType */
const definitionOf = (fieldType) => {
  const found = definitions.find(
    (definition) => definition.fieldType === fieldType,
  );
  assert.ok(found);
  return found;
};

/** The body that the emulator got last. */
const sent = () =>
  JSON.parse(started.all.emulator.requests.at(-1)?.rawBody ?? "null");

/** @param {string} fieldType */
async function choose(fieldType) {
  const { id } = definitionOf(fieldType);
  await started.opened.page
    .locator(`input[name=definition][value="${id}"]`)
    .check();
}

/** @type {[string, unknown, (page: import("playwright-core").Page) => Promise<void>][]} */
const VALUES = [
  [
    "text",
    "L’été “à deux”\n🌞",
    (page) => page.locator("#value-input").fill("L’été “à deux”\n🌞"),
  ],
  [
    "number",
    "-0.10000000000000000001",
    (page) => page.locator("#value-input").fill("-0.10000000000000000001"),
  ],
  [
    "boolean",
    false,
    (page) => page.getByLabel("false", { exact: true }).check(),
  ],
  [
    "date",
    "2026-02-28",
    (page) => page.locator("#value-input").fill("2026-02-28"),
  ],
  [
    "select",
    definitionOf("select").options?.at(-1),
    async (page) => {
      await page.locator("#value-input").selectOption({
        index: -1 + (definitionOf("select").options?.length ?? 0),
      });
    },
  ],
  [
    "multi_select",
    definitionOf("multi_select").options?.slice(1, 2),
    async (page) => {
      for (const [index, box] of (
        await page.locator("#value-input input").all()
      ).entries()) {
        await box.setChecked(index === 1);
      }
    },
  ],
];

describe("creating a value", () => {
  for (const [fieldType, value, fill] of VALUES) {
    it(`sends a ${fieldType} value as it was entered`, async () => {
      const { page } = started.opened;
      const { id, valueField } = definitionOf(fieldType);
      await choose(fieldType);
      await fill(page);
      await create(page);
      assert.deepEqual(sent(), { fieldDefinitionId: id, [valueField]: value });
      const answer = await readAnswer(page);
      assert.equal(answer.title, "Value created");
      assert.equal(started.all.emulator.values.length, 1);
      const cell = page.locator(
        `#response tr:has(code:text-is("${valueField}")) td`,
      );
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      assert.equal(await cell.textContent(), shown);
    });
  }

  it("sends null and an absent value differently", async () => {
    const { page } = started.opened;
    const { id, valueField } = definitionOf("text");
    await choose("text");
    await page.getByRole("radio", { name: "null" }).check();
    await create(page);
    assert.equal(
      started.all.emulator.requests.at(-1)?.rawBody,
      JSON.stringify({ fieldDefinitionId: id, [valueField]: null }),
    );
    await page.getByRole("radio", { name: "Leave it out" }).check();
    await create(page);
    assert.equal(
      started.all.emulator.requests.at(-1)?.rawBody,
      JSON.stringify({ fieldDefinitionId: id }),
    );
    await page.getByRole("radio", { name: "A value", exact: true }).check();
  });

  it("shows the request exactly as it is sent", async () => {
    const { page } = started.opened;
    await choose("text");
    await page.locator("#value-input").fill("it's $HOME\n");
    const [head, body] =
      (await page.locator("#text-http").textContent())?.split("\n\n") ?? [];
    assert.match(
      head,
      new RegExp(
        `^POST /api/carecycle/v2/customers/${customerId}/custom-fields `,
      ),
    );
    await create(page);
    assert.equal(started.all.emulator.requests.at(-1)?.rawBody, body);
    assert.equal(
      started.all.emulator.requests.at(-1)?.path,
      `/v2/customers/${customerId}/custom-fields`,
    );
  });

  it("lists the calls of the session, the latest first", async () => {
    const { page } = started.opened;
    await choose("number");
    await create(page);
    const latest = page.locator("#history li").first();
    assert.match(
      await latest.innerText(),
      new RegExp(definitionOf("number").label),
    );
    assert.match(await latest.innerText(), /created/);
  });

  it("leaves nothing in the console", () =>
    assert.deepEqual(started.opened.problems, []));
});
