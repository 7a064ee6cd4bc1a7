import type { CustomerCustomFieldValue } from "carecycle-custom-fields";
import { loadCore } from "./core.js";

/**
 * A created value with all documented keys. By default IDs are new, the time is now, and there is
 * no value.
 */
export function customFieldValue(
  given: {
    [Key in keyof CustomerCustomFieldValue]?:
      CustomerCustomFieldValue[Key] | undefined;
  } = {},
): CustomerCustomFieldValue {
  const now = new Date().toISOString();
  const value: CustomerCustomFieldValue = {
    id: newId(),
    createdAt: now,
    updatedAt: now,
    fieldDefinitionId: newId(),
    recordId: newId(),
    recordType: "customers",
    textValue: null,
    numberValue: null,
    booleanValue: null,
    dateValue: null,
    selectValue: null,
    multiSelectValue: null,
  };
  const known = Object.entries(given).filter(([, one]) => one !== undefined);
  return Object.assign(value, Object.fromEntries(known));
}

const newId = (): string =>
  loadCore().enter(
    (core) => core.uuid(),
    (cause) => {
      throw cause;
    },
  );
