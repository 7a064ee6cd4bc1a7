import { CareCycleOptions } from 'carecycle-custom-fields';

/** What a visitor asks for. */
interface AuthorizeContext {
    /** The customer's ID, decoded; not yet checked. */
    readonly customerId: string;
    /** The request's body, parsed; not yet checked. */
    readonly body: unknown;
}
/**
 * Decides whether a visitor may create a value: only `true` lets the request pass, a `Response` is
 * sent as it is, and anything else is a 403. What it throws, the handler throws. The request's body
 * is already read.
 */
type Authorize = (request: Request, context: AuthorizeContext) => boolean | Response | Promise<boolean | Response>;
/** Options of `createHandler`: its own, and those of `new CareCycle`. */
interface HandlerOptions extends Omit<CareCycleOptions, "dangerouslyAllowBrowser" | "headers"> {
    /** Whether a visitor may create a value. `"public"` lets everybody. */
    authorize: Authorize | "public";
    /**
     * The origins, such as `https://app.example.com`, whose pages may use the handler, in place of its
     * own. Set it where `Host` cannot be relied on: behind a proxy, or against DNS rebinding on a
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
     * Milliseconds to wait for a slot within the rate limit, which all visitors share, before a 429
     * tells the page when to try again; up to 2147483647.
     * @default 20000
     */
    maxWaitMs?: number | undefined;
    /**
     * Keys of a body that the documentation does not know: `"refuse"` answers 422, `"send"` sends them.
     * @default "refuse"
     */
    unknownFields?: "refuse" | "send" | undefined;
}

/** What `createHandler` makes, as most frameworks take it. */
type Handler = (request: Request) => Promise<Response>;
/**
 * The backend of a page, which keeps the key: answers `POST …/v2/customers/{id}/custom-fields`, under
 * whatever path it is mounted, for a client whose `baseUrl` is that path.
 *
 * @returns rejects only with what `authorize` throws
 * @throws `ConfigurationError` if an option is wrong. A missing key is a 500 at the first request
 */
declare function createHandler(options: HandlerOptions): Handler;

/** What is used of `http.IncomingMessage`, so that no types of Node are needed. */
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
/** What is used of `http.ServerResponse`. */
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
/** What `toNodeHandler` makes: a listener of `node:http`, a middleware of Express. Never rejects. */
type NodeHandler = (request: NodeRequest, response: NodeResponse) => Promise<void>;

/**
 * A handler for `node:http` and Express: `app.use("/api/carecycle", toNodeHandler(handler))`. A body
 * that `express.json()` parsed is taken as it is. A visitor who goes away aborts the call. What the
 * handler throws is a bare 500.
 */
declare function toNodeHandler(handler: Handler): NodeHandler;

export { createHandler, toNodeHandler };
export type { Authorize, AuthorizeContext, Handler, HandlerOptions, NodeHandler, NodeRequest, NodeResponse };
