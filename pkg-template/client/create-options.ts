import type { PlatformSignal } from "../core/platform.js";
import type {
  CreateCustomerCustomFieldValueRequest,
  CustomFieldDefinition,
  CustomerCustomFieldValue,
} from "../core/wasm/core.js";
import type { CallSettings } from "./settings.js";

/** How undocumented keys of a body are treated. */
export type UnknownFields = "refuse" | "send";

/** Allows read-only lists. */
type Readable<Value> = Value extends readonly (infer Item)[]
  ? readonly Item[]
  : Value;

/**
 * What `create` accepts as a `CreateCustomerCustomFieldValueRequest`: lists may be read-only, and a
 * value field that is `undefined` is left out.
 */
export type CreateCustomerCustomFieldValueInput = Readonly<
  Pick<CreateCustomerCustomFieldValueRequest, "fieldDefinitionId">
> & {
  readonly [
    // `keyof Omit` keeps the fields' documentation, `Exclude` does not.
    Field in keyof Omit<
      CreateCustomerCustomFieldValueRequest,
      "fieldDefinitionId"
    >
  ]?: Readable<CreateCustomerCustomFieldValueRequest[Field]> | undefined;
};

/** The body of `create`: with `unknownFields: "send"` it may have other keys as well. */
export type CreateBody<Unknown extends UnknownFields> = [Unknown] extends [
  "send",
]
  ? CreateCustomerCustomFieldValueInput & {
      // `unknown` would refuse values of an interface, which has no index signature.
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      readonly [field: string]: any;
    }
  : CreateCustomerCustomFieldValueInput;

/** Options of `validate`. */
export interface ValidateOptions<
  Unknown extends UnknownFields = UnknownFields,
> {
  /**
   * Undocumented keys: `"refuse"` reports each as an issue, since the server would drop it
   * silently; `"send"` sends them as they are.
   * @default "refuse"
   */
  unknownFields?: Unknown | undefined;
  /**
   * The custom field's definition, as `GET /v2/custom-fields` returns it: the value must be in the
   * field for its type, and one of its options. It is read again for each call unless it and its
   * options are frozen.
   */
  definition?: CustomFieldDefinition | undefined;
}

/** Options of `create`. Defaults are the client's options. */
export interface CreateOptions<Unknown extends UnknownFields = UnknownFields>
  extends Omit<ValidateOptions<Unknown>, "definition">, CallSettings {
  /** Aborts the call in any phase. */
  signal?: PlatformSignal | undefined;
}

/** @internal One call of `create`. */
export type Create = (
  customerId: string,
  body: CreateCustomerCustomFieldValueInput,
  options?: CreateOptions,
) => Promise<CustomerCustomFieldValue>;
