import { checkedFetch } from "./checked-fetch.mjs";
import * as schemas from "./schemas-mini.mjs";

export const make = checkedFetch(schemas);
