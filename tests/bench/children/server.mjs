/** `server.mjs`: answers every request at once, so that the client is what limits. */
import { createServer } from "node:http";
import { answer } from "../request.mjs";

const headers = {
  "content-type": "application/json",
  "content-length": Buffer.byteLength(answer),
};
const server = createServer((request, response) => {
  request
    .resume()
    .on("end", () => response.writeHead(200, headers).end(answer));
}).listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
process.on("disconnect", () => process.exit());
