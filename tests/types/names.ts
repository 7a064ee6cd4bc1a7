// What narrows, and what may be passed: strict, exactOptionalPropertyTypes, skipLibCheck off.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
  type AnyCareCycleError,
  APIConnectionError,
  APIError,
  CareCycle,
  CareCycleError,
  type CareCycleErrorJSON,
  type ConfigurationError,
  type CreateCustomerCustomFieldValueRequest,
  type CreateManyResult,
  type CustomerCustomFieldValue,
  type ErrorCode,
  type ValidationIssue,
  createCustomerCustomFieldValueSchema,
  customerIdSchema,
  isAPIError,
} from "carecycle-custom-fields";

const { customFields } = new CareCycle({ apiKey: "cc_x" }).customers;

export function name(error: unknown): unknown {
  if (!(error instanceof CareCycleError)) return error;
  const base: CareCycleError = error;
  switch (error.name) {
    case "ValidationError": {
      const issues: ValidationIssue[] = error.errors;
      return issues;
    }
    case "RateLimitError": {
      const seconds: number | undefined = error.retryAfter;
      return seconds;
    }
    case "NotFoundError":
    case "APIError": {
      const status: number = error.status;
      return status;
    }
    case "APIConnectionError":
    case "APIConnectionTimeoutError": {
      const connection: APIConnectionError = error;
      return connection.status;
    }
    case "ConfigurationError": {
      const configuration: ConfigurationError = error;
      return configuration;
    }
    case "AbortError":
    case "CareCycleError":
      return error.outcome;
    // @ts-expect-error no error has this name
    case "APIUserAbortError":
      return 0;
    default:
      return base.toJSON() satisfies CareCycleErrorJSON;
  }
}

export function code({ code }: CareCycleError): string {
  const known: ErrorCode = code;
  switch (known) {
    case "NOT_FOUND":
    case "HTTP_404":
      return known;
    default:
      return code;
  }
}

export function response(error: unknown): string | number {
  if (!isAPIError(error)) return 0;
  const status: number = error.status;
  const said: string | undefined = error.serverMessage;
  const body: unknown = error.body;
  if (error.name === "ValidationError") return error.errors.length + status;
  return [said, error.headers.get("retry-after"), typeof body].join();
}

/** The base classes narrow as before, and an error of the union by them. */
export function classes(error: AnyCareCycleError): string {
  if (error instanceof APIError) return error.status.toFixed() + error.name;
  if (error instanceof APIConnectionError) return error.name;
  return error.name;
}

type Row = { customerId: string; body: { fieldDefinitionId: string } };

export function result(result: CreateManyResult<Row>): unknown {
  if (result.status === "invalid") return result.error.errors;
  if (result.status !== "created") {
    if (result.error.name === "RateLimitError") return result.error.retryAfter;
    return result.error.outcome;
  }
  if (!result.value) return result.error.code;
  const value: CustomerCustomFieldValue = result.value;
  // @ts-expect-error a value has no error
  return [value, result.error.code];
}

export async function destructured(rows: readonly Row[]): Promise<string> {
  let text = "";
  for await (const { status, value, error } of customFields.createMany(rows)) {
    text += value ? value.id : error.message;
    if (status === "invalid") text += error.errors.length;
  }
  return text;
}

interface Wider extends CreateCustomerCustomFieldValueRequest {
  unknown: number;
}

export function parameters(fieldDefinitionId: string, wider: Wider): unknown {
  const list: readonly string[] = ["a"];
  const body = {
    fieldDefinitionId,
    textValue: undefined,
    numberValue: undefined as string | null | undefined,
    multiSelectValue: list,
  } as const;
  const extra = { fieldDefinitionId, custom: 5 };
  return [
    customFields.create("id", body, { signal: undefined }),
    customFields.create("id", { fieldDefinitionId, multiSelectValue: list }),
    customFields.createMany([{ customerId: "id", body }] as const),
    customFields.createMany(new Set([{ customerId: "id", body: wider }])),
    customFields.create("id", extra, { unknownFields: "send" }),
    customFields.create("id", wider, { unknownFields: "send", timeoutMs: 5 }),
    customFields.create(
      "id",
      { fieldDefinitionId, custom: { any: [5] } },
      { unknownFields: "send" },
    ),
    // @ts-expect-error such a key is sent only where that is said
    customFields.create("id", { fieldDefinitionId, custom: 5 }),
    customFields.create(
      "id",
      // @ts-expect-error nor here
      { fieldDefinitionId, custom: 5 },
      { unknownFields: "refuse" },
    ),
    customFields.create(
      "id",
      // @ts-expect-error a documented field keeps its type
      { fieldDefinitionId, numberValue: 5 },
      { unknownFields: "send" },
    ),
    // @ts-expect-error the definition is required
    customFields.create("id", { custom: 5 }, { unknownFields: "send" }),
    // @ts-expect-error and may not be undefined
    customFields.create("id", { fieldDefinitionId: undefined }),
  ];
}

export const idSchema: StandardSchemaV1<string> = customerIdSchema;
export const rowSchema: StandardSchemaV1<{
  customerId: string;
  body: CreateCustomerCustomFieldValueRequest;
}> = createCustomerCustomFieldValueSchema;
