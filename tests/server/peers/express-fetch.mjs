/** Express, `express.json()` and fetch. */
import express from "express";
import { listen } from "./listen.mjs";

/** @type {import("./listen.mjs").Start} */
export function start(baseUrl, apiKey) {
  const app = express();
  app.use(express.json());
  app.post(
    "/api/carecycle/v2/customers/:id/custom-fields",
    async (request, response) => {
      const answer = await fetch(
        `${baseUrl}/v2/customers/${request.params.id}/custom-fields`,
        {
          method: "POST",
          headers: { "content-type": "application/json", "x-api-key": apiKey },
          body: JSON.stringify(request.body),
        },
      );
      response.status(answer.status).json(await answer.json());
    },
  );
  return listen(app);
}
