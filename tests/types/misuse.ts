// What must not compile: an expectation that is not met is an error itself.
import {
  CareCycle,
  type CustomerCustomFieldValue,
} from "carecycle-custom-fields";

const { customFields } = new CareCycle({ apiKey: "cc_x" }).customers;
const fieldDefinitionId = "079f459a-0b19-4274-98b0-427a624178ff";

// @ts-expect-error the definition is required
void customFields.create("id", {});
// @ts-expect-error a number is a string
void customFields.create("id", { fieldDefinitionId, numberValue: 12.5 });
// @ts-expect-error a typing mistake
void customFields.create("id", { fieldDefinitionId, textvalue: "a" });
// @ts-expect-error strings only
void customFields.create("id", { fieldDefinitionId, multiSelectValue: [1] });
// @ts-expect-error a date is a string
void customFields.create("id", { fieldDefinitionId, dateValue: new Date() });
// @ts-expect-error the ID is a string
void customFields.create(5, { fieldDefinitionId });
// @ts-expect-error no such option
void customFields.create("id", { fieldDefinitionId }, { timeout: 5 });
// @ts-expect-error a definition has a type
void customFields.validate("id", {}, { definition: { id: "id" } });
void customFields.validate(
  "id",
  {},
  // @ts-expect-error no such type
  { definition: { id: "id", fieldType: "texts" } },
);
void customFields.create(
  "id",
  { fieldDefinitionId },
  // @ts-expect-error a definition is for checks
  { definition: { id: "id", fieldType: "text" } },
);
// @ts-expect-error a row names its customer
void customFields.createMany([{ body: { fieldDefinitionId } }]);
// @ts-expect-error rows are many
void customFields.createMany({ customerId: "id", body: { fieldDefinitionId } });
// @ts-expect-error a key is a string
void new CareCycle({ apiKey: 5 });
export const text = (value: CustomerCustomFieldValue): string => {
  // @ts-expect-error may be null
  return value.textValue;
};
