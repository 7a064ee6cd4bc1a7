/** As wide as Node's, whose overloads fit nothing narrower. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Node's own declaration has it
type Listener = (...args: any[]) => void;

/** What is used of `http.IncomingMessage`, so that no types of Node are needed. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly httpVersionMajor: number;
  readonly complete: boolean;
  readonly readableDidRead: boolean;
  readonly socket: object;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** What is used of `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  setHeader(name: string, value: string | string[]): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
}

/** What `toNodeHandler` makes: a listener of `node:http`, a middleware of Express. Never rejects. */
export type NodeHandler = (
  request: NodeRequest,
  response: NodeResponse,
) => Promise<void>;
