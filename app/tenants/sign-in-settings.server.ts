import type { OrganizationId } from '#app/logto/ids.ts';
import { dropAccess } from './access.server.ts';
import { audit, auditMany, type AuditActor, logtoItself } from './audit.server.ts';
import { cutOffMembers } from './cut-off.server.ts';
import { asSystem, type Db, forTenant } from './db.server.ts';
import { type EmailDomain, listDomains } from './domains.server.ts';

/** How people come into an organization, as our copy has it. */

export type SsoConnector = { id: string; name: string; domains: string[] };

/** As Logto has it. Roles by name. */
export type SignInFacts = {
  isMfaRequired: boolean;
  joiningRoles: string[];
  ssoConnectors: SsoConnector[];
  /** Ours and those of Logto's console. */
  domains: string[];
};

export type SignInSettings = Omit<SignInFacts, 'domains'> & {
  domains: EmailDomain[];
  /** Set in Logto's console. */
  domainsInLogto: string[];
  /** Null: nobody has asked Logto yet. */
  lookedAt: Date | null;
};

const columns = {
  isMfaRequired: true,
  joiningRoles: true,
  ssoConnectors: true,
  domainsInLogto: true,
  signInLookedAt: true,
} as const;

export const readSignInSettings = (tenantId: string): Promise<SignInSettings> =>
  forTenant(tenantId, async (db) => {
    const row = await db.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: columns });
    const { signInLookedAt: lookedAt, ssoConnectors, ...rest } = row;
    return {
      ...rest,
      lookedAt,
      ssoConnectors: ssoConnectors as SsoConnector[],
      domains: await listDomains(db, tenantId),
    };
  });

export const isMfaRequired = async (db: Db, tenantId: string): Promise<boolean> =>
  (await db.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { isMfaRequired: true } })).isMfaRequired;

/** Whoever has no second factor is out at their next request; whoever was refused for that is let in at theirs. */
export async function writeMfaRequired(db: Db, tenantId: string, required: boolean, actor: AuditActor): Promise<void> {
  const { count } = await db.tenant.updateMany({
    where: { id: tenantId, isMfaRequired: !required },
    data: { isMfaRequired: required },
  });
  if (required) await dropAccess({ tenantId }, db);
  if (count > 0) await audit(db, { tenantId, actor, action: required ? 'mfa.required' : 'mfa.not-required' });
}

export async function writeJoiningRoles(
  db: Db,
  tenantId: string,
  { before, after }: { before: string[]; after: string[] },
  actor: AuditActor,
): Promise<void> {
  await db.tenant.update({ where: { id: tenantId }, data: { joiningRoles: after }, select: { id: true } });
  if (sameNames(before, after)) return;
  await audit(db, { tenantId, actor, action: 'domain.roles-changed', details: { before, after } });
}

/** What a look at Logto builds on: what was written since is newer than what Logto said then. */
export const findSignInCopy = (logtoOrgId: OrganizationId) =>
  asSystem((db) => db.tenant.findUnique({ where: { logtoOrgId }, select: { id: true, updatedAt: true, ...columns } }));

export type SignInCopy = NonNullable<Awaited<ReturnType<typeof findSignInCopy>>>;

/**
 * Writes what Logto has: what differs was changed in its console, and the log says so. Domains that an operation of ours
 * is at are left to it. False when the copy has changed since `before` was read.
 */
export const writeSignInCopy = (before: SignInCopy, facts: SignInFacts): Promise<boolean> =>
  asSystem(async (db) => {
    const tenantId = before.id;
    const { isMfaRequired: required, joiningRoles, ssoConnectors } = facts;
    const ours = await db.emailDomain.findMany({ where: { tenantId }, select: { domain: true, active: true } });
    const domainsInLogto = facts.domains.filter((each) => !ours.some(({ domain }) => domain === each)).sort();
    const { count } = await db.tenant.updateMany({
      where: { id: tenantId, updatedAt: before.updatedAt },
      data: { isMfaRequired: required, joiningRoles, ssoConnectors, domainsInLogto, signInLookedAt: new Date() },
    });
    if (count === 0) return false;
    if (required && !before.isMfaRequired) await cutOffMembers(db, tenantId);

    const gone = ours.filter(({ domain, active }) => active && !facts.domains.includes(domain));
    const { count: removed } = await db.emailDomain.deleteMany({
      where: { tenantId, active: true, domain: { in: gone.map(({ domain }) => domain) } },
    });
    if (removed > 0) {
      const told = { tenantId, actor: logtoItself, action: 'domain.removed' } as const;
      await auditMany(
        db,
        gone.map(({ domain }) => ({ ...told, details: { domain } })),
      );
    }
    // Of what was never looked at nobody can say that it has changed.
    if (before.signInLookedAt && !sameNames(before.joiningRoles, joiningRoles)) {
      const details = { before: before.joiningRoles, after: joiningRoles };
      await audit(db, { tenantId, actor: logtoItself, action: 'domain.roles-changed', details });
    }
    return true;
  });

const sameNames = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name) => right.includes(name));
