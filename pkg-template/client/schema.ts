import type {
  CreateCustomerCustomFieldValueRequest,
  CustomFieldDefinition,
  DefinitionRead,
  ValidationIssue,
} from "../core/wasm/core.js";
import { operations } from "../generated.js";
import { check, definitionFor, readDefinition } from "./check.js";
import { readOptions } from "./settings.js";

/** A Standard Schema (version 1); see https://standardschema.dev. */
export interface RequestSchema<Value = CreateCustomerCustomFieldValueRequest> {
  /** The properties of a Standard Schema. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The library that the schema belongs to. */
    readonly vendor: "carecycle-custom-fields";
    /** Checks a value. */
    readonly validate: (value: unknown) =>
      | {
          /** The value as it was read. */
          readonly value: Value;
          /** There are no issues. */
          readonly issues?: undefined;
        }
      | {
          /** Everything that is wrong. */
          readonly issues: ReadonlyArray<{
            /** What is wrong and what to do, for people. */
            readonly message: string;
            /** The path in the value. */
            readonly path: string[];
          }>;
        };
    /** Only for TypeScript. */
    readonly types?:
      | {
          /** The input type. */
          readonly input: Value;
          /** The output type. */
          readonly output: Value;
        }
      | undefined;
  };
}

/** A customer ID and a body, like a row of `createMany`. */
interface Row {
  /** The customer's UUID. */
  customerId: string;
  /** The definition's ID and the value. */
  body: CreateCustomerCustomFieldValueRequest;
}

const ANY_UUID = "00000000-0000-0000-0000-000000000000";
const ANY_BODY = { fieldDefinitionId: ANY_UUID };

/** Checks a request body, for form libraries: the same checks as before sending. */
export const createCustomerCustomFieldValueRequestSchema: RequestSchema =
  /* @__PURE__ */ bodySchema();

/**
 * Checks a request body against a custom field's definition: the value must be in the field for its
 * type, and one of its options.
 *
 * @param definition as `GET /v2/custom-fields` returns it; read once
 * @throws `ConfigurationError` if it is not a definition
 */
export const createCustomerCustomFieldValueRequestSchemaFor = (
  definition: CustomFieldDefinition,
): RequestSchema => bodySchema(definitionFor(definition));

/** Checks a custom field's definition. */
export const customFieldDefinitionSchema: RequestSchema<CustomFieldDefinition> =
  /* @__PURE__ */ schema((value) => ({
    issues: readDefinition(value).issues,
    value: value as CustomFieldDefinition,
    pathOf: ({ path }) => path,
  }));

/** Checks a customer ID, for form libraries: the same check as before sending. */
export const customerIdSchema: RequestSchema<string> = /* @__PURE__ */ schema(
  (value) => {
    const { issues } = check(operations.create, [value], ANY_BODY);
    return { issues, value: value as string, pathOf: () => [] };
  },
);

/**
 * Checks `{ customerId, body }`, a row of `createMany`, for form libraries: the same checks as
 * before sending. The result has no other keys.
 */
export const createCustomerCustomFieldValueSchema: RequestSchema<Row> =
  /* @__PURE__ */ schema((value) => {
    const { customerId, body: read } = rowOf(value);
    const { issues, body } = check(operations.create, [customerId], read);
    return {
      issues,
      value: { customerId: customerId as string, body: copyOf(body) },
      pathOf: ({ path }) =>
        path[0] === "id" ? ["customerId"] : ["body", ...path],
    };
  });

function bodySchema(definition?: DefinitionRead): RequestSchema {
  return schema((value) => {
    const { issues, body } = check(
      operations.create,
      [ANY_UUID],
      value,
      definition,
    );
    return { issues, value: copyOf(body), pathOf: ({ path }) => path };
  });
}

function schema<Value>(
  validate: (value: unknown) => {
    issues: ValidationIssue[];
    value: Value;
    pathOf: (issue: ValidationIssue) => string[];
  },
): RequestSchema<Value> {
  return {
    "~standard": {
      version: 1,
      vendor: "carecycle-custom-fields",
      validate: (input) => {
        const { issues, value, pathOf } = validate(input);
        if (!issues.length) return { value };
        return {
          issues: issues.map((issue) => ({ ...issue, path: pathOf(issue) })),
        };
      },
    },
  };
}

/** A copy with a prototype, which the body that was read does not have. */
const copyOf = (body: Record<string, unknown>) =>
  ({ ...body }) as unknown as CreateCustomerCustomFieldValueRequest;

function rowOf(row: unknown): { customerId?: unknown; body?: unknown } {
  try {
    return readOptions(
      Object(row) as { customerId?: unknown; body?: unknown },
      ["customerId", "body"],
    );
  } catch {
    // Then it has neither.
    return {};
  }
}
