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
 * @typedef {object} Config
 * @property {string} apiKey added to what is forwarded; sent nowhere else
 * @property {string} baseUrl where careCycle's API, or an emulator of it, is
 * @property {number} port 0 takes a free one
 * @property {string} packageDir the folder of the built package
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
