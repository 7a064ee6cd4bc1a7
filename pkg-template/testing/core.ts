import { CareCycle } from "carecycle-custom-fields";
import type { Core } from "../core/instance.js";
import { VERSION } from "../generated.js";

const KEY = Symbol.for(`carecycle-custom-fields@${VERSION}`);

/** The core that the package's clients use; `undefined` if none has been used. */
export const coreInUse = (): Core | undefined =>
  (globalThis as { [KEY]?: Core })[KEY];

/** The same core, loaded if necessary. */
export function loadCore(): Core {
  const loaded = coreInUse();
  if (loaded) return loaded;
  customFields().validate("", {});
  const core = coreInUse();
  if (!core)
    throw new TypeError(
      "carecycle-custom-fields/testing needs a global object that is not frozen",
    );
  return core;
}

/** A client that sends nothing: the server's checks are its checks. */
export const customFields = () =>
  new CareCycle({
    apiKey: "cc_fake",
    baseUrl: "https://localhost",
    dangerouslyAllowBrowser: true,
  }).customers.customFields;
