import { Refusal } from "./answer.js";

/**
 * @internal Lets in the pages of the allowed origins, and what is no browser, so that no other site can
 * make a visitor's browser create a value.
 */
export function requireOwnPage(
  { headers, url }: Request,
  origins: ReadonlySet<string> | undefined,
): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isAllowed = () => {
    if (origins && origin !== null) return origins.has(origin);
    // The browser says it, whatever a proxy in between makes of the URL.
    if (site !== null) return site === "same-origin";
    return origin === null || origin === new URL(url).origin;
  };
  if (!isAllowed())
    throw new Refusal(
      403,
      "FORBIDDEN_ORIGIN",
      "Only pages of this origin may do this",
    );
}
