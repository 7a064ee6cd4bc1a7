/** What only runtimes have that are no browser; their workers look like a browser's otherwise. */
const SERVERS = ["Deno", "Bun", "EdgeRuntime", "WebSocketPair", "fastly"];

/** Whether this runs in a web page, or in a worker of one: there every visitor can read what is here. */
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
    // All of a browser's workers have it, those that are modules as well.
    typeof scope.importScripts === "function" &&
    !SERVERS.some((name) => name in scope) &&
    !scope.process?.versions?.node
  );
}
