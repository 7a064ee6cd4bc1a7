/** What the emulator knows: keys, customers and definitions. */

export const apiKey = "cc_test_demo";
/** A key without permission: 403. */
export const readOnlyKey = "cc_test_readonly";

export const customerId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const otherCustomerId = "0470cfd4-dcf3-4d8c-ac28-58c6deeff25f";
export const customerIds = [customerId, otherCustomerId];

/**
 * @typedef {object} Definition
 * @property {string} id
 * @property {string} label
 * @property {"text" | "number" | "boolean" | "date" | "select" | "multi_select"} fieldType
 * @property {string} valueField the body's key that holds such a value
 * @property {string[]} [options]
 */

/** @type {Definition[]} */
export const definitions = [
  {
    id: "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a01",
    label: "Care notes",
    fieldType: "text",
    valueField: "textValue",
  },
  {
    id: "079f459a-0b19-4274-98b0-427a624178ff",
    label: "Plan number",
    fieldType: "number",
    valueField: "numberValue",
  },
  {
    id: "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a03",
    label: "Has a caregiver",
    fieldType: "boolean",
    valueField: "booleanValue",
  },
  {
    id: "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a04",
    label: "Policy start",
    fieldType: "date",
    valueField: "dateValue",
  },
  {
    id: "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a05",
    label: "Renewal tier",
    fieldType: "select",
    valueField: "selectValue",
    options: ["Gold", "Silver", "Bronze"],
  },
  {
    id: "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a06",
    label: "Preferred call days",
    fieldType: "multi_select",
    valueField: "multiSelectValue",
    options: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
  },
];
