/** Runs the table against real servers, and checks what came of it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, it } from "node:test";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { rows } from "./rows.mjs";

const UUID =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const secret = "Confidential-diagnosis";
const body = { fieldDefinitionId: definitions[0].id, textValue: secret };
export const call = { apiKey, customerId, body };

/** @param {import("node:net").Server} server */
async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** A port that nobody listens on until `start`, or ever. @param {boolean} comes */
async function absentServer(comes) {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, "close");
  /** @type {Promise<import("../emulator/index.mjs").Emulator> | undefined} */
  let emulator;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    start: () => {
      if (comes) emulator ??= startEmulator({ port, rateLimit: false });
    },
    seen: async () => (await emulator) ?? { requests: [], values: [] },
    close: async () => (await emulator)?.close(),
  };
}

/** A server that redirects to another, which must hear nothing. @param {number} status */
async function redirectingServer(status) {
  /** @type {string[]} */
  const received = [];
  const other = createServer((request, response) => {
    received.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.end();
  });
  const location = `http://127.0.0.1:${await listening(other)}/taken`;
  /** @type {(string | undefined)[]} */
  const requests = [];
  const cors = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "*",
  };
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "OPTIONS")
      return response.writeHead(204, cors).end();
    requests.push(request.url);
    return response.writeHead(status, { ...cors, location }).end();
  });
  return {
    baseUrl: `http://127.0.0.1:${await listening(server)}`,
    start: () => undefined,
    seen: async () => ({ requests, values: [] }),
    async close() {
      for (const each of [server, other]) {
        each.closeAllConnections();
        each.close();
      }
      assert.deepEqual(received, [], "the other origin receives nothing");
    },
  };
}

/** @param {import("./rows.mjs").Row} row */
async function serverOf({ server, always, faults = [] }) {
  if (server === "late" || server === "never")
    return absentServer(server === "late");
  if (server === "redirect") return redirectingServer(Number(always));
  const emulator = await startEmulator({ rateLimit: false });
  emulator.faultQueue.push(...faults);
  return {
    baseUrl: emulator.url + (always ? `/~${always}` : ""),
    start: () => undefined,
    seen: async () => emulator,
    close: () => emulator.close(),
  };
}

/**
 * @typedef {Awaited<ReturnType<typeof import("./call.mjs").makeCall>>} Result
 * @param {"Node" | "Chromium"} where
 * @param {(call: import("./call.mjs").Call & { options?: object }, onWait: () => void) => Promise<Result>} make
 */
export function describeTable(where, make) {
  describe(`a call in ${where}`, { concurrency: 2 }, () => {
    for (const row of rows) {
      const { why: _, ...other } = row.inBrowser ?? {};
      const wanted = { ...row.wanted, ...(where === "Chromium" && other) };
      it(`ends with ${wanted.name}${wanted.outcome ? ` and the outcome ${wanted.outcome}` : ""} after ${row.what}`, async () => {
        const server = await serverOf(row);
        try {
          const { baseUrl } = server;
          const one = { ...call, baseUrl, options: row.options };
          const result = await make(one, server.start);
          check(/** @type {any} */ (result), wanted, await server.seen());
        } finally {
          await server.close();
        }
      });
    }
  });
}

/**
 * @param {any} result
 * @param {import("./rows.mjs").Wanted} wanted
 * @param {{ requests: any[], values: any[] }} seen
 */
function check(result, wanted, { requests, values }) {
  const { name, outcome, attempts } = wanted;
  assert.deepEqual(
    [result.name, result.outcome, result.attempts],
    [name, outcome, attempts],
  );
  const sent = requests.filter(({ method }) => method !== "OPTIONS");
  assert.deepEqual(
    [sent.length, values.length],
    [wanted.requests, wanted.values],
  );
  assert.ok(result.ms >= (wanted.leastMs ?? 0), `${result.ms} ms`);
  const most = (wanted.mostMs ?? 20_000) + result.lateMs;
  assert.ok(result.ms <= most, `${result.ms} ms, at most ${most}`);
  if (name === "value") assert.equal(result.value.textValue, secret);
  else {
    assert.ok(result.isOurs);
    assert.match(result.requestId, UUID);
    assert.ok(result.bodyLength <= 65_536);
  }
  checkHooks(result, attempts?.length ?? wanted.requests);
}

/** @param {any} result @param {number} made requests, as far as the package made them */
function checkHooks({ events, requestId, name, text = "" }, made) {
  const reported = JSON.stringify(events) + text;
  assert.ok(!reported.includes(apiKey) && !reported.includes(secret), reported);
  const ids = new Set(
    events.map((/** @type {any} */ event) => event.requestId),
  );
  if (name !== "value") ids.add(requestId);
  assert.equal(ids.size, 1);
  const asked = events.filter(
    (/** @type {any} */ { hook }) => hook === "onRequest",
  );
  assert.ok(asked.length >= made);
  asked.forEach(
    (
      /** @type {any} */ { attempt, body, headers },
      /** @type {number} */ at,
    ) => {
      assert.equal(attempt, at + 1);
      assert.equal(body.textValue, "[redacted]");
      assert.equal(headers["x-api-key"], "[redacted]");
    },
  );
}

/** Where a signal may come. @typedef {Parameters<typeof import("./call.mjs").abortCalls>[1]} Abort */
const phases = /** @type {const} */ ([
  ["before the call", "before", "", "notSent"],
  ["while it waits for a slot", "onWait", "delay:ms=1", "notSent"],
  ["in flight", "onRequest", "hang", "unknown"],
  ["in the body", "onResponse", "stall-body", "created"],
  ["before a retry", "onWait", "429:retryAfter=30", "rejected"],
]);

/**
 * @param {"Node" | "Chromium"} where
 * @param {(call: Abort) => ReturnType<typeof import("./call.mjs").abortCalls>} abort
 */
export function describeAborts(where, abort) {
  describe(`a call in ${where} that is aborted`, () => {
    for (const [what, phase, fault, outcome] of phases) {
      it(`${what} rejects immediately with the signal's reason`, async () => {
        const emulator = await startEmulator({ rateLimit: false });
        try {
          const first = what.includes("slot");
          const results = await abort({
            ...call,
            baseUrl: emulator.url + (fault && `/~${fault}`),
            phase,
            first,
            options: { rateLimit: first && { requests: 1, perMs: 60_000 } },
          });
          for (const { ms, lateMs, ...result } of results) {
            assert.deepEqual(result, {
              isAbort: true,
              isReason: true,
              outcome,
            });
            assert.ok(ms <= 50 + lateMs, `${ms} ms`);
          }
          assert.equal(results.length, 5);
        } finally {
          await emulator.close();
        }
      });
    }
  });
}
