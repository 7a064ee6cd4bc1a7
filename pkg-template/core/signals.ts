interface Shared {
  readonly calls: Set<() => void>;
  all(): void;
}

/**
 * A signal shared by many calls has one listener: Node warns of a leak at the eleventh, and
 * searches them all.
 */
const signals = new WeakMap<AbortSignal, Shared>();

/** @internal Has `call` called when the signal is aborted. Throws if it is not a signal. */
export function listen(signal: AbortSignal, call: () => void): void {
  let shared = signals.get(signal);
  if (!shared) {
    const calls = new Set<() => void>();
    shared = { calls, all: () => calls.forEach((call) => call()) };
    signal.addEventListener("abort", shared.all);
    signals.set(signal, shared);
  }
  shared.calls.add(call);
}

/** @internal The listener is removed with the last call. */
export function unlisten(signal: AbortSignal, call: () => void): void {
  const shared = signals.get(signal);
  if (shared?.calls.delete(call) && !shared.calls.size) {
    signals.delete(signal);
    signal.removeEventListener("abort", shared.all);
  }
}
