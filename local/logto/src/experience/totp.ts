import { createHmac, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newTotpSecret(): string {
  return [...randomBytes(32)].map((byte) => ALPHABET[byte % 32]).join('');
}

export const totpUri = (secret: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(`Local Logto:${account}`)}?secret=${secret}&issuer=Local%20Logto&period=30&digits=6`;

/** RFC 6238 with the defaults of authenticator apps: SHA-1, 30 seconds, six digits. */
export function totpCode(secret: string, atMs = Date.now()): string {
  const bits = [...secret].map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function isTotpCode(secret: string, code: string): boolean {
  return [-1, 0, 1].some((step) => totpCode(secret, Date.now() + step * 30_000) === code);
}
