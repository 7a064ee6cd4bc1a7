import type {
  CustomerCustomFieldValue,
  ValidationIssue,
} from "carecycle-custom-fields";

const REDACTED = "[redacted]";

/** @internal Redacts the key in what the API said. */
export class Redactor {
  readonly #forms: string[];

  constructor(apiKey: string) {
    this.#forms = [apiKey, encodeURIComponent(apiKey), btoa(apiKey)]
      .map((form) => form.replace(/=+$/, ""))
      .map((form) => form.toLowerCase());
  }

  /** A text of the API; `undefined` if it contains something like a key. */
  safe(text: string): string | undefined {
    return /cc_/i.test(text) || this.#holdsKey(text) ? undefined : text;
  }

  /**
   * An issue that the API found. Its texts may be sent to the page, whose visitor knows the values.
   */
  issue({ path, message, expected, received, code }: ValidationIssue) {
    const safe = (text: string) => this.safe(text) ?? REDACTED;
    return {
      path: path.map(safe),
      message: safe(message),
      expected: safe(expected),
      received: safe(received),
      code: safe(code),
    };
  }

  /** A value with its documented keys only. What a visitor wrote may look like a key. */
  value(value: CustomerCustomFieldValue): CustomerCustomFieldValue {
    const kept = <Value>(text: Value): Value =>
      typeof text === "string" && this.#holdsKey(text)
        ? (REDACTED as Value)
        : text;
    return {
      id: kept(value.id),
      createdAt: kept(value.createdAt),
      updatedAt: kept(value.updatedAt),
      fieldDefinitionId: kept(value.fieldDefinitionId),
      recordId: kept(value.recordId),
      recordType: kept(value.recordType),
      textValue: kept(value.textValue),
      numberValue: kept(value.numberValue),
      booleanValue: value.booleanValue,
      dateValue: kept(value.dateValue),
      selectValue: kept(value.selectValue),
      multiSelectValue: value.multiSelectValue?.map(kept) ?? null,
    };
  }

  #holdsKey(text: string): boolean {
    const lower = text.toLowerCase();
    return this.#forms.some((form) => lower.includes(form));
  }
}
