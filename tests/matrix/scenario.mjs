/** What every row runs, and what must come of it. */
import assert from "node:assert/strict";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { missingCustomerId } from "./context.mjs";

/**
 * @typedef {object} Report
 * @property {{ id: string, numberValue: string, fieldDefinitionId: string, recordId: string }} value
 * @property {{ name: string, code: string, outcome: string, isValidationError: boolean, path: string[] }} invalid
 * @property {{ name: string, code: string, outcome: string, status: number, isNotFoundError: boolean }} missing
 * @property {string} [version] of the tool
 */

/** Last lines of a source: they call its `makeReport`, which returns a promise. */
export const PRINTED =
  "makeReport().then((report) => console.log(JSON.stringify(report)));";
export const IN_PAGE = "globalThis.report = makeReport();";

/**
 * The text of a program that creates a value and reads an error found here and one of the server.
 *
 * @param {object} [options]
 * @param {string} [options.from] the package's name, or where it is
 * @param {string} [options.client] the text of the client's options; none by default, since the
 *   processes of the matrix have key and address in their environment
 * @param {"import" | "require"} [options.load]
 * @param {string} [options.end] what calls `makeReport`; its report is printed by default
 */
export function scenarioSource({
  from = "carecycle-custom-fields",
  client = "",
  load = "import",
  end = PRINTED,
} = {}) {
  const names = "{ CareCycle, NotFoundError, ValidationError }";
  const name = JSON.stringify(from);
  const body = { fieldDefinitionId: definitions[1].id, numberValue: "12.50" };
  return `${load === "import" ? `import ${names} from ${name}` : `const ${names} = require(${name})`};
const { customFields } = new CareCycle(${client}).customers;
const body = ${JSON.stringify(body)};
const caught = (promise) => promise.then(
  (value) => { throw new Error("created " + JSON.stringify(value)); }, (error) => error);
const makeReport = async () => {
  const value = await customFields.create("${customerId}", body);
  const invalid = await caught(customFields.create("${customerId}", { ...body, fieldDefinitionId: "x" }));
  const missing = await caught(customFields.create("${missingCustomerId}", body));
  return {
    value,
    invalid: { name: invalid.name, code: invalid.code, outcome: invalid.outcome,
      isValidationError: invalid instanceof ValidationError, path: invalid.errors[0].path },
    missing: { name: missing.name, code: missing.code, outcome: missing.outcome,
      status: missing.status, isNotFoundError: missing instanceof NotFoundError },
  };
};
${end}
`;
}

/** The report that a process printed as its last line. @param {{ stdout: string }} output */
export const readReport = ({ stdout }) =>
  JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");

/**
 * Asserts that all of a report is right, and that the emulator holds its value.
 *
 * @param {Report} report
 * @param {Pick<import("./context.mjs").Context, "values">} context
 */
export async function checkReport({ value, invalid, missing }, context) {
  const held = (await context.values()).find(({ id }) => id === value.id);
  assert.ok(held, "the emulator holds the value");
  assert.deepEqual(value, held);
  assert.equal(value.numberValue, "12.50");
  assert.equal(value.fieldDefinitionId, definitions[1].id);
  assert.equal(value.recordId, customerId);
  assert.deepEqual(invalid, {
    name: "ValidationError",
    code: "VALIDATION_ERROR",
    outcome: "notSent",
    isValidationError: true,
    path: ["fieldDefinitionId"],
  });
  assert.deepEqual(missing, {
    name: "NotFoundError",
    code: "NOT_FOUND",
    outcome: "rejected",
    status: 404,
    isNotFoundError: true,
  });
}
