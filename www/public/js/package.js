// The one place that knows where the backend serves the package: no import map, so no inline script.
export { CareCycle, CareCycleError, ValidationError } from "/pkg/index.js";
