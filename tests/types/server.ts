// How backends use `/server`, with Node's types or the DOM's.
import {
  type Authorize,
  type AuthorizeContext,
  type Handler,
  type HandlerOptions,
  type NodeHandler,
  createHandler,
  toNodeHandler,
} from "carecycle-custom-fields/server";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

const mayWrite = async (
  request: Request,
  { customerId, body }: AuthorizeContext,
) => {
  const isId: Equal<typeof customerId, string> = true;
  const isUnknown: Equal<typeof body, unknown> = true;
  return isId && isUnknown && request.headers.has("cookie");
};

export const POST = createHandler({ authorize: mayWrite });
export const isHandler: Equal<typeof POST, Handler> = true;
export const authorizes: Authorize[] = [
  () => true,
  async () => new Response(null, { status: 401 }),
  ({ headers }, { customerId }) => headers.get("x-customer") === customerId,
  // Fewer parameters are fine, and so is throwing.
  () => {
    throw new Error();
  },
];
const options: HandlerOptions = {
  authorize: "public",
  apiKey: "cc_x",
  baseUrl: undefined,
  fetch: globalThis.fetch,
  rateLimit: { requests: 1, perMs: 1 },
  onRequest: ({ requestId }) => requestId.length,
  origins: ["https://app.example.com"] as const,
  maxBodyBytes: 1,
  bodyTimeoutMs: 1,
  maxWaitMs: undefined,
  unknownFields: "send",
};
export const answer: Promise<Response> = createHandler(options)(
  new Request("https://app.example.com"),
);
export const listener: NodeHandler = toNodeHandler(POST);
/** A framework passes more than a request. */
export const worker = {
  fetch: POST as (request: Request, env: object) => Promise<Response>,
};

// @ts-expect-error authorize is required
createHandler({});
// @ts-expect-error a word is not an opt-out
createHandler({ authorize: "everybody" });
// @ts-expect-error only true and false
createHandler({ authorize: () => "yes" });
// @ts-expect-error it runs in no page
createHandler({ authorize: "public", dangerouslyAllowBrowser: true });
// @ts-expect-error headers are the page's client's
createHandler({ authorize: "public", headers: {} });
// @ts-expect-error a list
createHandler({ authorize: "public", origins: "https://app.example.com" });
// @ts-expect-error misspelt
createHandler({ authorize: "public", maxBodySize: 1 });
// @ts-expect-error a handler, not its options
toNodeHandler({ authorize: "public" });
