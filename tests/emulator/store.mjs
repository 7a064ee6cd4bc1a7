/** The created values, and the windows of the rate limit. */
import { randomUUID } from "node:crypto";

/** @param {Record<string, any>[]} values */
export const createStore = (values) => ({
  /**
   * @param {string} recordId
   * @param {Record<string, any>} body
   */
  create(recordId, body) {
    const now = new Date().toISOString();
    const value = {
      id: randomUUID(),
      createdAt: now,
      updatedAt: now,
      fieldDefinitionId: body.fieldDefinitionId,
      recordId,
      recordType: "customers",
      textValue: body.textValue ?? null,
      numberValue: body.numberValue ?? null,
      booleanValue: body.booleanValue ?? null,
      dateValue: body.dateValue ?? null,
      selectValue: body.selectValue ?? null,
      multiSelectValue: body.multiSelectValue ?? null,
    };
    values.push(value);
    return value;
  },
});

/** @param {{requests: number, perMs: number} | false} limit */
export function createRateLimit(limit) {
  /** @type {Map<string, number[]>} */
  const windows = new Map();
  return {
    /**
     * Takes a slot.
     * @param {string} key
     * @returns {number} 0, or the seconds until a slot is free
     */
    take(key) {
      if (!limit) return 0;
      const now = performance.now();
      const recent = (windows.get(key) ?? []).filter(
        (at) => at > now - limit.perMs,
      );
      windows.set(key, recent);
      if (recent.length < limit.requests) {
        recent.push(now);
        return 0;
      }
      return Math.max(1, Math.ceil((recent[0] + limit.perMs - now) / 1000));
    },
    reset: () => windows.clear(),
  };
}
