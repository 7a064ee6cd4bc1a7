/** How a file's columns become fields. */
export interface Mapping {
  /** From a header, as `headerName` has it, to the field that its column holds; empty where the column is left out. */
  columns: ReadonlyMap<string, string>;
  /** Whether columns that hold no field are left out; otherwise they are mistakes. */
  ignoreOthers: boolean;
  /** The definition of all rows, in place of a column. */
  fieldDefinition: string | undefined;
  /** Between the texts in a cell of `multiSelectValue`; without it the cell is a JSON array. */
  separator: string | undefined;
  /** Whether an empty cell of a value is sent as null; otherwise it is left out. */
  emptyIsNull: boolean;
}

/** Each column holds the field that its header names. */
export const AS_NAMED: Mapping = {
  columns: new Map(),
  ignoreOthers: false,
  fieldDefinition: undefined,
  separator: undefined,
  emptyIsNull: false,
};
