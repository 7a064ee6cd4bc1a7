/** Sizes, time per call with a stub fetch, and cold start, beside other clients in the same run. */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { body, contenders, customerId } from "./contenders.mjs";

const names = Object.keys(contenders);
const median = (numbers) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const spread = (numbers) =>
  `${(100 * (Math.max(...numbers) / Math.min(...numbers) - 1)).toFixed(0)} %`;

const answer = JSON.stringify({
  id: customerId,
  createdAt: null,
  updatedAt: null,
  fieldDefinitionId: body.fieldDefinitionId,
  recordId: customerId,
  recordType: "customers",
  textValue: null,
  numberValue: "12.50",
  booleanValue: null,
  dateValue: null,
  selectValue: null,
  multiSelectValue: null,
});
const stub = async () => new Response(answer, { status: 200 });

async function perCall() {
  const calls = {};
  for (const name of names)
    calls[name] = await contenders[name]("http://localhost:1", stub);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < 12; round++) {
    for (const name of names) {
      const started = performance.now();
      for (let call = 0; call < 2000; call++) await calls[name]();
      // The first rounds warm up.
      if (round > 2) times[name].push((performance.now() - started) / 2);
    }
  }
  return times;
}

async function coldStart() {
  // In a process of its own, so that waiting for a child does not stop it.
  const main = fileURLToPath(new URL("../emulator/main.mjs", import.meta.url));
  const server = spawn("node", [main, "--rate-limit", "off"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await new Promise((resolve) =>
      server.stdout.once("data", (data) => resolve(String(data).split("\n"))),
    );
    const url = line.split(" ").at(-1);
    const cold = fileURLToPath(new URL("./cold.mjs", import.meta.url));
    const all = ["bare node", ...names];
    const times = Object.fromEntries(all.map((name) => [name, []]));
    for (let round = 0; round < 12; round++) {
      for (const name of all) {
        const started = performance.now();
        execFileSync("node", [cold, name, url]);
        if (round > 0) times[name].push(performance.now() - started);
      }
    }
    return times;
  } finally {
    server.kill();
  }
}

const calls = await perCall();
const colds = await coldStart();
const bare = median(colds["bare node"]);
const us = (name) => median(calls[name]);
const ms = (name) => median(colds[name]) - bare;
const row = (name) => ({
  client: name,
  "per call / fetch": (us(name) / us("hand-written fetch")).toFixed(2),
  "cold start / zod": (ms(name) / ms("fetch + zod 4")).toFixed(2),
  "per call, µs": us(name).toFixed(1),
  "cold start over bare node, ms": ms(name).toFixed(1),
  "noise per call": spread(calls[name]),
  "noise cold": spread(colds[name]),
});
console.table(names.map(row));
const file = readFileSync(new URL("../../pkg/index.js", import.meta.url));
const wasm = readFileSync(
  new URL("../../target/package/core.wasm", import.meta.url),
);
console.table(
  [
    ["pkg/index.js, all that a browser loads", file],
    ["of it the WebAssembly module alone", wasm],
  ].map(([what, bytes]) => ({
    what,
    raw: bytes.length,
    "brotli 11": brotliCompressSync(bytes).length,
  })),
);
console.log(
  `node ${process.version}, bare ${bare.toFixed(1)} ms; zod 4.3, openapi-fetch 0.17`,
);
