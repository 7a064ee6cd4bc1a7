/** The clients that are measured, and their versions. */
import { readFileSync } from "node:fs";

/** @typedef {{ name: string, file: string, packages: string[] }} Peer */

/** @type {(file: string, name: string, packages?: string[]) => Peer} */
const peer = (file, name, packages = []) => ({ file, name, packages });

export const ours = peer("carecycle", "carecycle-custom-fields");
export const plain = peer("fetch", "hand-written fetch, no checks");
export const zod = peer("fetch-zod", "fetch + zod 4", ["zod"]);
export const openai = peer("openai", "openai-node", ["openai"]);
export const pLimit = peer("p-limit", "p-limit + fetch", ["p-limit"]);
export const ky = peer("ky", "ky, POST retried", ["ky"]);

/** The same job by each: the request checked, sent, the answer checked. */
export const checking = [
  ours,
  plain,
  zod,
  peer("fetch-zod-mini", "fetch + zod/mini", ["zod"]),
  peer("openapi-fetch-zod", "openapi-fetch + zod 4", ["openapi-fetch", "zod"]),
  peer("ky-zod", "ky + zod 4", ["ky", "zod"]),
  peer("axios-zod", "axios + zod 4", ["axios", "zod"]),
  peer("openai-zod", "openai-node + zod 4", ["openai", "zod"]),
];

/** @param {Peer} peer */
export const fileOf = ({ file }) =>
  new URL(`./peers/${file}.mjs`, import.meta.url);

/**
 * @param {Peer} peer
 * @returns {Promise<import("./request.mjs").Make>}
 */
export const load = async (peer) => (await import(fileOf(peer).href)).make;

/** @param {Peer[]} peers */
export function versions(peers) {
  const packages = new Set(peers.flatMap(({ packages }) => packages));
  return [`Node ${process.versions.node}`, ...[...packages].map(version)].join(
    ", ",
  );
}

/** @param {string} name */
function version(name) {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  const { version, engines } = JSON.parse(readFileSync(file, "utf8"));
  const [, least] = /^>=(\d+)/.exec(engines?.node ?? "") ?? [];
  const isOld = Number(least) > Number(process.versions.node.split(".")[0]);
  // It runs all the same, but its authors do not promise that.
  const asks = isOld ? ` (asks for Node ${least})` : "";
  return `${name} ${version}${asks}`;
}
