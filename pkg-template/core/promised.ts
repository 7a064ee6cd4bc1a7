/**
 * Calls a function of the caller's or of the platform's and returns a promise of its result or of
 * what it throws, so that `then` can be called immediately. `await` and async functions would
 * attach to a promise of zone.js (Angular) one microtask later, when zone.js has already reported
 * its rejection as unhandled.
 */
export const promised = <Value>(
  call: () => Value | PromiseLike<Value>,
): Promise<Value> => new Promise((resolve) => resolve(call()));
