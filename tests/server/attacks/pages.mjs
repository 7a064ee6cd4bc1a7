/** Other sites' pages in a visitor's browser, which sends the visitor's cookies along. */
import { fieldDefinitionId } from "../../node/setup.mjs";
import { worst } from "./cells.mjs";
import { send } from "./raw.mjs";

const FOREIGN = { Origin: "https://evil.test", "Sec-Fetch-Site": "cross-site" };
/** As a browser from before 2020 (Safari: 2023). */
const OLD = { Origin: "https://evil.test", "Sec-Fetch-Site": undefined };
/** A form's text/plain, whose "=" stands in the middle of the JSON. */
const TEXT_FORM = `{"fieldDefinitionId":"${fieldDefinitionId}","textValue":"="}\r\n`;
const URLENCODED = `fieldDefinitionId=${fieldDefinitionId}&textValue=a`;
const MULTIPART = `--x\r\nContent-Disposition: form-data; name="fieldDefinitionId"\r\n\r\n${fieldDefinitionId}\r\n--x--\r\n`;

/**
 * @param {string} name
 * @param {string} holds
 * @param {import("./raw.mjs").Message} message
 * @returns {import("./cells.mjs").Attack}
 */
const by = (name, holds, message) => ({
  name,
  holds,
  run: async (target) => worst(target, await send(target.port, message)),
});

/** @type {import("./cells.mjs").Attack[]} */
export const pages = [
  by("none: the own page", "created", {}),
  by("CSRF: form as text/plain", "415", {
    headers: { ...FOREIGN, "Content-Type": "text/plain" },
    body: TEXT_FORM,
  }),
  by("CSRF: form as text/plain, old browser", "415", {
    headers: { ...OLD, "Content-Type": "text/plain" },
    body: TEXT_FORM,
  }),
  by("CSRF: form, urlencoded", "415", {
    headers: {
      ...FOREIGN,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: URLENCODED,
  }),
  by("CSRF: form, multipart", "415", {
    headers: { ...FOREIGN, "Content-Type": "multipart/form-data; boundary=x" },
    body: MULTIPART,
  }),
  by("CSRF: no content type", "415", {
    headers: { ...FOREIGN, "Content-Type": undefined },
  }),
  by("CSRF: JSON as a parameter of text/plain", "415", {
    headers: { ...FOREIGN, "Content-Type": "text/plain; application/json" },
  }),
  by("CSRF: JSON, foreign Origin", "403", { headers: OLD }),
  by("CSRF: JSON, Sec-Fetch-Site cross-site", "403", {
    headers: { ...FOREIGN, Origin: undefined },
  }),
  by("CSRF: JSON, a sibling host", "403", {
    headers: { Origin: `http://evil.app.test`, "Sec-Fetch-Site": "same-site" },
  }),
  by("CSRF: JSON, Origin null", "403", {
    headers: { Origin: "null", "Sec-Fetch-Site": undefined },
  }),
  by("CSRF: GET with a body", "405", { method: "GET", headers: FOREIGN }),
  by("CSRF: GET, method override", "405", {
    method: "GET",
    headers: { ...FOREIGN, "X-HTTP-Method-Override": "POST" },
  }),
  {
    name: "CSRF: preflight",
    holds: "405",
    async run({ port }) {
      const { status, text } = await send(port, {
        method: "OPTIONS",
        headers: {
          ...FOREIGN,
          "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": "content-type",
        },
        body: "",
      });
      return /^access-control-allow-origin/im.test(text) ? "allowed" : status;
    },
  },
  by("DNS rebinding", "403", {
    headers: { Host: "evil.test", Origin: "http://evil.test" },
  }),
];
