/** How a file's columns become fields. */
export interface Mapping {
  /**
   * The field of each column by its header, as `headerName` returns it; empty if the column is left
   * out.
   */
  columns: ReadonlyMap<string, string>;
  /** Whether columns that hold no field are left out; otherwise they are problems. */
  ignoreOthers: boolean;
  /** The definition of all rows, instead of a column. */
  fieldDefinition: string | undefined;
  /**
   * What separates the texts in a cell of `multiSelectValue`; if unset, the cell is a JSON array.
   */
  separator: string | undefined;
  /** Whether an empty cell of a value is sent as null; otherwise it is left out. */
  emptyIsNull: boolean;
}

/** The header of each field's column, if the mapping names one. */
export const headersOf = ({ columns }: Mapping): Map<string, string> =>
  new Map(
    [...columns].flatMap(([header, field]) => (field ? [[field, header]] : [])),
  );

/** Each column holds the field that its header names. */
export const AS_NAMED: Mapping = {
  columns: new Map(),
  ignoreOthers: false,
  fieldDefinition: undefined,
  separator: undefined,
  emptyIsNull: false,
};
