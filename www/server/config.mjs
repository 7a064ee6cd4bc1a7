import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Definition a custom field of the demo
 * @property {string} id
 * @property {string} label
 * @property {string} fieldType
 * @property {string} valueField the key of the request body that takes its value
 * @property {readonly string[]} [options]
 *
 * @typedef {{ requests: number, perMs: number }} RateLimit
 *
 * @typedef {object} Config
 * @property {string} apiKey added to what is forwarded; sent nowhere else
 * @property {string} baseUrl where careCycle's API, or an emulator of it, is
 * @property {number} port 0 takes a free one
 * @property {string} packageDir the folder of the built package
 * @property {RateLimit | false | undefined} rateLimit what the page keeps to; the API's own by default
 * @property {boolean} allowFaults whether the page may ask an emulator for a fault
 * @property {{ customerId: string, definitions: readonly Definition[] }} demoData
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Config}
 */
export function readConfig(env) {
  return {
    apiKey: env.CARECYCLE_API_KEY ?? "",
    baseUrl: env.CARECYCLE_BASE_URL || "https://api.carecycle.ai",
    port: Number(env.PORT || 0),
    packageDir:
      env.PACKAGE_DIR || fileURLToPath(new URL("../../pkg", import.meta.url)),
    rateLimit: readRateLimit(env.RATE_LIMIT),
    allowFaults: env.ALLOW_FAULTS === "1",
    demoData: readDemoData(env),
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Config["demoData"]}
 */
function readDemoData(env) {
  if (env.DEMO_DATA) return JSON.parse(env.DEMO_DATA);
  if (env.DEMO_DATA_FILE) {
    return JSON.parse(readFileSync(env.DEMO_DATA_FILE, "utf8"));
  }
  return { customerId: "", definitions: [] };
}

/**
 * @param {string | undefined} text `REQUESTS/PER_MS` or `off`, as the emulator's `--rate-limit`
 * @returns {Config["rateLimit"]}
 */
function readRateLimit(text) {
  if (!text) return undefined;
  if (text === "off") return false;
  const [, requests, perMs] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (!requests) {
    throw new TypeError(`RATE_LIMIT takes REQUESTS/PER_MS or off: ${text}`);
  }
  return { requests: Number(requests), perMs: Number(perMs) };
}
