import { customerId } from "../request.mjs";
import { make as makeKy } from "./ky.mjs";
import { id, request, response } from "./schemas-zod.mjs";

/** @type {import("../request.mjs").Make} */
export const make = (setting) => {
  const create = makeKy(setting);
  return async (body) => {
    id.parse(customerId);
    return response.parse(await create(request.parse(body)));
  };
};
