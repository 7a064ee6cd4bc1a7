import * as z from "zod/mini";

const text = z.nullable(z.string());
const values = {
  textValue: text,
  numberValue: text,
  booleanValue: z.nullable(z.boolean()),
  dateValue: text,
  selectValue: text,
  multiSelectValue: z.nullable(z.array(z.string())),
};
export const id = z.uuid();
export const request = z.strictObject({
  fieldDefinitionId: id,
  ...z.partial(z.object(values)).shape,
});
export const response = z.looseObject({
  id,
  createdAt: text,
  updatedAt: text,
  fieldDefinitionId: id,
  recordId: id,
  recordType: z.literal("customers"),
  ...values,
});
