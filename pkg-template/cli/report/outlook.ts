import {
  MAX_DEFINITIONS,
  type Outlook,
  duplicatesText,
  fieldsText,
  rowCount,
  toSendText,
} from "../../spreadsheet/index.js";

/** What would be sent, as lines of text. */
export function outlookText(outlook: Outlook): string[] {
  const { definitions, first } = outlook;
  const more = definitions.length - MAX_DEFINITIONS;
  const duplicates = duplicatesText(outlook);
  return [
    `To send: ${toSendText(outlook)}`,
    ...definitions.slice(0, MAX_DEFINITIONS).map(definitionText),
    ...(more > 0 ? [`  and ${more} more definitions; --json lists all`] : []),
    ...(duplicates ? [`Duplicates: ${duplicates}`] : []),
    ...(first.length ? ["First rows, with masked values:"] : []),
    ...first.map(
      ({ line, fieldDefinitionId, masked }) =>
        `  line ${line}: ${pairs({ fieldDefinitionId, ...masked })}`,
    ),
  ];
}

const definitionText = (definition: Outlook["definitions"][number]): string =>
  `  ${definition.fieldDefinitionId}: ${rowCount(definition.rows)} (${fieldsText(definition)})`;

const pairs = (texts: Record<string, string | null>): string =>
  Object.entries(texts)
    .map(([name, text]) => `${name} ${text ?? "null"}`)
    .join(", ");
