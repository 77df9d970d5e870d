import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '#app/env.server.ts';

/** Random secrets, their hashes, and encryption at rest with keys derived from SESSION_SECRET. */

/** 256 random bits as 43 URL-safe characters. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in hex: what the database keeps of a secret with 256 bits of its own. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 bits that are good for one purpose, the same on every instance. */
export const keyFor = (purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', env().SESSION_SECRET, 'tenantry', purpose, 32));

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext. `purpose` keeps one kind of value from being read as another. */
export function encrypt(purpose: string, text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

/** Undefined when the value was made with another SESSION_SECRET or changed since. */
export function decrypt(purpose: string, value: Uint8Array): string | undefined {
  const bytes = Buffer.from(value);
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
