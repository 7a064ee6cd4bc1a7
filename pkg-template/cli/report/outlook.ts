import type { Outlook } from "../../spreadsheet/index.js";
import { duration, rows } from "./words.js";

/** No more definitions are listed than a person reads. */
const MAX_DEFINITIONS = 20;

const MINUTE = 60_000;

/** What would be sent, as lines of text. */
export function outlookText(outlook: Outlook): string[] {
  const { minutes, definitions, duplicates, first } = outlook;
  const time =
    minutes === null || !outlook.rows
      ? ""
      : `, which takes ${duration(Math.round(minutes * MINUTE))} at the rate limit`;
  const more = definitions.length - MAX_DEFINITIONS;
  return [
    `To send: ${rows(outlook.rows)}${time}`,
    ...definitions.slice(0, MAX_DEFINITIONS).map(definitionText),
    ...(more > 0 ? [`  and ${more} more definitions; --json lists all`] : []),
    ...(duplicates
      ? [
          `Duplicates: ${rows(duplicates)} with the same customer and definition as an earlier row`,
        ]
      : []),
    ...(first.length ? ["First rows, with masked values:"] : []),
    ...first.map(
      ({ line, fieldDefinitionId, masked }) =>
        `  line ${line}: ${pairs({ fieldDefinitionId, ...masked })}`,
    ),
  ];
}

function definitionText(definition: Outlook["definitions"][number]): string {
  const { fieldDefinitionId, fields, empty } = definition;
  const parts = Object.entries(fields).map(
    ([field, count]) => `${count.toLocaleString("en-US")} ${field}`,
  );
  if (empty) parts.push(`${empty.toLocaleString("en-US")} without a value`);
  return `  ${fieldDefinitionId}: ${rows(definition.rows)} (${parts.join(", ")})`;
}

const pairs = (texts: Record<string, string | null>): string =>
  Object.entries(texts)
    .map(([name, text]) => `${name} ${text ?? "null"}`)
    .join(", ");
