/**
 * @typedef {object} Columns
 * @property {readonly string[]} names in the file's order
 * @property {boolean} nameDefinitions whether each row says which custom field it is for
 */

export const VALUES = [
  "textValue",
  "numberValue",
  "booleanValue",
  "dateValue",
  "selectValue",
  "multiSelectValue",
];
const KNOWN = ["customerId", "fieldDefinitionId", ...VALUES];

/**
 * What a header says, or what is wrong with it.
 *
 * @param {readonly string[]} cells
 * @returns {{ columns: Columns, problems: string[] }}
 */
export function readHeader(cells) {
  const names = cells.map((cell) => cell.trim());
  const problems = names.flatMap((name, index) => {
    if (names.indexOf(name) < index)
      return [`The column “${name}” is there twice.`];
    return KNOWN.includes(name) ? [] : [unknown(name, index)];
  });
  if (!names.includes("customerId")) {
    problems.push("There is no column customerId.");
  }
  const nameDefinitions = names.includes("fieldDefinitionId");
  return { columns: { names, nameDefinitions }, problems };
}

/**
 * @param {string} name
 * @param {number} index
 */
function unknown(name, index) {
  const near = KNOWN.find(
    (known) => known.toLowerCase() === name.toLowerCase().replaceAll(/\W/g, ""),
  );
  if (near) return `The column “${name}” must be called ${near}.`;
  if (/[;\t]/.test(name)) {
    return "The cells are separated by something else than commas: save the file as CSV with commas.";
  }
  const what = name ? `The column “${name}”` : `Column ${index + 1}`;
  return `${what} is none of ${KNOWN.join(", ")}.`;
}

/**
 * A row of the file as `createMany` takes it. An empty cell is left out; a number stays the text it is.
 *
 * @param {readonly string[]} cells
 * @param {Columns} columns
 * @param {string} fieldDefinitionId for files that name none
 * @returns {{ customerId: string, body: import("../types.js").Body }}
 */
export function toRequest(
  cells,
  { names, nameDefinitions },
  fieldDefinitionId,
) {
  /** @type {Record<string, unknown>} */
  const body = nameDefinitions ? {} : { fieldDefinitionId };
  let customerId = "";
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? "";
    if (name === "customerId") customerId = cell;
    else if (cell !== "") body[name] = READ[name]?.(cell) ?? cell;
  }
  // Unchecked: that is what the checks are for.
  const unchecked = /** @type {unknown} */ (body);
  return {
    customerId,
    body: /** @type {import("../types.js").Body} */ (unchecked),
  };
}

/** What is not what it should be stays text: then the package's checks say so. @type {Record<string, (cell: string) => unknown>} */
const READ = {
  booleanValue: (cell) =>
    cell === "true" || cell === "false" ? cell === "true" : undefined,
  multiSelectValue: (cell) => {
    try {
      return /** @type {unknown} */ (JSON.parse(cell));
    } catch {
      return undefined;
    }
  },
};
