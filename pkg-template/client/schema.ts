import type { CreateCustomerCustomFieldValueRequest } from "../core/wasm/core.js";
import { operations } from "../generated.js";
import { check } from "./check.js";

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
      const { issues, body } = check(operations.create, [ANY_CUSTOMER], value);
      if (issues.length) return { issues };
      return {
        value: {
          ...body,
        } as unknown as CreateCustomerCustomFieldValueRequest,
      };
    },
  },
};

const ANY_CUSTOMER = "00000000-0000-0000-0000-000000000000";
