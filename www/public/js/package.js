// The one place that knows where the backend serves the package: no import map, so no inline script.
export {
  CareCycle,
  CareCycleError,
  ValidationError,
  customFieldDefinitionSchema,
} from "/pkg/index.js";
