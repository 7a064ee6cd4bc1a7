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
  /** What makes it a Standard Schema. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The library whose schema it is. */
    readonly vendor: "carecycle-custom-fields";
    /** Checks a value. */
    readonly validate: (value: unknown) =>
      | {
          /** The value as it was read. */
          readonly value: Value;
          /** None. */
          readonly issues?: undefined;
        }
      | {
          /** Everything that is wrong. */
          readonly issues: ReadonlyArray<{
            /** What is wrong and what to do, for a person. */
            readonly message: string;
            /** Where in the value. */
            readonly path: string[];
          }>;
        };
    /** Only for TypeScript. */
    readonly types?:
      | {
          /** What is taken. */
          readonly input: Value;
          /** What comes out. */
          readonly output: Value;
        }
      | undefined;
  };
}

/** A request's customer ID and body, as a row of `createMany` has them. */
interface Row {
  /** The customer's UUID. */
  customerId: string;
  /** The definition's ID and the value. */
  body: CreateCustomerCustomFieldValueRequest;
}

const ANY_UUID = "00000000-0000-0000-0000-000000000000";
const ANY_BODY = { fieldDefinitionId: ANY_UUID };

/** The checks of the request body for form libraries: the same as before sending. */
export const createCustomerCustomFieldValueRequestSchema: RequestSchema =
  /* @__PURE__ */ bodySchema();

/**
 * The same for one custom field: the value must be in the field for the definition's type, and one of its
 * options.
 *
 * @param definition as `GET /v2/custom-fields` responds with it; read once
 * @throws `ConfigurationError` if it is not a definition
 */
export const createCustomerCustomFieldValueRequestSchemaFor = (
  definition: CustomFieldDefinition,
): RequestSchema => bodySchema(definitionFor(definition));

/** The check of a custom field's definition. */
export const customFieldDefinitionSchema: RequestSchema<CustomFieldDefinition> =
  /* @__PURE__ */ schema((value) => ({
    issues: readDefinition(value).issues,
    value: value as CustomFieldDefinition,
    pathOf: ({ path }) => path,
  }));

/** The check of a customer ID for form libraries: the same as before sending. */
export const customerIdSchema: RequestSchema<string> = /* @__PURE__ */ schema(
  (value) => {
    const { issues } = check(operations.create, [value], ANY_BODY);
    return { issues, value: value as string, pathOf: () => [] };
  },
);

/**
 * The checks of `{ customerId, body }`, a row of `createMany`, for form libraries: the same as before
 * sending. Other keys are left out of what they return.
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

/** What was read has no prototype. */
const copyOf = (body: Record<string, unknown>) =>
  ({ ...body }) as unknown as CreateCustomerCustomFieldValueRequest;

function rowOf(row: unknown): { customerId?: unknown; body?: unknown } {
  try {
    return readOptions(
      Object(row) as { customerId?: unknown; body?: unknown },
      ["customerId", "body"],
    );
  } catch {
    // Then it has none.
    return {};
  }
}
