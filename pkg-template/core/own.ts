/**
 * A property of an object itself or of its classes; `undefined` if only `Object.prototype` has it,
 * where a careless merge elsewhere may have put anything. The core reads a request's body by the
 * same rule.
 */
export function ownValue<T extends object, Name extends keyof T>(
  object: T,
  name: Name,
): T[Name] | undefined {
  const value = object[name];
  return value === undefined ||
    Object.hasOwn(object, name) ||
    !isOfAllObjects(object, name)
    ? value
    : undefined;
}

/** A proxy may return a new prototype each time. */
const MAX_PROTOTYPES = 100;

function isOfAllObjects(object: object, name: PropertyKey): boolean {
  let last = prototypeOf(object);
  for (let count = 0; last && count < MAX_PROTOTYPES; count++) {
    const next = prototypeOf(last);
    const hasIt = Object.hasOwn(last, name);
    // Of any realm: frames and test runners have their own.
    if (hasIt || !next)
      return hasIt && !next && Object.hasOwn(last, "hasOwnProperty");
    last = next;
  }
  return false;
}

const prototypeOf = (object: object): object | null =>
  Object.getPrototypeOf(object) as object | null;
