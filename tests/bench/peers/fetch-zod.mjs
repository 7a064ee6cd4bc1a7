import { checkedFetch } from "./checked-fetch.mjs";
import * as schemas from "./schemas-zod.mjs";

export const make = checkedFetch(schemas);
