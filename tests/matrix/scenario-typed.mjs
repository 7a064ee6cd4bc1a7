/** The scenario as a strict TypeScript project would write it. */
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { missingCustomerId } from "./context.mjs";

export const typedScenarioSource = () => `\
import {
  CareCycle,
  NotFoundError,
  ValidationError,
  type CreateCustomerCustomFieldValueRequest,
  type CustomerCustomFieldValue,
  type Outcome,
  type ValidationIssue,
} from "carecycle-custom-fields";

const { customFields } = new CareCycle().customers;
const body: CreateCustomerCustomFieldValueRequest = {
  fieldDefinitionId: "${definitions[1].id}",
  numberValue: "12.50",
};
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => undefined, (error: unknown) => error);

const makeReport = async () => {
  const value: CustomerCustomFieldValue = await customFields.create("${customerId}", body);
  const invalid = await caught(customFields.create("${customerId}", { fieldDefinitionId: "x" }));
  const missing = await caught(customFields.create("${missingCustomerId}", body));
  if (!(invalid instanceof ValidationError)) throw invalid;
  if (!(missing instanceof NotFoundError)) throw missing;
  const outcome: Outcome = invalid.outcome;
  const [issue]: ValidationIssue[] = invalid.errors;
  return {
    value,
    invalid: {
      name: invalid.name,
      code: invalid.code,
      outcome,
      isValidationError: true,
      path: issue?.path,
    },
    missing: {
      name: missing.name,
      code: missing.code,
      outcome: missing.outcome,
      status: missing.status,
      isNotFoundError: true,
    },
  };
};
makeReport().then((report) => console.log(JSON.stringify(report)));
`;
