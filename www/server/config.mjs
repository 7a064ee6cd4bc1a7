import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  RATE_LIMIT_FORMAT,
  parseRateLimit,
} from "../../pkg-template/cli/options/rate-limit.mjs";

/**
 * @typedef {object} Definition a custom field of the demo
 * @property {string} id
 * @property {string} label
 * @property {string} fieldType
 * @property {string} valueField the key of the request body for its value
 * @property {readonly string[]} [options]
 *
 * @typedef {{ requests: number, perMs: number }} RateLimit
 *
 * @typedef {object} Config
 * @property {string} apiKey added to what is forwarded; sent nowhere else
 * @property {string} baseUrl the URL of careCycle's API, or of an emulator
 * @property {number} port 0 picks a free one
 * @property {string} packageDir the folder of the built package
 * @property {string} spreadsheetDir the folder of the built modules that read spreadsheets
 * @property {RateLimit | false | undefined} rateLimit the page's rate limit; the API's own by
 * default
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
    spreadsheetDir: fileURLToPath(
      new URL("../../target/www/spreadsheet", import.meta.url),
    ),
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
 * @param {string | undefined} text
 * @returns {Config["rateLimit"]}
 */
function readRateLimit(text) {
  if (!text) return undefined;
  const limit = parseRateLimit(text);
  if (limit === undefined) {
    throw new TypeError(`RATE_LIMIT must be ${RATE_LIMIT_FORMAT}, not ${text}`);
  }
  return limit;
}
