import { inBackground } from '#app/auth/in-background.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { type Result, success } from '#app/failures.ts';
import { isLogtoError } from '#app/logto/errors.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Organization } from '#app/logto/organizations.server.ts';
import { findSignInCopy, type SignInFacts, writeSignInCopy } from '#app/tenants/sign-in-settings.server.ts';
import { failureOf } from './refusal.server.ts';

/**
 * How people come into an organization, of which Logto's console may change everything and tells no event: the page of
 * these settings shows the copy, and has it looked at when it is older than a minute.
 */

const freshMs = 60_000;
const mostTries = 5;

/** Brings the copy up to what Logto has now. Four calls. Fails with a `LogtoError`. */
export async function copySignInSettings(organizationId: OrganizationId): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const before = await findSignInCopy(organizationId);
    if (!before) return;
    const facts = await factsOf(organizationId);
    // One that Logto does not have goes with the events and the reconciliation of organizations.
    if (!facts || (await writeSignInCopy(before, facts))) return;
  }
  throw new Error('The sign-in settings kept changing while Logto was asked.');
}

async function factsOf(id: OrganizationId): Promise<SignInFacts | null> {
  const organization = await logto().organizations.get(id);
  return organization && signInFactsOf(organization);
}

/** Three calls. Fails with a `LogtoError`. */
export async function signInFactsOf({
  id,
  isMfaRequired,
}: Pick<Organization, 'id' | 'isMfaRequired'>): Promise<SignInFacts> {
  const { joining } = logto();
  const [domains, roles, ssoConnectors] = await Promise.all([
    joining.domains(id),
    joining.roles(id),
    joining.ssoConnectors(id),
  ]);
  return { isMfaRequired, domains, ssoConnectors, joiningRoles: roles.map(({ name }) => name) };
}

const underWay = new Set<OrganizationId>();

/** For the page, which does not wait. */
export function refreshSignInSettings(
  { organizationId }: Access,
  lookedAt: Date | null,
  failed: (error: unknown) => void,
): void {
  if (underWay.has(organizationId) || (lookedAt && Date.now() - lookedAt.getTime() < freshMs)) return;
  underWay.add(organizationId);
  inBackground(
    copySignInSettings(organizationId).finally(() => underWay.delete(organizationId)),
    failed,
  );
}

/** For somebody who has just changed something in Logto's console. Fails with `logto-unreachable`, `rate-limited`. */
export async function lookAgain({ organizationId }: Access): Promise<Result<null>> {
  try {
    await copySignInSettings(organizationId);
    return success(null);
  } catch (error) {
    if (!isLogtoError(error)) throw error;
    return failureOf(error);
  }
}
