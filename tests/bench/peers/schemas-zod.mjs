// Not `import { z }`, of which no bundler can leave anything out: it ships three times as much.
import * as z from "zod";

const text = z.string().nullable();
const values = {
  textValue: text,
  numberValue: text,
  booleanValue: z.boolean().nullable(),
  dateValue: text,
  selectValue: text,
  multiSelectValue: z.array(z.string()).nullable(),
};
export const id = z.uuid();
export const request = z.strictObject({
  fieldDefinitionId: id,
  ...z.object(values).partial().shape,
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
