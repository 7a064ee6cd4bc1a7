import {
  type CustomFieldDefinition,
  customFieldDefinitionSchema,
} from "carecycle-custom-fields";
import {
  Definitions as DefinitionsOf,
  UnusableDefinitions,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { textOf } from "../files.js";

export type Definitions = DefinitionsOf<CustomFieldDefinition>;

/** Reads the file of `--definitions`. Reports all problems together. */
export function readDefinitions(file: string): Definitions {
  const { validate } = customFieldDefinitionSchema["~standard"];
  const text = textOf("--definitions", file);
  try {
    return new DefinitionsOf(file, text, validate);
  } catch (error) {
    if (!(error instanceof UnusableDefinitions)) throw error;
    const { message, problems } = error;
    throw new UsageError(`--definitions ${file} ${message}`, problems);
  }
}
