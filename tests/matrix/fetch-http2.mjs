/** A `fetch` over HTTP/2 without TLS, which the platform's has not. */
import { connect } from "node:http2";

/** @type {typeof fetch} */
export const fetchHttp2 = async (input, init) => {
  const request = new Request(input, init);
  const { origin, pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const session = connect(origin);
  try {
    return await new Promise((resolve, reject) => {
      const { signal } = request;
      session.on("error", reject);
      const stream = session.request(
        {
          ":method": request.method,
          ":path": pathname + search,
          ...Object.fromEntries(request.headers),
        },
        { signal },
      );
      /** @type {Buffer[]} */
      const parts = [];
      let status = 0;
      const headers = new Headers();
      stream.on("response", (given) => {
        status = Number(given[":status"]);
        for (const [name, value] of Object.entries(given))
          if (!name.startsWith(":")) headers.append(name, String(value));
      });
      stream.on("data", (part) => parts.push(part));
      stream.on("error", reject);
      stream.on("end", () =>
        resolve(new Response(Buffer.concat(parts), { status, headers })),
      );
      stream.end(body);
    });
  } finally {
    session.destroy();
  }
};
