// What must compile with lib es2022 alone: no DOM, no @types/node, skipLibCheck off.
import { CareCycle, isAPIError } from "carecycle-custom-fields";

const careCycle = new CareCycle({
  apiKey: "cc_x",
  fetch: async (url, { method, headers, body, signal }) => ({
    status: signal.aborted ? 499 : 200,
    headers: { get: (name) => headers[name] ?? null },
    body: null,
    text: async () => url + method + body,
  }),
});

export async function use(id: string): Promise<string | null> {
  try {
    const body = { fieldDefinitionId: id };
    return (await careCycle.customers.customFields.create(id, body)).textValue;
  } catch (error) {
    return isAPIError(error) ? error.headers.get("date") : null;
  }
}
