/** What the API knows and keeps. */
import { randomUUID } from "node:crypto";
import createHttpError from "http-errors";
import { customerIds, definitions } from "./fixtures.mjs";

/**
 * @typedef {import("zod").output<typeof import("./schemas.mjs").requestBody>} RequestBody
 * @typedef {import("zod").output<typeof import("./schemas.mjs").output>} Value
 */

/** @param {Value[]} values where the created values go, in order */
export const createStore = (values) => ({
  /**
   * Keeps a value, or refuses it where it fits no customer or definition.
   * @param {string} recordId the customer
   * @param {RequestBody} body
   * @returns {Value}
   */
  create(recordId, body) {
    if (!customerIds.includes(recordId)) {
      throw createHttpError(404, "Customer not found");
    }
    checkDefinition(body);
    const now = new Date().toISOString();
    /** @type {Value} */
    const value = {
      id: randomUUID(),
      createdAt: now,
      updatedAt: now,
      fieldDefinitionId: body.fieldDefinitionId,
      recordId,
      recordType: "customers",
      textValue: body.textValue ?? null,
      numberValue: body.numberValue ?? null,
      booleanValue: body.booleanValue ?? null,
      dateValue: body.dateValue ?? null,
      selectValue: body.selectValue ?? null,
      multiSelectValue: body.multiSelectValue ?? null,
    };
    values.push(value);
    return value;
  },
});

/** @param {RequestBody} body */
function checkDefinition({ fieldDefinitionId, ...given }) {
  const definition = definitions.find(({ id }) => id === fieldDefinitionId);
  if (!definition) throw createHttpError(404, "Field definition not found");
  const { valueField, fieldType } = definition;
  for (const [name, value] of Object.entries(given)) {
    if (name !== valueField && value !== null && value !== undefined) {
      throw createHttpError(
        400,
        `A ${fieldType} definition takes ${valueField}, not ${name}`,
      );
    }
  }
}
