// What must compile of /testing with lib es2022 alone, skipLibCheck off.
import {
  AuthenticationError,
  CareCycle,
  type CustomerCustomFieldValue,
  RateLimitError,
  ValidationError,
} from "carecycle-custom-fields";
import {
  type Definition,
  type FakeApi,
  type FakeApiOptions,
  type FakeRequest,
  type Installed,
  customFieldValue,
  errors,
  fakeApi,
  resetRateLimits,
} from "carecycle-custom-fields/testing";

const id = "079f459a-0b19-4274-98b0-427a624178ff";
const definition: Definition = { id, fieldType: "select", options: ["Gold"] };
const options: FakeApiOptions = {
  customers: [id] as readonly string[],
  definitions: [definition],
  rateLimit: false,
  latencyMs: undefined,
};
export const fake: FakeApi = fakeApi(options);
export const careCycle = new CareCycle({ apiKey: "cc_x", fetch: fake.fetch });

export function use(): (number | undefined)[] {
  const installed: Installed = fake.install();
  fake.next(429, { retryAfter: 3 });
  fake.next(422, { errors: [{ path: ["textValue"] }] });
  fake.next(503);
  fake.next("lost", { created: false });
  fake.next("delay", { ms: 20 });
  // @ts-expect-error There is no such fault.
  fake.next("hang");
  // @ts-expect-error A delay needs its length.
  fake.next("delay");
  // @ts-expect-error Only 429 has retryAfter.
  fake.next(500, { retryAfter: 3 });
  // @ts-expect-error A definition has one of six types.
  fakeApi({ definitions: [{ id, fieldType: "colour" }] });
  installed.restore();
  installed[Symbol.dispose]();
  fake.reset();
  resetRateLimits();
  return fake.requests.map(({ status }: FakeRequest) => status);
}

export const value: CustomerCustomFieldValue = customFieldValue({
  numberValue: "12.50",
  textValue: undefined,
});

export const limited: RateLimitError = errors.rateLimit({ retryAfter: 3 });
export const invalid: ValidationError = errors.validation();
export const refused: AuthenticationError = errors.authentication();
// @ts-expect-error A 401 is no 429.
export const wrong: RateLimitError = errors.authentication();
