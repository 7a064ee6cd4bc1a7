import { customerId } from "../request.mjs";
import { make as makeOpenAi } from "./openai.mjs";
import { id, request, response } from "./schemas-zod.mjs";

/** @type {import("../request.mjs").Make} */
export const make = (setting) => {
  const create = makeOpenAi(setting);
  return async (body) => {
    id.parse(customerId);
    return response.parse(await create(request.parse(body)));
  };
};
