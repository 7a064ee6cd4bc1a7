import type { CreateCustomerCustomFieldValueRequest } from "./core.js";
import { namedIssues } from "./parts.js";
import { ask } from "./wasm.js";

/** A Standard Schema (version 1) of the request body; see https://standardschema.dev. */
export interface RequestSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "carecycle-custom-fields";
    readonly validate: (value: unknown) =>
      | {
          readonly value: CreateCustomerCustomFieldValueRequest;
          readonly issues?: undefined;
        }
      | {
          readonly issues: ReadonlyArray<{
            readonly message: string;
            readonly path: string[];
          }>;
        };
    readonly types?:
      | {
          readonly input: CreateCustomerCustomFieldValueRequest;
          readonly output: CreateCustomerCustomFieldValueRequest;
        }
      | undefined;
  };
}

/** The checks of the request body for form libraries: the same as before sending. */
export const createCustomerCustomFieldValueRequestSchema: RequestSchema = {
  "~standard": {
    version: 1,
    vendor: "carecycle-custom-fields",
    validate: (value) => {
      const parsed = ask((core) => core.parse(value));
      return Array.isArray(parsed)
        ? { issues: namedIssues(parsed) }
        : { value: parsed };
    },
  },
};
