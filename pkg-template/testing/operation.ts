import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
} from "carecycle-custom-fields";
import { VALUE_FIELDS } from "../generated.js";
import { customFields } from "./core.js";
import { customFieldValue } from "./custom-field-value.js";
import type { Definition, FakeApiOptions } from "./fake-api-types.js";
import { Refusal } from "./responses.js";
import { VALUE_FIELD_OF } from "./tables.mjs";

const PATH = /\/v2\/customers\/([^/]+)\/custom-fields$/;

/** The customer's ID in a request's path; throws for anything but the documented operation. */
export function customerOf(method: string, url: string): string {
  const [, customerId] = PATH.exec(new URL(url).pathname) ?? [];
  if (customerId === undefined) throw new Refusal(404, "No such path");
  if (method !== "POST") throw new Refusal(405);
  try {
    return decodeURIComponent(customerId);
  } catch {
    throw new Refusal(400);
  }
}

/** The body of a request as the API reads it: none if its content type is not JSON. */
export function bodyOf(headers: Headers, text: string): unknown {
  const type = headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (typeof body !== "object" || body === null)
    throw new Refusal(400, "The body is not JSON");
  return body;
}

/** The value that a request creates; throws if the API would reject it. */
export function valueOf(
  customerId: string,
  body: unknown,
  { customers, definitions }: FakeApiOptions,
): CustomerCustomFieldValue {
  // The server drops undocumented keys.
  const issues = customFields().validate(customerId, body, {
    unknownFields: "send",
  });
  if (issues.length) throw new Refusal(422, undefined, { errors: issues });
  if (customers && !customers.includes(customerId)) throw new Refusal(404);
  const request = body as CreateCustomerCustomFieldValueRequest;
  const { fieldDefinitionId } = request;
  if (definitions) checkDefinition(request, definitions);
  const values = Object.fromEntries(
    VALUE_FIELDS.map((name) => [name, request[name] ?? null]),
  );
  return customFieldValue({
    ...values,
    fieldDefinitionId,
    recordId: customerId,
  });
}

function checkDefinition(
  request: CreateCustomerCustomFieldValueRequest,
  definitions: readonly Definition[],
): void {
  const definition = definitions.find(
    ({ id }) => id === request.fieldDefinitionId,
  );
  if (!definition) throw new Refusal(404, "Field definition not found");
  const { fieldType, options } = definition;
  const field = VALUE_FIELD_OF[fieldType];
  for (const name of VALUE_FIELDS)
    if (name !== field && request[name] != null)
      throw new Refusal(
        400,
        `A ${fieldType} definition requires ${field}, not ${name}`,
      );
  const chosen = [request.selectValue ?? [], request.multiSelectValue ?? []];
  if (options && !chosen.flat().every((one) => options.includes(one)))
    throw new Refusal(400, "The value is not among the definition's options");
}
