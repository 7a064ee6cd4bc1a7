// A CommonJS consumer: the same names and types by `require`.
import carecycle = require("carecycle-custom-fields");

type Body = carecycle.CreateCustomerCustomFieldValueRequest;
type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

const typed: Equal<carecycle.CustomerCustomFieldValue, any> = false;
const { CareCycle, APIConnectionError, APIConnectionTimeoutError } = carecycle;
const body: Body = { fieldDefinitionId: "a", booleanValue: null };

async function use(): Promise<carecycle.Outcome | "customers"> {
  const { customFields } = new CareCycle({ apiKey: "cc_x" }).customers;
  try {
    return (await customFields.create("id", body)).recordType;
  } catch (error) {
    if (error instanceof APIConnectionTimeoutError) {
      const wider: carecycle.APIConnectionError = error;
      return wider.outcome;
    }
    if (error instanceof APIConnectionError) return error.outcome;
    throw error;
  }
}

export = { typed, use };
