import {
  MOST_DEFINITIONS,
  type Outlook,
  duplicatesText,
  fieldsText,
  rowCount,
  toSendText,
} from "../../spreadsheet/index.js";

/** What would be sent, as lines of text. */
export function outlookText(outlook: Outlook): string[] {
  const { definitions, first } = outlook;
  const more = definitions.length - MOST_DEFINITIONS;
  const duplicates = duplicatesText(outlook);
  return [
    `To send: ${toSendText(outlook)}`,
    ...definitions.slice(0, MOST_DEFINITIONS).map(definitionText),
    ...(more > 0 ? [`  and ${more} definitions more; --json lists all`] : []),
    ...(duplicates ? [`Duplicates: ${duplicates}`] : []),
    ...(first.length ? ["First rows, their values masked:"] : []),
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
