import { failure, type Failure } from '#app/failures.ts';
import { countUse } from '#app/tenants/rate-limits.server.ts';

/**
 * How often somebody may do what costs others something: so generous that nobody who means well meets it. Counted in the
 * database, so that instances share a count; in windows that begin with the first use. docs/decisions/0082-rate-limits.md
 */
export type Limit = {
  name: string;
  /** Uses in a window. */
  quota: number;
  /** Of a window. */
  seconds: number;
};

const limit = (name: string, quota: number, seconds: number): Limit => ({ name, quota, seconds });

/** By person unless said otherwise. */
export const limits = {
  /** A read costs 1, a write 5. Also by key and by machine, and by address for who is nobody. */
  api: limit('default', 600, 60),
  uploads: limit('uploads', 60, 600),
  apiKeys: limit('api-keys', 60, 600),
  /** Beside what Logto allows an address in mails. */
  invitations: limit('invitations', 120, 600),
  /** One for each pause in typing. */
  slugChecks: limit('slug-checks', 240, 60),
  /** By address, which a whole office may share. */
  signIns: limit('sign-ins', 600, 60),
  /** By address. */
  joinSecrets: limit('join-secrets', 300, 60),
} as const satisfies Record<string, Limit>;

export type Use = {
  limit: Limit;
  within: boolean;
  left: number;
  /** Seconds until the next window. */
  endsIn: number;
};

/** Counts a use, also one that is too much. `by` tells who: an id of ours or Logto's with its kind, or `byAddress`. */
export async function useOf(limit: Limit, by: string, cost = 1): Promise<Use> {
  const { used, endsIn } = await countUse(`${limit.name}:${by}`, cost, limit.seconds);
  return { limit, within: used <= limit.quota, left: Math.max(0, limit.quota - used), endsIn };
}

/** Counts a use; the failure `rate-limited` when it is too much, to be answered before anything is done. */
export async function refuseBeyond(limit: Limit, by: string): Promise<Failure | null> {
  const use = await useOf(limit, by);
  return use.within ? null : rateLimited(use);
}

export const rateLimited = ({ endsIn }: Use): Failure =>
  failure('rate-limited', { values: { minutes: Math.ceil(endsIn / 60) } });

export const byPerson = (userId: string): string => `user:${userId}`;

/** A house has one IPv4 address or 2^64 of IPv6: those count as one. */
export function byAddress(ip: string): string {
  const [, v4] = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(ip) ?? [];
  if (v4 !== undefined || !ip.includes(':')) return `ip:${v4 ?? ip}`;
  const [head = '', tail] = ip.split('%')[0]!.toLowerCase().split('::');
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  const network = [...first, ...zeros, ...last].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `ip:${network.join(':')}/64`;
}

/**
 * Of an answer, as the IETF's draft has them (draft-ietf-httpapi-ratelimit-headers-10): q uses in a window of w seconds;
 * r are left for the next t seconds.
 */
export const headersOf = ({ limit: { name, quota, seconds }, within, left, endsIn }: Use): Record<string, string> => ({
  'ratelimit-policy': `"${name}";q=${quota};w=${seconds}`,
  ratelimit: `"${name}";r=${left};t=${endsIn}`,
  ...(!within && { 'retry-after': String(endsIn) }),
});
