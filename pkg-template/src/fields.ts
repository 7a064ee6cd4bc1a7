/** @internal The request's keys for values, in the documented order: src/contract/field.rs. */
export const VALUES = [
  "textValue",
  "numberValue",
  "booleanValue",
  "dateValue",
  "selectValue",
  "multiSelectValue",
] as const;
