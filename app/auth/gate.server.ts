import type { AppLoadContext } from '@remix-run/node';
import { setTimeout as pause } from 'node:timers/promises';
import {
  findOrganization,
  type Lease,
  type LeaseAnswer,
  type OrganizationRow,
  takeLease,
} from '#app/tenants/access.server.ts';
import { inBackground } from './in-background.server.ts';
import { leaseMs, quietMs, renew, type Renewal } from './renewal.server.ts';
import type { SignedIn } from './session.server.ts';

/**
 * The gate into an organization: Logto's organization token, where membership, required MFA and suspension are enforced.
 * What it said is kept for the token's life of an hour and asked for again shortly before its end, so that no page
 * waits for Logto (docs/decisions/0032-organization-access.md).
 */

const minute = 60_000;
/** Renewed this long before its end … */
const aheadMs = 5 * minute;
/** … and when Logto does not answer, good for reading this long after it. */
const graceMs = 15 * minute;
/** For whoever holds the lease to finish; then it is Logto that does not answer. */
const waitMs = 12_000;
/** … but not when there is something to show meanwhile. */
const shortWaitMs = 1_000;
const pollMs = 50;

/** `stale`: Logto does not answer, and this is what it said last. */
export type Passage =
  | { ok: true; scopes: string[]; stale: boolean }
  | Exclude<Renewal, { ok: true } | { refusal: 'dropped' }>
  | { ok: false; refusal: 'not-found' };

export async function pass(
  person: SignedIn,
  found: OrganizationRow,
  { reading, context }: { reading: boolean; context: AppLoadContext },
): Promise<Passage> {
  const left = leftOf(found);
  if (left > aheadMs) return fresh(found);
  if (left > 0) {
    inBackground(renewAhead(person, found, context), (err) => context.log.warn({ err }, 'a renewal ahead failed'));
    return fresh(found);
  }
  const stale: Passage | undefined =
    reading && left > -graceMs ? { ok: true, scopes: found.scopes, stale: true } : undefined;
  const passage = await renewNow(person, found, { context, mayGiveUpEarly: stale !== undefined });
  const logtoIsAway = !passage.ok && (passage.refusal === 'unreachable' || passage.refusal === 'rate-limited');
  return logtoIsAway && stale ? stale : passage;
}

/** Asks Logto, or waits for the request that is asking already (P3): by looking at the row, with no transaction open. */
async function renewNow(
  person: SignedIn,
  found: OrganizationRow,
  { context, mayGiveUpEarly }: { context: AppLoadContext; mayGiveUpEarly: boolean },
): Promise<Passage> {
  const began = Date.now();
  let organization = found;
  for (;;) {
    const lease = await takeLease(person, organization, leaseMs);
    if (lease === 'no-session') return { ok: false, refusal: 'sign-in-again' };
    if (isLease(lease)) {
      const renewal = await renew(lease, organization.organizationId, context.log);
      if (renewal.ok) return { ...renewal, stale: false };
      if (renewal.refusal !== 'dropped') return renewal;
    } else if (lease !== 'renewed') {
      const waited = Date.now() - began;
      // A lease with so little left is nobody's: Logto has just not answered, and is left alone for a moment.
      if (waited > waitMs || (mayGiveUpEarly && (waited > shortWaitMs || lease.busyMs <= quietMs))) {
        return { ok: false, refusal: 'unreachable' };
      }
      await pause(pollMs);
    }
    const now = await findOrganization(person, organization.slug);
    if (!now) return { ok: false, refusal: 'not-found' };
    if (leftOf(now) > 0) return fresh(now);
    organization = now;
  }
}

async function renewAhead(person: SignedIn, organization: OrganizationRow, { log }: AppLoadContext) {
  const lease = await takeLease(person, organization, leaseMs);
  if (isLease(lease)) await renew(lease, organization.organizationId, log);
}

const isLease = (answer: LeaseAnswer): answer is Lease => typeof answer === 'object' && 'until' in answer;

const fresh = ({ scopes }: OrganizationRow): Passage => ({ ok: true, scopes, stale: false });

/** Milliseconds until the token's end, negative after it. */
const leftOf = ({ expiresAt }: OrganizationRow): number => (expiresAt ? expiresAt.getTime() - Date.now() : -Infinity);
