/** What the API, or somebody in its place, does to a backend and its visitor. */
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { answer } from "../../node/setup.mjs";
import { worst } from "./cells.mjs";
import { HOST, JSON_TEXT, TARGET, bytesOf, send } from "./raw.mjs";
import { connect } from "node:net";

const json = { "content-type": "application/json" };

/**
 * @param {number} status
 * @returns {import("./cells.mjs").Attack}
 */
const redirect = (status) => ({
  name: `the API redirects, ${status}`,
  holds: "502",
  run: async (target) => {
    const location = `${target.api.other}/steal`;
    target.api.answer = (_request, response) =>
      void response.writeHead(status, { location }).end();
    const answer = await send(target.port, {});
    // Of what reached the API itself nothing is wrong.
    target.api.reached.length = 0;
    return worst(target, answer);
  },
});

/** A page's `fetch`. @param {number} port */
const visit = (port) =>
  fetch(`http://127.0.0.1:${port}${TARGET}`, {
    method: "POST",
    headers: { ...json, origin: `http://${HOST}`, cookie: "session=1" },
    body: JSON_TEXT,
  });

/** @type {import("./cells.mjs").Attack[]} */
export const upstream = [
  redirect(307),
  redirect(303),
  {
    name: "the API echoes the key",
    holds: "hidden",
    async run({ port, api }) {
      api.answer = (_request, response) => {
        response.writeHead(400, api.apiKey, { ...json, "x-echo": api.apiKey });
        response.end(JSON.stringify({ message: api.apiKey, code: "BAD" }));
      };
      const { text } = await send(port, {});
      const [head = "", ...body] = text.split("\r\n\r\n");
      const [status = "", ...headers] = head.split("\r\n");
      const parts = { status, headers: headers.join(), body: body.join() };
      const found = Object.entries(parts).filter(([, part]) =>
        part.includes(api.apiKey),
      );
      return found.map(([name]) => name).join(", ") || "hidden";
    },
  },
  {
    name: "the API refuses the key",
    holds: "502",
    async run({ port, api }) {
      api.answer = (_request, response) => {
        response.writeHead(401, json);
        response.end('{"message":"no","code":"UNAUTHORIZED"}');
      };
      return (await send(port, {})).status;
    },
  },
  {
    name: "the API answers in gzip",
    holds: "readable",
    async run({ port, api }) {
      api.answer = (_request, response) => {
        response.writeHead(200, { ...json, "content-encoding": "gzip" });
        response.end(gzipSync(JSON.stringify(answer)));
      };
      return visit(port)
        .then((response) => response.json())
        .then(
          ({ id }) => (id === answer.id ? "readable" : "another value"),
          () => "garbled",
        );
    },
  },
  {
    name: "the API sets a cookie",
    holds: "dropped",
    async run({ port, api }) {
      api.answer = (_request, response) => {
        response.writeHead(200, { ...json, "set-cookie": "session=2" });
        response.end(JSON.stringify(answer));
      };
      const response = await visit(port);
      await response.text();
      return response.headers.has("set-cookie") ? "passed on" : "dropped";
    },
  },
  {
    name: "the visitor's cookie at the API",
    holds: "dropped",
    async run({ port, api }) {
      await send(port, {});
      const isSent = api.reached.some(({ headers }) => headers.cookie);
      return isSent ? "passed on" : "dropped";
    },
  },
  {
    name: "the API cannot be reached",
    holds: "502 notSent",
    unreachable: true,
    async run({ port }) {
      const { status, text } = await send(port, {});
      const [, outcome = "unknown"] = /"outcome":"(\w+)"/.exec(text) ?? [];
      return `${status} ${outcome}`;
    },
  },
  {
    name: "the visitor goes away",
    holds: "call ended",
    async run({ port, api, patienceMs }) {
      /** @type {import("node:net").Socket} */
      let socket;
      const ended = new Promise((resolve) => {
        api.answer = (_request, response) => {
          response.on("close", () => resolve("call ended"));
          socket.destroy();
        };
      });
      socket = connect(port, "127.0.0.1", () => socket.write(bytesOf({})));
      const late = sleep(patienceMs, "call goes on", { ref: false });
      return String(await Promise.race([ended, late]));
    },
  },
  {
    name: "150 at once",
    holds: "60 × 200, 90 × 429; 60 at the API",
    async run({ port, api }) {
      const answers = await Promise.all(
        Array.from({ length: 150 }, () => send(port, {})),
      );
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const { status, text } of answers) {
        const lacksRetryAfter =
          status === "429" && !text.includes('"retryAfter":');
        const name = lacksRetryAfter ? "429 without retryAfter" : status;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const tally = [...counts].sort().map(([name, n]) => `${n} × ${name}`);
      return `${tally.join(", ")}; ${api.reached.length} at the API`;
    },
  },
];
