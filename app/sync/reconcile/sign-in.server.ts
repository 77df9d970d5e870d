import { copySignInSettings, signInFactsOf } from '#app/flows/copy-sign-in-settings.server.ts';
import type { Organization } from '#app/logto/organizations.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { isUnderWay, ownDomains } from '#app/tenants/reconcile.server.ts';
import { findSignInCopy, type SignInFacts, type SsoConnector } from '#app/tenants/sign-in-settings.server.ts';
import type { Settle } from './finding.ts';
import { sameNames } from './members.server.ts';

/** How people come into an organization, of which Logto tells no event. Three calls. */
export async function reconcileSignIn(organization: Organization, tenantId: string, settle: Settle): Promise<void> {
  const { id } = organization;
  const facts = await signInFactsOf(organization);
  if (await isAsCopied(organization, tenantId, facts)) return;
  await settle({ what: 'sign-in', id, organizationId: id, difference: 'different' }, async () => {
    if (await asSystem((db) => isUnderWay(db, tenantId))) return false;
    await copySignInSettings(id);
    return true;
  });
}

/** The second factor is one of the organization's own facts. */
async function isAsCopied({ id }: Organization, tenantId: string, facts: SignInFacts): Promise<boolean> {
  const copied = await findSignInCopy(id);
  if (!copied) return true; // it went meanwhile
  const ours = await asSystem((db) => ownDomains(db, tenantId));
  const inLogto = facts.domains.filter((domain) => !ours.has(domain));
  const gone = [...ours].some(([domain, { active }]) => active && !facts.domains.includes(domain));
  return (
    !gone &&
    sameNames(copied.domainsInLogto, inLogto) &&
    sameNames(copied.joiningRoles, facts.joiningRoles) &&
    sameConnectors(copied.ssoConnectors as SsoConnector[], facts.ssoConnectors)
  );
}

const sameConnectors = (left: SsoConnector[], right: SsoConnector[]): boolean =>
  sameNames(left.map(asText), right.map(asText));

const asText = ({ id, name, domains }: SsoConnector): string => JSON.stringify([id, name, [...domains].sort()]);
