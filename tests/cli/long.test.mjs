/** Very long lines, names and cells, by accident or on purpose. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, number, text, useCommand } from "./setup.mjs";

const header = "customerId,fieldDefinitionId,textValue";

describe("the import command", () => {
  const command = useCommand();
  const long = 300_000;
  for (const [what, content, code] of /** @type {const} */ ([
    ["one line without an end", "x".repeat(2 * long), 2],
    [
      "a header of many columns",
      `${header}${",column".repeat(long / 6)}\n${customerId},${text},a\n`,
      0,
    ],
    [
      "a header with many spaces in a name",
      `${header},"a${" ".repeat(long)}b"\n${customerId},${text},a\n`,
      0,
    ],
    ...["9", " ", "1 "].map((part) => {
      const cell = `1${part.repeat(long)}x`;
      const names = "customerId,fieldDefinitionId,numberValue,dateValue";
      const rows = `${names}\n${customerId},${number},"${cell}","${cell}"\n`;
      return /** @type {const} */ ([
        `cells with ${JSON.stringify(part)} many times`,
        rows,
        1,
      ]);
    }),
  ]))
    it(`reads ${what} in a time that grows with its length only`, async () => {
      command.write("rows.csv", content);
      const args = ["rows.csv", "--dry-run", "--ignore-other-columns"];
      const { child, ended } = command.start(args, { cautious: true });
      // By their squares these lengths take minutes.
      const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
      assert.equal((await ended).code, code);
      clearTimeout(timer);
    });
});
