// `using` over what /testing gives back; the target needs no more than es2022.
import { fakeApi } from "carecycle-custom-fields/testing";

export function use(): number {
  using fake = fakeApi();
  using installed = fake.install();
  return fake.requests.length + Number(installed.restore === undefined);
}
