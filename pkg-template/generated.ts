// Written by hand for now: to be replaced by what `cargo xtask codegen` writes from src/contract/field.rs.

/** The request's keys for values, in the documented order. */
export const VALUE_FIELDS = [
  "textValue",
  "numberValue",
  "booleanValue",
  "dateValue",
  "selectValue",
  "multiSelectValue",
] as const;
