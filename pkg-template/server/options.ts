import {
  CareCycle,
  type CareCycleOptions,
  ConfigurationError,
} from "carecycle-custom-fields";

/** What a visitor asks for. */
export interface AuthorizeContext {
  /** The customer's ID, decoded but not yet checked. */
  readonly customerId: string;
  /** The request's body, parsed but not yet checked. */
  readonly body: unknown;
}

/**
 * Decides whether a visitor may create a value: only `true` lets the request pass, a `Response` is
 * sent as it is, and anything else is a 403. The handler throws what this throws. The request's
 * body has already been read.
 */
export type Authorize = (
  request: Request,
  context: AuthorizeContext,
) => boolean | Response | Promise<boolean | Response>;

/** Options of `createHandler`: its own, and those of `new CareCycle`. */
export interface HandlerOptions extends Omit<
  CareCycleOptions,
  "dangerouslyAllowBrowser" | "headers"
> {
  /**
   * Decides whether a visitor may create a value: only `true` lets the request pass. `"public"`
   * allows everybody.
   */
  authorize: Authorize | "public";
  /**
   * The origins, such as `https://app.example.com`, whose pages may use the handler, instead of its
   * own. Set it if `Host` cannot be relied on: behind a proxy, or against DNS rebinding on a
   * machine's own network.
   * @default the origin of the request's URL
   */
  origins?: readonly string[] | undefined;
  /**
   * The largest body in bytes.
   * @default 65536
   */
  maxBodyBytes?: number | undefined;
  /**
   * Milliseconds that a body may take to arrive; up to 2147483647.
   * @default 10000
   */
  bodyTimeoutMs?: number | undefined;
  /**
   * Milliseconds to wait for a slot within the rate limit, which all visitors share; after that, a
   * 429 says when to try again. Up to 2147483647.
   * @default 20000
   */
  maxWaitMs?: number | undefined;
  /**
   * Undocumented keys of a body: `"refuse"` responds with a 422, `"send"` sends them.
   * @default "refuse"
   */
  unknownFields?: "refuse" | "send" | undefined;
}

/** @internal Checked options, with defaults. */
export interface Config {
  readonly authorize: Authorize | "public";
  readonly origins: ReadonlySet<string> | undefined;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly maxWaitMs: number;
  readonly unknownFields: "refuse" | "send";
  /** The options of the client. */
  readonly client: CareCycleOptions;
  /** A client for checks, which sends nothing. */
  readonly checker: CareCycle;
}

/** The names of the client's options; an object, so tsc finds one that is missing. */
const CLIENT: Record<
  Exclude<keyof CareCycleOptions, "dangerouslyAllowBrowser" | "headers">,
  true
> = {
  apiKey: true,
  baseUrl: true,
  fetch: true,
  rateLimit: true,
  allowInsecureHttp: true,
  requestIdHeader: true,
  timeoutMs: true,
  deadlineMs: true,
  maxRetries: true,
  retryUnknown: true,
  onRequest: true,
  onResponse: true,
  onWait: true,
};

const OWN = new Set([
  "authorize",
  "origins",
  "maxBodyBytes",
  "bodyTimeoutMs",
  "maxWaitMs",
  "unknownFields",
]);

const MAX_TIMER_MS = 2147483647;

/** @internal */
export function refuse(message: string): never {
  throw new ConfigurationError(message);
}

/** @internal */
export function configure(options: unknown): Config {
  if (typeof options !== "object" || options === null)
    return refuse("createHandler() expects an object of options");
  // A copy that inherits nothing, since Object.prototype may be polluted.
  const read = Object.assign(
    Object.create(null) as object,
    options,
  ) as HandlerOptions;
  const client = clientOptions(read);
  const { unknownFields = "refuse", maxBodyBytes = 65_536 } = read;
  if (!["refuse", "send"].includes(unknownFields))
    return refuse('unknownFields must be "refuse" or "send"');
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1)
    return refuse("maxBodyBytes must be an integer above 0");
  return {
    authorize: authorizeOf(read.authorize),
    origins: originsOf(read.origins),
    maxBodyBytes,
    bodyTimeoutMs: milliseconds("bodyTimeoutMs", read.bodyTimeoutMs, 10_000, 1),
    maxWaitMs: milliseconds("maxWaitMs", read.maxWaitMs, 20_000, 0),
    unknownFields,
    client,
    // The key and the base URL of the environment are read at the first request.
    checker: new CareCycle({
      ...client,
      apiKey: client.apiKey ?? "cc_none",
      baseUrl: client.baseUrl ?? "https://api.carecycle.ai",
    }),
  };
}

function clientOptions(read: object): CareCycleOptions {
  // One attempt: the page's own client retries, and its visitor waits for it.
  const client: Record<string, unknown> = { maxRetries: 0 };
  for (const [name, value] of Object.entries(read)) {
    if (OWN.has(name) || value === undefined) continue;
    if (!Object.hasOwn(CLIENT, name))
      refuse(`createHandler() has no option ${JSON.stringify(name)}`);
    client[name] = value;
  }
  const { baseUrl } = client as CareCycleOptions;
  if (typeof baseUrl === "string" && baseUrl.startsWith("/"))
    refuse("baseUrl of a handler must be the API's URL, not a path");
  return client;
}

function authorizeOf(authorize: unknown): Authorize | "public" {
  if (authorize === "public" || typeof authorize === "function")
    return authorize as Authorize | "public";
  return refuse(
    'authorize is required: a function that decides who may create a value, or "public" for everybody',
  );
}

function originsOf(origins: unknown): ReadonlySet<string> | undefined {
  if (origins === undefined) return undefined;
  if (!Array.isArray(origins) || !origins.every(isOrigin))
    return refuse(
      'origins must be an array of origins such as "https://app.example.com", without a path',
    );
  return new Set(origins as string[]);
}

function isOrigin(origin: unknown): boolean {
  try {
    return typeof origin === "string" && new URL(origin).origin === origin;
  } catch {
    return false;
  }
}

function milliseconds(
  name: string,
  value: unknown,
  standard: number,
  min: number,
): number {
  if (value === undefined) return standard;
  if (typeof value === "number" && value >= min && value <= MAX_TIMER_MS)
    return value;
  return refuse(
    `${name} must be a number of milliseconds from ${min} to ${MAX_TIMER_MS}`,
  );
}
