import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

// Cheap on purpose: many sign-ins run in tests, and nothing here is worth cracking.
const COST = { N: 1024, r: 4, p: 1 };

export function digestOf(password: string): string {
  const salt = randomBytes(12).toString('hex');
  return `${salt}:${scryptSync(password, salt, 24, COST).toString('hex')}`;
}

export function isPassword(digest: string | null, password: string): boolean {
  const [salt, hash] = digest?.split(':') ?? [];
  if (!salt || !hash) return false;
  return timingSafeEqual(Buffer.from(hash, 'hex'), scryptSync(password, salt, 24, COST));
}
