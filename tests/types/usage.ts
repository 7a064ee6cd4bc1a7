// What must compile: strict, exactOptionalPropertyTypes, skipLibCheck off.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
  APIError,
  CareCycle,
  type CareCycleOptions,
  type CreateCustomerCustomFieldValueRequest,
  type CreateManyStatus,
  type CreateOptions,
  type CustomerCustomFieldValue,
  type Outcome,
  RateLimitError,
  ValidationError,
  type ValidationIssue,
  type CustomFieldDefinition,
  type KnownIssueCode,
  createCustomerCustomFieldValueRequestSchema,
  createCustomerCustomFieldValueRequestSchemaFor,
} from "carecycle-custom-fields";
import type { components } from "./openapi.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;
type Flat<T> = { [K in keyof T]: T[K] };
const sameRequest: Equal<
  Flat<CreateCustomerCustomFieldValueRequest>,
  Flat<components["schemas"]["CreateCustomerCustomFieldValueRequest"]>
> = true;
const sameValue: Equal<
  Flat<CustomerCustomFieldValue>,
  Flat<components["schemas"]["CustomerCustomFieldValue"]>
> = true;
const sameIssue: Equal<
  Flat<ValidationIssue>,
  Flat<components["schemas"]["ValidationErrorBody"]["errors"][number]>
> = true;

// As the API responds with it, and as somebody writes it down.
const fetched: CustomFieldDefinition & { fieldKey: string } = {
  id: "079f459a-0b19-4274-98b0-427a624178ff",
  fieldType: "number",
  options: null,
  fieldKey: "plan",
};
const tier = {
  id: "079f459a-0b19-4274-98b0-427a624178ff",
  fieldType: "select",
  options: ["Gold", "Silver"],
} as const;
const ofTier: StandardSchemaV1 =
  createCustomerCustomFieldValueRequestSchemaFor(tier);
const wrongField: KnownIssueCode = "wrong_value_field";

export const found = new CareCycle({ apiKey: "cc_x" }).customers.customFields
  .validate("id", {}, { definition: fetched })
  .some(({ code }) => code === wrongField && ofTier["~standard"].version);

const options: CareCycleOptions = {
  apiKey: "cc_x",
  fetch: globalThis.fetch,
  timeoutMs: 5,
};
const careCycle = new CareCycle(options);
const call: CreateOptions = {
  signal: AbortSignal.timeout(5),
  unknownFields: "send",
};

export async function use(id: string): Promise<string | null> {
  const body = {
    fieldDefinitionId: id,
    numberValue: "12.50",
    multiSelectValue: null,
  };
  const issues: ValidationIssue[] = careCycle.customers.customFields.validate(
    id,
    body,
  );
  try {
    const value = await careCycle.customers.customFields.create(id, body, call);
    const type: "customers" = value.recordType;
    return value.numberValue ?? type;
  } catch (error) {
    if (error instanceof RateLimitError)
      return String(error.retryAfter?.toFixed());
    if (error instanceof ValidationError)
      return error.errors.concat(issues)[0]?.message ?? null;
    if (error instanceof APIError) {
      const outcome: Outcome = error.outcome;
      return outcome + error.status.toFixed();
    }
    throw error;
  }
}

/** Rows keep their type, whatever they bring. */
export async function useMany(id: string): Promise<number> {
  async function* rows() {
    const body = { fieldDefinitionId: id, textValue: "a" };
    yield { customerId: id, body, line: 2 };
  }
  const { createMany } = careCycle.customers.customFields;
  const results = createMany(rows(), {
    onRequest: ({ index, row, requestId }) => [index, row.line, requestId],
    onProgress: ({ total, etaMs }) => (total ?? 0) + (etaMs ?? 0),
  });
  let lines = 0;
  for await (const { row, status, value, error } of results) {
    const known: CreateManyStatus = status;
    lines += row.line + known.length;
    if (value?.textValue) lines += value.textValue.length;
    if (error?.outcome === "unknown") results.stop();
  }
  return lines + results.summary().created;
}

export const schema: StandardSchemaV1<CreateCustomerCustomFieldValueRequest> =
  createCustomerCustomFieldValueRequestSchema;
export const same = [sameRequest, sameValue, sameIssue];
