import { Refusal } from "./response.js";

/** Matches the end of a path, so the handler can be mounted anywhere. */
const ROUTE = /\/v2\/customers\/([^/]+)\/custom-fields$/;

/** @internal The customer's ID in the path, decoded. */
export function customerIdOf({ method, url }: Request): string {
  const { pathname } = new URL(url);
  const [, segment] = ROUTE.exec(pathname) ?? [];
  if (segment === undefined)
    throw new Refusal(404, "NOT_FOUND", "There is nothing here");
  if (method !== "POST")
    throw new Refusal(405, "METHOD_NOT_ALLOWED", "Only POST is allowed here", {
      allow: "POST",
    });
  try {
    return decodeURIComponent(segment);
  } catch {
    // It is not a valid ID, as the check will report.
    return segment;
  }
}

/** @internal */
export function requireJson({ headers }: Request): void {
  const type = headers.get("content-type") ?? "";
  const encoding = headers.get("content-encoding") ?? "identity";
  if (
    !/^application\/json[\t ]*(;|$)/i.test(type) ||
    encoding.toLowerCase() !== "identity"
  )
    throw new Refusal(
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      "The body must be application/json, not compressed",
    );
}
