/** A `fetch` whose abort resets the connection: workerd treats one that is merely closed as half-open. */
import { request as httpRequest } from "node:http";

/** @type {typeof fetch} */
export const fetchReset = async (input, init) => {
  const { method, url, headers, signal, body } = new Request(input, init);
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method,
      headers: Object.fromEntries(headers),
    });
    signal.addEventListener("abort", () => {
      request.socket?.resetAndDestroy();
      reject(signal.reason);
    });
    request.on("error", reject);
    request.on("response", (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const { statusCode: status = 0, statusMessage: statusText } = response;
        const given = /** @type {[string, string][]} */ (
          Object.entries(response.headers).map(([name, value]) => [
            name,
            String(value),
          ])
        );
        resolve(
          new Response(Buffer.concat(parts), {
            status,
            statusText,
            headers: given,
          }),
        );
      });
    });
    void send(request, body).catch(reject);
  });
};

/**
 * @param {import("node:http").ClientRequest} request
 * @param {ReadableStream<Uint8Array> | null} body
 */
async function send(request, body) {
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    request.write(value);
  }
  request.end();
}
