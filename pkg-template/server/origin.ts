import { Refusal } from "./response.js";

/**
 * @internal Allows pages of the allowed origins and anything but browsers, so no other site can
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
    // The browser says so, whatever a proxy in between does to the URL.
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
