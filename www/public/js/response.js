import { byId, el } from "./dom.js";
import { at } from "./issues.js";
import { CareCycleError, ValidationError } from "./package.js";

/** Whether the value was created, by outcome. */
const OUTCOMES = {
  notSent: "The request was not sent. The value was not created.",
  rejected: "The request was rejected. The value was not created.",
  created:
    "The value was created, but the response is incomplete. Do not send it again.",
  unknown: "The value may have been created. Check before you send it again.",
};

/** @param {import("./types.js").Value} value */
export function showValue(value) {
  const rows = Object.entries(value).map(([key, content]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("code", {}, key)),
      el("td", { class: content === null ? "null" : "" }, shown(content)),
    ),
  );
  byId("response-body").replaceChildren(
    headline("Value created", "created", "good"),
    el(
      "p",
      { class: "meaning" },
      "The response has the complete value, as documented.",
    ),
    el(
      "table",
      {},
      el("caption", {}, "The created value"),
      el("tbody", {}, ...rows),
    ),
    json("As JSON", value),
  );
}

/** @param {unknown} error */
export function showError(error) {
  if (!(error instanceof CareCycleError)) {
    byId("response-body").replaceChildren(
      headline("Error in the page", "fault", "bad"),
      el("p", {}, String(error)),
    );
    return;
  }
  const more =
    /** @type {{ status?: number, retryAfter?: number, serverMessage?: string }} */ (
      /** @type {unknown} */ (error)
    );
  const facts = /** @type {const} */ ([
    ["Server message", more.serverMessage],
    ["Code", error.code],
    ["Status", more.status],
    [
      "Retry after",
      more.retryAfter === undefined ? undefined : `${more.retryAfter} s`,
    ],
    [
      "Found by",
      error instanceof ValidationError ? finder(error.source) : undefined,
    ],
    ["Attempts", attempts(error.attempts)],
    ["Request ID", error.requestId],
  ]);
  byId("response-body").replaceChildren(
    headline(error.name, error.outcome, tone(error.outcome)),
    el("p", { class: "meaning" }, OUTCOMES[error.outcome]),
    el("p", { class: "message" }, error.message),
    ...(error instanceof ValidationError ? [issueList(error.errors)] : []),
    el("dl", {}, ...facts.flatMap(([name, fact]) => pair(name, fact))),
    json("As JSON, for logs", error),
  );
}

export function showBusy() {
  byId("response-body").replaceChildren(
    el("p", { class: "empty busy" }, "Waiting for the response\u2026"),
  );
}

/**
 * @param {string} outcome
 * @returns {"bad" | "warn"}
 */
export function tone(outcome) {
  return outcome === "unknown" || outcome === "created" ? "warn" : "bad";
}

/**
 * @param {string} title
 * @param {string} outcome
 * @param {string} tone
 */
function headline(title, outcome, tone) {
  return el(
    "div",
    { class: "headline" },
    el("h3", {}, title),
    el(
      "p",
      { class: `chip ${tone}` },
      el("span", { class: "visually-hidden" }, "Outcome: "),
      el("span", { id: "outcome" }, outcome),
    ),
  );
}

/** @param {readonly import("./types.js").ValidationIssue[]} issues */
function issueList(issues) {
  const items = issues.map(({ path, message, expected, received, code }) =>
    el(
      "li",
      {},
      at(path, message),
      el(
        "span",
        { class: "detail" },
        `${code}: expected ${expected}, received ${received}`,
      ),
    ),
  );
  return el("ul", { class: "issue-list", "aria-label": "Issues" }, ...items);
}

/** @param {readonly import("/pkg/index.js").Attempt[]} attempts */
function attempts(attempts) {
  if (attempts.length === 0) return "none";
  const each = attempts.map(({ code, status }) =>
    status ? `${status} ${code}` : code,
  );
  return `${attempts.length} (${each.join(", ")})`;
}

/** @param {"client" | "server"} source */
function finder(source) {
  return source === "client" ? "the package, before sending" : "the server";
}

/**
 * @param {string} name
 * @param {string | number | null | undefined} fact
 */
function pair(name, fact) {
  if (fact === undefined || fact === null) return [];
  return [el("dt", {}, name), el("dd", {}, String(fact))];
}

/** @param {unknown} content */
function shown(content) {
  return typeof content === "string"
    ? content
    : (JSON.stringify(content) ?? "");
}

/**
 * @param {string} title
 * @param {unknown} value
 */
function json(title, value) {
  return el(
    "details",
    {},
    el("summary", {}, title),
    el("pre", {}, JSON.stringify(value, null, 2)),
  );
}
