import type { UserId } from '#app/logto/ids.ts';

declare const guarded: unique symbol;

/** What is known of whoever acts. */
export type Facts = {
  userId: UserId;
  email: string | null;
  /** Null for people who have just registered: onboarding asks. */
  name: string | null;
  avatarUrl: string | null;
  /** The caller's address, for the audit log. */
  ip: string;
};

/** A person whom a guard has recognized, by a session or by a token. What needs no session takes one of these. */
export type Person = Facts & { readonly [guarded]: 'person' };

/** For guards alone: whoever calls it has seen a proof. */
export const recognized = ({ userId, email, name, avatarUrl, ip }: Facts): Person =>
  ({ userId, email, name, avatarUrl, ip }) as Person;
