import { CareCycleOptions } from 'carecycle-custom-fields';

/** What a visitor asks for. */
interface AuthorizeContext {
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
type Authorize = (request: Request, context: AuthorizeContext) => boolean | Response | Promise<boolean | Response>;
/** Options of `createHandler`: its own, and those of `new CareCycle`. */
interface HandlerOptions extends Omit<CareCycleOptions, "dangerouslyAllowBrowser" | "headers"> {
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

/** What `createHandler` returns, as most frameworks expect it. */
type Handler = (request: Request) => Promise<Response>;
/**
 * The backend of a page, which keeps the key: handles `POST …/v2/customers/{id}/custom-fields`,
 * under whatever path it is mounted, for a client whose `baseUrl` is that path.
 *
 * @returns rejects only with what `authorize` throws
 * @throws `ConfigurationError` if an option is wrong. A missing key is a 500 at the first request
 */
declare function createHandler(options: HandlerOptions): Handler;

/** The used part of `http.IncomingMessage`, so Node's types are not needed. */
interface NodeRequest {
    /** The HTTP method. */
    readonly method?: string | undefined;
    /** The path and the query, or the whole URL in a request to a proxy. */
    readonly url?: string | undefined;
    /** Names and values in turn, as they were received. */
    readonly rawHeaders: readonly string[];
    /** The headers by their lower-case names. */
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    /** 2 for HTTP/2. */
    readonly httpVersionMajor: number;
    /** Whether the whole body has arrived. */
    readonly complete: boolean;
    /** Whether something has read from the body already, such as a middleware. */
    readonly readableDidRead: boolean;
    /** The connection; over TLS it is `encrypted`. */
    readonly socket: object;
    /** Adds a listener. */
    on(event: string, listener: (chunk: Uint8Array) => void): unknown;
    /** Removes a listener. */
    off(event: string, listener: (chunk: Uint8Array) => void): unknown;
    /** Stops reading the body. */
    pause(): unknown;
    /** Reads the body, and drops what no listener takes. */
    resume(): unknown;
}
/** The used part of `http.ServerResponse`. */
interface NodeResponse {
    /** The HTTP status. */
    statusCode: number;
    /** Whether the head has been sent. */
    readonly headersSent: boolean;
    /** Whether `end` was called. */
    readonly writableEnded: boolean;
    /** Sets a header. */
    setHeader(name: string, value: string | string[]): unknown;
    /** Sends a part of the body; `false` if the next one should wait for `drain`. */
    write(chunk: Uint8Array): boolean;
    /** Ends the response. */
    end(): unknown;
    /** Closes the connection. */
    destroy(): unknown;
    /** Adds a listener. */
    on(event: string, listener: () => void): unknown;
    /** Removes a listener. */
    off(event: string, listener: () => void): unknown;
}
/**
 * What `toNodeHandler` returns: a listener of `node:http`, a middleware of Express. Never rejects.
 */
type NodeHandler = (request: NodeRequest, response: NodeResponse) => Promise<void>;

/**
 * A handler for `node:http` and Express: `app.use("/api/carecycle", toNodeHandler(handler))`. Works
 * with a body that `express.json()` has parsed. A visitor who leaves aborts the call. If the
 * handler throws, the response is a 500 without a body.
 */
declare function toNodeHandler(handler: Handler): NodeHandler;

export { createHandler, toNodeHandler };
export type { Authorize, AuthorizeContext, Handler, HandlerOptions, NodeHandler, NodeRequest, NodeResponse };
