import { randomBytes } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}`;

function pick(alphabet: string, length: number): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length))
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
  }
  return text;
}

/** Organizations and users. */
export const shortId = (): string => pick(LOWER, 12);

/** Everything else: roles, scopes, applications, invitations, hooks, connectors. */
export const longId = (): string => pick(LOWER, 21);

/** Application secrets, webhook signing keys, one-time tokens. */
export const secret = (): string => pick(MIXED, 32);

export const digits = (length: number): string => pick('0123456789', length);
