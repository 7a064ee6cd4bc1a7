import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
} from "node:crypto";

/**
 * A journal's secret, encrypted with an API key. Rows are hashed with the secret and not with the
 * key itself, so a changed key of the same account needs one more line and no new rows.
 */
export interface Sealed {
  salt: string;
  key: string;
}

export const newSecret = (): Buffer => randomBytes(SECRET_BYTES);

export function seal(secret: Buffer, apiKey: string): Sealed {
  const salt = randomBytes(16);
  const cipher = createCipheriv(CIPHER, derived(apiKey, salt), NONCE);
  const parts = [cipher.update(secret), cipher.final(), cipher.getAuthTag()];
  return {
    salt: salt.toString("base64url"),
    key: Buffer.concat(parts).toString("base64url"),
  };
}

/** The secret; undefined if it was encrypted with another API key. */
export function unseal({ salt, key }: Sealed, apiKey: string) {
  const bytes = Buffer.from(key, "base64url");
  const to = Buffer.from(salt, "base64url");
  try {
    const decipher = createDecipheriv(CIPHER, derived(apiKey, to), NONCE, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(SECRET_BYTES));
    const secret = decipher.update(bytes.subarray(0, SECRET_BYTES));
    return Buffer.concat([secret, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The hash of a row. Testing a guess of its values needs an API key of the journal. */
export const hashUnder = (secret: Buffer, text: string): string =>
  createHmac("sha256", secret).update(text).digest("base64url");

const CIPHER = "aes-256-gcm";
const SECRET_BYTES = 32;
const TAG_BYTES = 16;

/** May be constant, since each salt yields another key, which encrypts once. */
const NONCE = Buffer.alloc(12);

const derived = (apiKey: string, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync("sha256", apiKey, salt, INFO, SECRET_BYTES));

const INFO = "carecycle-custom-fields journal 2";
