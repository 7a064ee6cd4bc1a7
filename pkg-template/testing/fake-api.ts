import type { CustomerCustomFieldValue } from "carecycle-custom-fields";
import { DEFAULT_RATE_LIMIT } from "../generated.js";
import type {
  FakeApi,
  FakeApiOptions,
  FakeRequest,
  Installed,
} from "./fake-api-types.js";
import { type Fault, type NextFault, readFault } from "./faults.js";
import { install, resolve } from "./install.js";
import { bodyOf, customerOf, valueOf } from "./operation.js";
import { Slots } from "./rate-limit.js";
import { Refusal, created, refused } from "./responses.js";
import { wait } from "./wait.js";

/** A fake of careCycle's API for tests, which needs no server: it responds as documented. */
export const fakeApi = (options: FakeApiOptions = {}): FakeApi =>
  new Fake(options);

class Fake implements FakeApi {
  readonly requests: FakeRequest[] = [];
  readonly values: CustomerCustomFieldValue[] = [];
  readonly #options: FakeApiOptions;
  readonly #slots: Slots;
  readonly #faults: Fault[] = [];
  #installed: Installed | undefined;

  constructor(options: FakeApiOptions) {
    this.#options = options;
    this.#slots = new Slots(options.rateLimit ?? DEFAULT_RATE_LIMIT);
  }

  readonly next: NextFault = (fault: unknown, options?: object) => {
    this.#faults.push(readFault(fault, options));
  };

  readonly fetch: FakeApi["fetch"] = async (input, init = {}) => {
    // Under jsdom the signal comes from another realm, and Request would reject it.
    const { signal, ...rest } = init;
    const isRequest = input instanceof Request;
    const request = new Request(
      isRequest ? input : resolve(String(input)),
      rest,
    );
    return this.#respond(request, signal ?? (isRequest ? input.signal : null));
  };

  handle(request: Request): Promise<Response> {
    return this.#respond(request, request.signal);
  }

  install(): Installed {
    this.#installed?.restore();
    return (this.#installed = install(this.fetch, this.#options.baseUrl));
  }

  reset(): void {
    this.requests.length = this.values.length = this.#faults.length = 0;
    this.#slots.reset();
  }

  [Symbol.dispose](): void {
    this.#installed?.restore();
    this.reset();
  }

  async #respond(
    request: Request,
    signal: AbortSignal | null,
  ): Promise<Response> {
    signal?.throwIfAborted();
    const { method, url, headers } = request;
    const fault = this.#faults.shift();
    const entry: FakeRequest = {
      method,
      url,
      headers,
      body: undefined,
      status: undefined,
      fault: fault?.name,
    };
    this.requests.push(entry);
    const text = await request.text();
    entry.body = jsonOr(text);
    const ms = (this.#options.latencyMs ?? 0) + (fault?.delayMs ?? 0);
    if (ms > 0) await wait(ms, signal);
    signal?.throwIfAborted();
    const response = this.#responseTo(request, text, fault);
    entry.status = response.status;
    return response;
  }

  #responseTo(
    { method, url, headers }: Request,
    text: string,
    fault: Fault | undefined,
  ): Response {
    try {
      if (fault?.instead) return fault.instead();
      const customerId = customerOf(method, url);
      this.#checkKey(headers.get("x-api-key"));
      const body = bodyOf(headers, text);
      const value = valueOf(customerId, body, this.#options);
      this.values.push(value);
      return fault?.spoil?.(value) ?? created(value);
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }

  /** Each key has its own limit, which is counted before the body is looked at. */
  #checkKey(key: string | null): void {
    const { requireKey = true } = this.#options;
    if (requireKey && !/^cc_./.test(key ?? "")) throw new Refusal(401);
    const retryAfter = this.#slots.take(key ?? "");
    if (retryAfter) throw new Refusal(429, undefined, { retryAfter });
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
