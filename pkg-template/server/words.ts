import type {
  CustomerCustomFieldValue,
  ValidationIssue,
} from "carecycle-custom-fields";

const REDACTED = "[redacted]";

/** @internal What the API said, without the key. */
export class Words {
  readonly #forms: string[];

  constructor(apiKey: string) {
    this.#forms = [apiKey, encodeURIComponent(apiKey), btoa(apiKey)]
      .map((form) => form.replace(/=+$/, ""))
      .map((form) => form.toLowerCase());
  }

  /** The API's own words, unless something like a key is in them. */
  said(text: string): string | undefined {
    return /cc_/i.test(text) || this.#holdsKey(text) ? undefined : text;
  }

  /** An issue that the API found. Its words may go to the page, whose visitor has the values. */
  issue({ path, message, expected, received, code }: ValidationIssue) {
    const said = (text: string) => this.said(text) ?? REDACTED;
    return {
      path: path.map(said),
      message: said(message),
      expected: said(expected),
      received: said(received),
      code: said(code),
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
