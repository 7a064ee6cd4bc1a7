/** Responses that are not the platform's own, as plans: see answers.mjs. */
import fc from "fast-check";
import { answer } from "../node/setup.mjs";
import { anyJson, noConnection, plan, statuses, valid } from "./answers.mjs";
import { made, nasty } from "./nasty.mjs";

/** A class of Responses one of whose members throws or lies. */
export const subclassed = plan(
  fc.record({
    name: fc.constantFrom("status", "headers", "body", "text", "ok", "type"),
    lie: fc.option(nasty),
    status: statuses,
  }),
  function subclasses(_context, { name, lie, status }) {
    class Own extends Response {}
    Object.defineProperty(Own.prototype, name, {
      get() {
        if (lie) return made(lie);
        throw new Error(name);
      },
    });
    const none = [204, 205, 304].includes(status);
    return new Own(none ? null : valid, { status });
  },
);

/** Something with a Response's prototype that is none, as some mocks are. */
export const disguised = plan(
  fc.constantFrom("created", "proxy", "revoked"),
  function disguises(_context, how) {
    if (how === "created") return Object.create(Response.prototype);
    const { proxy, revoke } = Proxy.revocable(Response.json(answer), {});
    if (how === "revoked") revoke();
    return proxy;
  },
);

/** What a fetch of another make resolves to, where its head is in order. */
export const foreignAnswer = plan(
  fc.record({
    status: statuses.filter((status) => ![204, 205, 304].includes(status)),
    text: fc.oneof(anyJson, fc.constant(valid)),
    fails: fc.boolean(),
    headers: fc.constantFrom("Headers", "Map", "array"),
    code: fc.option(noConnection),
  }),
  function resembles({ entry }, { status, text, fails, headers, code }) {
    entry.head = status;
    const list = [["content-type", "application/json"]];
    /** @type {Record<string, () => unknown>} */
    const as = {
      Headers: () => new Headers(/** @type {any} */ (list)),
      Map: () => new Map(/** @type {any} */ (list)),
      array: () => list,
    };
    return {
      status,
      headers: as[headers](),
      text: async () => {
        if (!fails) return text;
        throw Object.assign(new Error("the body fails"), { code });
      },
    };
  },
);
