import { readFileSync } from "node:fs";
import {
  type CustomFieldDefinition,
  customFieldDefinitionSchema,
} from "carecycle-custom-fields";
import {
  Definitions as DefinitionsOf,
  UnusableDefinitions,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";

export type Definitions = DefinitionsOf<CustomFieldDefinition>;

/** Reads the file of `--definitions`. Reports all problems together. */
export function readDefinitions(file: string): Definitions {
  const { validate } = customFieldDefinitionSchema["~standard"];
  try {
    return new DefinitionsOf(file, textIn(file), validate);
  } catch (error) {
    if (!(error instanceof UnusableDefinitions)) throw error;
    const { message, problems } = error;
    throw new UsageError(`--definitions ${file} ${message}`, problems);
  }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `--definitions ${file} cannot be read: ${codeOf(error)}`,
    );
  }
}
