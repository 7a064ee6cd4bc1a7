/** The contract as zod schemas. */
import { z } from "zod";

/** The documented pattern, letter for letter. */
export const uuidPattern =
  /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;

const uuid = z.uuid();
const text = z.string().nullable();

const values = {
  textValue: text,
  numberValue: text,
  booleanValue: z.boolean().nullable(),
  dateValue: text,
  selectValue: text,
  multiSelectValue: z.array(z.string()).nullable(),
};

/** The body alone. */
export const requestBody = z.object({
  fieldDefinitionId: uuid,
  ...z.object(values).partial().shape,
});

/** Path parameter and body together, as express-zod-api hands them over. */
export const input = requestBody.extend({ id: uuid });

export const output = z.object({
  id: uuid,
  createdAt: text,
  updatedAt: text,
  fieldDefinitionId: uuid,
  recordId: uuid,
  recordType: z.literal("customers"),
  ...values,
});

export const errorBody = z.object({
  message: z.string(),
  code: z.string(),
  retryAfter: z.number().optional(),
  errors: z
    .array(
      z.object({
        path: z.array(z.string()),
        message: z.string(),
        expected: z.string(),
        received: z.string(),
        code: z.string(),
      }),
    )
    .optional(),
});
