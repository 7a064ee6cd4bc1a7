/** Why a file of definitions cannot be used. The message goes on after the file's name. */
export class UnusableDefinitions extends Error {
  constructor(
    message: string,
    /** All that is wrong with its definitions, by path. */
    readonly problems: readonly string[] = [],
  ) {
    super(message);
  }
}

/** What is needed to know of a definition. */
interface WithOptions {
  readonly id: string;
  readonly options?: readonly string[] | null | undefined;
}

/** The package's own check of a definition, as a Standard Schema has it. */
type ReadDefinition<Definition> = (item: unknown) =>
  | { value: Definition; issues?: undefined }
  | {
      issues: readonly { path: readonly string[]; message: string }[];
    };

/** The definitions that rows are checked against, as `validate` takes them. */
export class Definitions<Definition extends WithOptions> {
  readonly #byId = new Map<string, { definition: Definition }>();

  /**
   * @param file its name
   * @param text a list, or a page of the API's, both in JSON
   * @throws {UnusableDefinitions} with all that is wrong
   */
  constructor(
    readonly file: string,
    text: string,
    read: ReadDefinition<Definition>,
  ) {
    const { items, name } = itemsIn(text);
    const problems: string[] = [];
    const places = new Map<string, string>();
    items.forEach((item, index) => {
      const place = `${name}[${index}]`;
      const result = read(item);
      if (result.issues) {
        for (const { path, message } of result.issues)
          problems.push(`${[place, ...path].join(".")}: ${message}`);
        return;
      }
      const definition = result.value;
      const id = definition.id.toLowerCase();
      const other = places.get(id);
      if (other !== undefined)
        problems.push(`${place}.id: the same ID as that of ${other}`);
      places.set(id, other ?? place);
      // Frozen, it is read once for all rows.
      Object.freeze(definition.options);
      this.#byId.set(id, { definition: Object.freeze(definition) });
    });
    if (problems.length)
      throw new UnusableDefinitions("cannot be used", problems);
  }

  /** The one of a row, as an option of `validate`; undefined where there is none of that ID. */
  of(id: unknown): { definition: Definition } | undefined {
    return typeof id === "string"
      ? this.#byId.get(id.toLowerCase())
      : undefined;
  }

  /**
   * That a row's definition is none of them; undefined where it is one, or where an issue says already what is
   * wrong with its ID.
   */
  unknown(
    id: unknown,
    issues: readonly { path?: readonly string[] }[],
  ): { path: string[]; message: string; code: string } | undefined {
    const isTold = ({ path }: { path?: readonly string[] }) =>
      path?.length === 0 || path?.[0] === FIELD;
    if (this.of(id) || issues.some(isTold)) return undefined;
    return {
      path: [FIELD],
      message: `${this.file} has no definition of this ID`,
      code: "unknown_definition",
    };
  }
}

const FIELD = "fieldDefinitionId";

function itemsIn(text: string): { items: unknown[]; name: string } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UnusableDefinitions("is not JSON");
  }
  if (Array.isArray(json)) return { items: json as unknown[], name: "" };
  const { items } = Object(json) as { items?: unknown };
  if (Array.isArray(items)) return { items: items as unknown[], name: "items" };
  throw new UnusableDefinitions(
    'is neither a JSON list of definitions nor a page {"items": [...]} of them',
  );
}
