// Which functions fit `fetch`: the platform's and undici's, and ones that wrap them.
import { CareCycle } from "carecycle-custom-fields";
import { Agent, fetch as undiciFetch } from "undici";

const dispatcher = new Agent({ bodyTimeout: 5 });

export const clients = [
  new CareCycle({ fetch: globalThis.fetch }),
  new CareCycle({ fetch: undiciFetch }),
  new CareCycle({ fetch: (url, init) => fetch(url, init) }),
  new CareCycle({
    fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
  }),
  new CareCycle({ fetch: async () => Response.json({}) }),
  // @ts-expect-error not all of a Response
  new CareCycle({ fetch: async () => ({ ok: true, status: 201 }) }),
];

/** The platform's signals and headers are themselves. */
export const own = (signal: AbortSignal, error: unknown) => {
  const { customFields } = new CareCycle().customers;
  const body = { fieldDefinitionId: "id" };
  return [customFields.create("id", body, { signal }), error];
};
