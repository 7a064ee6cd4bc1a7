/** The parts of the process that decide whether Node uses a proxy. */
type Settings = Pick<NodeJS.Process, "env" | "execArgv" | "versions">;

/** The setting of a proxy that has no effect, as a sentence; undefined if there is none. */
export function ignoredProxy(
  server: string,
  settings: Settings = process,
): string | undefined {
  const { env, versions } = settings;
  // These runtimes read the variables by themselves.
  if (versions.bun !== undefined || versions.deno !== undefined)
    return undefined;
  if (!URL.canParse(server)) return undefined;
  const { hostname, protocol } = new URL(server);
  if (isLoopback(hostname) || isExcepted(hostname, env)) return undefined;
  const isSet = (name: string) => (env[name] ?? "") !== "";
  const known = [...(protocol === "https:" ? HTTPS : []), ...HTTP].find(isSet);
  if (known !== undefined)
    return isEnabled(settings)
      ? undefined
      : `${known} is set, but Node ${versions.node} does not use it: ${adviceFor(versions.node)}.`;
  const all = ["ALL_PROXY", "all_proxy"].find(isSet);
  return all === undefined
    ? undefined
    : `${all} is set, but Node does not use it: set HTTPS_PROXY, and ${adviceFor(versions.node)}.`;
}

// Without a proxy for https, fetch uses the one for http.
const HTTPS = ["https_proxy", "HTTPS_PROXY"];
const HTTP = ["http_proxy", "HTTP_PROXY"];

const adviceFor = (version: string): string =>
  isSupported(version)
    ? "set NODE_USE_ENV_PROXY=1"
    : "run the command with Node 24, or 22.21, and set NODE_USE_ENV_PROXY=1";

/** https://nodejs.org/api/cli.html#node_use_env_proxy1 */
function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

function isEnabled({ env, execArgv, versions }: Settings): boolean {
  const flags = [...execArgv, ...(env.NODE_OPTIONS ?? "").split(/\s+/)];
  return (
    isSupported(versions.node) &&
    (env.NODE_USE_ENV_PROXY === "1" || flags.includes("--use-env-proxy"))
  );
}

const isLoopback = (host: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(host) || host.endsWith(".localhost");

/** Whether `NO_PROXY` excludes a host: by host, by domain, or by `*`. */
const isExcepted = (host: string, env: Settings["env"]): boolean =>
  (env.no_proxy ?? env.NO_PROXY ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => entry.replace(/:\d+$/, "").replace(/^\*?\.?/, ""))
    .some((name) => name === "" || host === name || host.endsWith(`.${name}`));
