import { readFileSync } from "node:fs";
import {
  type CustomFieldDefinition,
  customFieldDefinitionSchema,
} from "carecycle-custom-fields";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";

/** The definitions that rows are checked against, in the form of an option of `validate`. */
export class Definitions {
  readonly #byId: ReadonlyMap<string, { definition: CustomFieldDefinition }>;

  constructor(
    readonly file: string,
    definitions: readonly CustomFieldDefinition[],
  ) {
    this.#byId = new Map(
      definitions.map((definition) => [
        definition.id.toLowerCase(),
        { definition: frozen(definition) },
      ]),
    );
  }

  /** A row's definition, as an option of `validate`; undefined if there is none with that ID. */
  of(id: unknown): { definition: CustomFieldDefinition } | undefined {
    return typeof id === "string"
      ? this.#byId.get(id.toLowerCase())
      : undefined;
  }
}

/** Frozen, so it is read once for all rows. */
const frozen = ({
  id,
  fieldType,
  options,
}: CustomFieldDefinition): CustomFieldDefinition =>
  Object.freeze({
    id,
    fieldType,
    options: options ? Object.freeze([...options]) : null,
  });

/**
 * Reads the file of `--definitions`, a list or a page of the API, both in JSON. Reports all
 * problems together.
 */
export function readDefinitions(file: string): Definitions {
  const json = jsonIn(file);
  const isList = Array.isArray(json);
  const items: unknown = isList
    ? json
    : (Object(json) as { items?: unknown }).items;
  const name = isList ? "" : "items";
  if (!Array.isArray(items))
    throw new UsageError(
      `--definitions ${file} is neither a JSON list of definitions nor a page {"items": [...]} of them`,
    );
  const problems: string[] = [];
  const places = new Map<string, string>();
  const definitions = (items as unknown[]).flatMap((item, index) => {
    const place = `${name}[${index}]`;
    const result = customFieldDefinitionSchema["~standard"].validate(item);
    if (result.issues) {
      for (const { path, message } of result.issues)
        problems.push(`${[place, ...path].join(".")}: ${message}`);
      return [];
    }
    const id = result.value.id.toLowerCase();
    const other = places.get(id);
    if (other !== undefined)
      problems.push(`${place}.id: the same ID as ${other}`);
    places.set(id, other ?? place);
    return [result.value];
  });
  if (problems.length)
    throw new UsageError(`--definitions ${file} cannot be used`, problems);
  return new Definitions(file, definitions);
}

function jsonIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new UsageError(
      `--definitions ${file} cannot be read: ${codeOf(error)}`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`--definitions ${file} is not JSON`);
  }
}
