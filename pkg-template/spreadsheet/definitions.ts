/** Why a file of definitions cannot be used. The message continues after the file's name. */
export class UnusableDefinitions extends Error {
  constructor(
    message: string,
    /** Every problem with its definitions, by path. */
    readonly problems: readonly string[] = [],
  ) {
    super(message);
  }
}

/** The part of a definition that is needed here. */
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

/** The definitions that rows are checked against, in the form of an option of `validate`. */
export class Definitions<Definition extends WithOptions> {
  /** Whether they are one page of several. */
  readonly #isPart: boolean;
  readonly #byId = new Map<string, { definition: Definition }>();

  /**
   * @param file its name
   * @param text a list or a page of the API, both in JSON
   * @throws {UnusableDefinitions} with every problem
   */
  constructor(
    readonly file: string,
    text: string,
    read: ReadDefinition<Definition>,
  ) {
    const { items, name, isPart } = itemsIn(text);
    this.#isPart = isPart;
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
        problems.push(`${place}.id: the same ID as ${other}`);
      places.set(id, other ?? place);
      // Frozen, it is read once for all rows.
      Object.freeze(definition.options);
      this.#byId.set(id, { definition: Object.freeze(definition) });
    });
    if (problems.length)
      throw new UnusableDefinitions("cannot be used", problems);
  }

  /** A row's definition, as an option of `validate`; undefined if there is none with that ID. */
  of(id: unknown): { definition: Definition } | undefined {
    return typeof id === "string"
      ? this.#byId.get(id.toLowerCase())
      : undefined;
  }

  /**
   * An issue if no definition has a row's ID; undefined if one has it, or if another issue already says what is
   * wrong with the ID.
   */
  unknown(
    id: unknown,
    issues: readonly { path?: readonly string[] }[],
  ): { path: string[]; message: string; code: string } | undefined {
    const isReported = ({ path }: { path?: readonly string[] }) =>
      path?.length === 0 || path?.[0] === FIELD;
    if (this.of(id) || issues.some(isReported)) return undefined;
    return {
      path: [FIELD],
      message: `${this.file} has no definition with this ID${this.#isPart ? "; it is one page, and there are more" : ""}`,
      code: "unknown_definition",
    };
  }
}

const FIELD = "fieldDefinitionId";

function itemsIn(text: string): {
  items: unknown[];
  name: string;
  isPart: boolean;
} {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UnusableDefinitions("is not JSON");
  }
  if (Array.isArray(json))
    return { items: json as unknown[], name: "", isPart: false };
  const { items, itemsTotal } = Object(json) as Record<string, unknown>;
  if (Array.isArray(items)) {
    const isPart = typeof itemsTotal === "number" && itemsTotal > items.length;
    return { items: items as unknown[], name: "items", isPart };
  }
  throw new UnusableDefinitions(
    'is neither a JSON list of definitions nor a page {"items": [...]} of them',
  );
}
