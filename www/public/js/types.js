/**
 * @typedef {"text" | "number" | "boolean" | "date" | "select" | "multi_select"} FieldType
 *
 * @typedef {object} Definition a custom field that values can be created for
 * @property {string} id
 * @property {string} label
 * @property {FieldType} fieldType
 * @property {string} valueField the key of the body for its value
 * @property {readonly string[]} [options]
 *
 * @typedef {import("/pkg/index.js").CareCycleOptions["rateLimit"]} RateLimit
 *
 * @typedef {object} DemoData
 * @property {string} customerId
 * @property {readonly Definition[]} definitions
 * @property {RateLimit} [rateLimit] if it is not the API's own
 * @property {boolean} faults whether an emulator can simulate responses
 *
 * @typedef {import("/pkg/index.js").ValidationIssue} ValidationIssue
 * @typedef {import("/pkg/index.js").CustomerCustomFieldValue} Value
 * @typedef {import("/pkg/index.js").CreateCustomerCustomFieldValueRequest} Body
 *
 * @typedef {object} Draft the form's current content
 * @property {string} customerId
 * @property {unknown} body
 * @property {string | null} syntaxError why the raw body is not JSON
 * @property {string} label what the history calls it
 */
export {};
