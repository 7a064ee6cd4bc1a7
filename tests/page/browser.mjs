import { after, before } from "node:test";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A headless Chromium: `CHROMIUM` or Debian's. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ARGUMENTS,
  });

/** A browser for a file's tests. */
export function useBrowser() {
  const started =
    /** @type {{ browser: import("playwright-core").Browser }} */ ({});
  before(async () => void (started.browser = await launch()));
  after(() => started.browser?.close());
  return started;
}
