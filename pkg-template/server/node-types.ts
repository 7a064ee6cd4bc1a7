/** The used part of `http.IncomingMessage`, so Node's types are not needed. */
export interface NodeRequest {
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
export interface NodeResponse {
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
export type NodeHandler = (
  request: NodeRequest,
  response: NodeResponse,
) => Promise<void>;
