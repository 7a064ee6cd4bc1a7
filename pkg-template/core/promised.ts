/**
 * What a function of the caller's or of the platform's comes to, what it throws included, as a promise
 * to be given to `then` at once. `await` and async functions would attach to a promise of zone.js
 * (Angular) one turn later, when zone.js has reported its rejection as unhandled.
 */
export const promised = <Value>(
  call: () => Value | PromiseLike<Value>,
): Promise<Value> => new Promise((resolve) => resolve(call()));
