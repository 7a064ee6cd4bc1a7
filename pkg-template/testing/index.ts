export { customFieldValue } from "./custom-field-value.js";
export { errors } from "./errors.js";
export type { ErrorMakers } from "./errors.js";
export { fakeApi } from "./fake-api.js";
export type {
  Definition,
  FakeApi,
  FakeApiOptions,
  FakeRequest,
  Installed,
} from "./fake-api-types.js";
export type { NextFault } from "./faults.js";
export { resetRateLimits } from "./reset-rate-limits.js";
