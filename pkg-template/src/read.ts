import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
} from "./core.js";
import { VALUES } from "./fields.js";

/** The keys of `REQUEST_FIELDS` and `RESPONSE_FIELDS` in src/contract/field.rs, in their order. */
const REQUEST: readonly (keyof CreateCustomerCustomFieldValueRequest)[] = [
  "fieldDefinitionId",
  ...VALUES,
];
const RESPONSE: readonly (keyof CustomerCustomFieldValue)[] = [
  "id",
  "createdAt",
  "updatedAt",
  "fieldDefinitionId",
  "recordId",
  "recordType",
  ...VALUES,
];

/** The keys whose text the core looks at. */
const CHECKED = ["id", "fieldDefinitionId", "recordId", "recordType"];

/** More than the longest text that passes a check, a UUID. */
const LONGEST_CHECKED = 64;

/** A longer array is refused, since its length may be a proxy's lie. */
const LONGEST_LIST = 100_000;

/** More unknown keys are not told. */
const MOST_UNKNOWN = 100;

/** @internal What was found of values of unknown make: `Reader` in src/js/read.rs takes it. */
export class Found {
  /** A letter for each value. */
  kinds = "";
  /** The texts that a check looks at and the names of types and keys, a line of ASCII each. */
  texts = "";

  /** Both. */
  get text(): string {
    return `${this.kinds}\n${this.texts}`;
  }

  /** Notes a value; gives a copy of what may be sent. Never throws. */
  add(value: unknown, checked = false): unknown {
    if (typeof value === "string") {
      const isText = !/\p{Cs}/u.test(value);
      this.kinds += isText ? (checked ? "t" : "s") : "w";
      if (isText && checked)
        this.#line(value.slice(0, LONGEST_CHECKED).replace(/[^ -~]/g, " "));
    } else if (value == null) this.kinds += value === null ? "n" : "u";
    else if (typeof value === "boolean") this.kinds += "b";
    else {
      const { kinds } = this;
      try {
        if (Array.isArray(value)) return this.#list(value);
        this.#other(value);
      } catch {
        this.kinds = kinds + "x";
      }
      return undefined;
    }
    return value;
  }

  /** Notes what an object's key holds. */
  property(object: object, name: string): unknown {
    let value: unknown;
    try {
      value = (object as Record<string, unknown>)[name];
    } catch {
      this.kinds += "x";
      return undefined;
    }
    return this.add(value, CHECKED.includes(name));
  }

  #list(list: unknown[]): unknown {
    const { length } = list;
    if (typeof length !== "number") throw length;
    if (length > LONGEST_LIST) {
      this.kinds += "l";
      return undefined;
    }
    const items = new Found();
    const copy: unknown[] = [];
    for (let index = 0; index < length; index++) {
      let item: unknown;
      try {
        item = list[index];
        if (Array.isArray(item)) items.#name("array");
        else copy.push(items.add(item));
      } catch {
        items.kinds += "x";
      }
    }
    this.kinds += /[^s]/.test(items.kinds) ? `[${items.kinds}]` : "a";
    this.texts += items.texts;
    return copy;
  }

  /** As zod names types: `typeof`, `nan`, or the class's name where it looks like one. */
  #other(value: unknown): void {
    let name: string = Number.isNaN(value) ? "nan" : typeof value;
    if (name === "object") {
      try {
        const own: unknown = (value as object).constructor.name;
        if (
          typeof own === "string" &&
          /^\w{1,40}$/.test(own) &&
          own !== "Object"
        )
          name = own;
      } catch {
        // Then it has none.
      }
    }
    this.#name(name);
  }

  #name(name: string): void {
    this.kinds += "o";
    this.#line(name);
  }

  #line(text: string): void {
    this.texts += text + "\n";
  }

  /** Notes a request; gives the body as JSON text, and the body itself. */
  request(
    customerId: unknown,
    body: unknown,
    sendUnknown: boolean,
  ): { text: string; copy: Record<string, unknown> } {
    const copy: Record<string, unknown> = {};
    let text = "{}";
    this.add(customerId, true);
    const { kinds } = this;
    try {
      if (typeof body !== "object" || !body || Array.isArray(body)) {
        if (Array.isArray(body)) this.#name("array");
        else this.add(body);
        return { text, copy };
      }
      const others = Object.keys(body).filter(
        (name) => !(REQUEST as readonly string[]).includes(name),
      );
      this.kinds += "{";
      for (const name of REQUEST) copy[name] = this.property(body, name);
      text = JSON.stringify(copy);
      const more = [text.slice(0, -1)];
      for (const name of others) {
        let json: string | undefined;
        try {
          const value = (body as Record<string, unknown>)[name];
          if (value === undefined) continue;
          if (sendUnknown) json = JSON.stringify(value);
        } catch {
          // Then it cannot be sent.
        }
        this.kinds += json === undefined ? "-" : "+";
        const escaped = JSON.stringify(name);
        this.#line(escaped.slice(1, -1).replace(/[^ -~]/g, asEscape));
        more.push(`${escaped}:${json}`);
        // Nobody reads more, and a body may be a megabyte of bytes.
        if (!sendUnknown && more.length > MOST_UNKNOWN) break;
      }
      if (sendUnknown) text = `${more.join(",")}}`;
    } catch {
      this.kinds = kinds + "x";
    }
    return { text, copy };
  }

  /** What an answer's JSON is decided by. */
  static answer(json: unknown): string {
    const found = new Found();
    const object = Object(json) as Record<string, unknown>;
    found.add(object.code, true);
    if (!Array.isArray(json))
      for (const name of RESPONSE) found.property(object, name);
    return found.text;
  }
}

const asEscape = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
