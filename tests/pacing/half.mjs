/** `node half.mjs URL NAME`: 150 calls at once. Prints what was not created. */
import { CareCycle, apiKey, bodyOf, customerId } from "./setup.mjs";

const [baseUrl, name] = process.argv.slice(2);
const rateLimit = { requests: 60, perMs: 3000 };
const client = new CareCycle({ apiKey, baseUrl, rateLimit });
const calls = Array.from({ length: 150 }, (_, index) =>
  client.customers.customFields.create(customerId, bodyOf(name + index)).then(
    () => [],
    (error) => [`${name}${index} ${error.code} ${error.outcome}`],
  ),
);
console.log(JSON.stringify((await Promise.all(calls)).flat()));
