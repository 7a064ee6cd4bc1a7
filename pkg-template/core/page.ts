/** Globals of runtimes that are not browsers, although their workers look like a browser's. */
const SERVERS = ["Deno", "Bun", "EdgeRuntime", "WebSocketPair", "fastly"];

/** Whether this is a web page or one of its workers, where every visitor can read everything. */
export function isPage(): boolean {
  const scope = globalThis as {
    window?: unknown;
    document?: unknown;
    WorkerGlobalScope?: unknown;
    importScripts?: unknown;
    process?: { versions?: { node?: unknown } };
  };
  if (scope.window && scope.document) return true;
  return (
    typeof scope.WorkerGlobalScope === "function" &&
    // All workers of browsers have it, modules included.
    typeof scope.importScripts === "function" &&
    !SERVERS.some((name) => name in scope) &&
    !scope.process?.versions?.node
  );
}
