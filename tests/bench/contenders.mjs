/** The same call by each client: `make(url, fetch)` gives a function that creates one value. */
const key = "cc_test_demo";
const headers = {
  "content-type": "application/json",
  accept: "application/json",
  "x-api-key": key,
};
export const customerId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const body = {
  fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff",
  numberValue: "12.50",
};
const path = `/v2/customers/${customerId}/custom-fields`;

async function zodSchemas() {
  const { z } = await import("zod");
  const text = z.string().nullable();
  const values = {
    textValue: text,
    numberValue: text,
    booleanValue: z.boolean().nullable(),
    dateValue: text,
    selectValue: text,
    multiSelectValue: z.array(z.string()).nullable(),
  };
  const request = z.strictObject({
    fieldDefinitionId: z.uuid(),
    ...z.object(values).partial().shape,
  });
  const response = z.looseObject({
    id: z.uuid(),
    createdAt: text,
    updatedAt: text,
    fieldDefinitionId: z.uuid(),
    recordId: z.uuid(),
    recordType: z.literal("customers"),
    ...values,
  });
  return { request, response, id: z.uuid() };
}

/** @type {Record<string, (url: string, fetch: typeof globalThis.fetch) => Promise<() => Promise<any>>>} */
export const contenders = {
  "carecycle-custom-fields": async (baseUrl, fetch) => {
    const { CareCycle } = await import("../../pkg/index.js");
    const careCycle = new CareCycle({ apiKey: key, baseUrl, fetch });
    return () => careCycle.customers.customFields.create(customerId, body);
  },
  "hand-written fetch": async (baseUrl, fetch) => async () => {
    const response = await fetch(baseUrl + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  },
  "fetch + zod 4": async (baseUrl, fetch) => {
    const { request, response, id } = await zodSchemas();
    return async () => {
      id.parse(customerId);
      const answer = await fetch(baseUrl + path, {
        method: "POST",
        headers,
        body: JSON.stringify(request.parse(body)),
        signal: AbortSignal.timeout(30_000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      return response.parse(await answer.json());
    };
  },
  "openapi-fetch + zod 4": async (baseUrl, fetch) => {
    const { default: createClient } = await import("openapi-fetch");
    const { request, response, id } = await zodSchemas();
    const client = createClient({ baseUrl, headers, fetch });
    return async () => {
      id.parse(customerId);
      const { data, error } = await client.POST(
        "/v2/customers/{id}/custom-fields",
        {
          params: { path: { id: customerId } },
          body: request.parse(body),
          signal: AbortSignal.timeout(30_000),
        },
      );
      if (error) throw error;
      return response.parse(data);
    };
  },
};
