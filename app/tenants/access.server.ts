import { Prisma } from '#app/generated/prisma/client.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { type Db, forTenant, forUser } from './db.server.ts';

/**
 * What Logto said a session may do in an organization, for as long as it holds; and the lease of whoever is asking
 * Logto again. Nothing here waits for Logto: a lease is a row, not an open transaction.
 */

export type Who = { userId: UserId; sessionId: string };

export type OrganizationRow = {
  tenantId: string;
  organizationId: OrganizationId;
  slug: string;
  name: string;
  logoUrl: string | null;
  roles: string[];
  plan: string;
  /** As stored: see app/organization-settings.ts. */
  settings: unknown;
  isMfaRequired: boolean;
  /** The plan has no seat for them. */
  waitsForSeat: boolean;
  /** Set while it is closed: nobody works in it, and from then on it may be gone. */
  deletionDueAt: Date | null;
  /** When the person last worked here. */
  lastSeenAt: Date | null;
  /** Null and empty until Logto was asked. */
  expiresAt: Date | null;
  scopes: string[];
};

/**
 * The organization that is at this slug, or was, for a member as our copy knows them; null for everybody else. Its `slug`
 * is the one that it has now. One that is closed is found too: whoever lets people in looks at `deletionDueAt`.
 */
export async function findOrganization({ userId, sessionId }: Who, slug: string): Promise<OrganizationRow | null> {
  if (slug.includes('\0')) return null; // PostgreSQL's text cannot hold it
  return findInside(
    { userId, sessionId },
    Prisma.sql`t.id = coalesce((SELECT id FROM tenants WHERE slug = ${slug}),
                               (SELECT tenant_id FROM old_slugs WHERE slug = ${slug}))`,
  );
}

/** The same by Logto's id. Without a session, `sessionId` is empty and nothing of Logto is known. */
export const findOrganizationById = (who: Who, organizationId: OrganizationId): Promise<OrganizationRow | null> =>
  findInside(who, Prisma.sql`t.logto_org_id = ${organizationId}`);

const findInside = ({ userId, sessionId }: Who, isIt: Prisma.Sql): Promise<OrganizationRow | null> =>
  forUser(userId, async (db) => {
    const [row] = await db.$queryRaw<OrganizationRow[]>`
      SELECT t.id AS "tenantId", t.logto_org_id AS "organizationId", t.slug, t.name, t.logo_url AS "logoUrl", m.roles,
             t.plan, t.settings, t.is_mfa_required AS "isMfaRequired",
             waits_for_seat(m.joined_at, m.user_id, m.roles, t.seated_until_at, t.seated_until_id) AS "waitsForSeat",
             t.deletion_due_at AS "deletionDueAt", m.last_seen_at AS "lastSeenAt", a.expires_at AS "expiresAt",
             coalesce(a.scopes, '{}') AS scopes
        FROM tenants t
        JOIN members m ON m.tenant_id = t.id AND m.user_id = ${userId}
        LEFT JOIN organization_access a ON a.tenant_id = t.id AND a.session_id = ${sessionId}
       WHERE ${isIt} AND t.state = 'active' AND t.logto_org_id IS NOT NULL`;
    return row ?? null;
  });

export type TenantInside = Pick<
  OrganizationRow,
  'tenantId' | 'organizationId' | 'slug' | 'name' | 'logoUrl' | 'plan' | 'settings'
>;

/** An open organization, for a machine that was found inside of it. */
export const findTenantInside = (tenantId: string): Promise<TenantInside | null> =>
  forTenant(tenantId, async (db) => {
    const [row] = await db.$queryRaw<TenantInside[]>`
      SELECT id AS "tenantId", logto_org_id AS "organizationId", slug, name, logo_url AS "logoUrl", plan, settings
        FROM tenants
       WHERE id = ${tenantId}::uuid AND state = 'active' AND logto_org_id IS NOT NULL AND deletion_due_at IS NULL`;
    return row ?? null;
  });

export type Lease = Who & {
  tenantId: string;
  /** Tells this lease from a later one: what was asked under a lease that is gone is not kept. */
  until: Date;
  refreshToken: Uint8Array;
  grantedScopes: string[];
};

/** `renewed`: somebody has asked since the caller looked. */
export type LeaseAnswer = Lease | { busyMs: number } | 'renewed' | 'no-session';

/**
 * The right to ask Logto, for one request of this session at a time, whatever the organization: two at once would send
 * the same refresh token, which is harmless only within 3 s of its rotation (observed on 1.37 and 1.41).
 */
export const takeLease = (
  { userId, sessionId }: Who,
  { tenantId, expiresAt: seen }: Pick<OrganizationRow, 'tenantId' | 'expiresAt'>,
  leaseMs: number,
): Promise<LeaseAnswer> =>
  forUser(userId, async (db) => {
    const [session] = await db.$queryRaw<Pick<Lease, 'refreshToken' | 'grantedScopes'>[]>`
      SELECT refresh_token AS "refreshToken", granted_scopes AS "grantedScopes"
        FROM sessions WHERE id = ${sessionId} AND expires_at > now() FOR UPDATE`;
    if (!session) return 'no-session';
    const [held] = await db.$queryRaw<{ busyMs: number | null; expiresAt: Date | null }[]>`
      SELECT (extract(epoch FROM max(renewing_until) - clock_timestamp()) * 1000)::float8 AS "busyMs",
             max(expires_at) FILTER (WHERE tenant_id = ${tenantId}::uuid) AS "expiresAt"
        FROM organization_access WHERE session_id = ${sessionId}`;
    if (held?.expiresAt && held.expiresAt > (seen ?? new Date())) return 'renewed';
    if (held?.busyMs && held.busyMs > 0) return { busyMs: held.busyMs };
    const [lease] = await db.$queryRaw<{ until: Date }[]>`
      INSERT INTO organization_access AS a (session_id, tenant_id, user_id, scopes, renewing_until)
      VALUES (${sessionId}, ${tenantId}::uuid, ${userId}, '{}', clock_timestamp() + ${leaseMs} * interval '1 ms')
      ON CONFLICT (session_id, tenant_id) DO UPDATE SET renewing_until = excluded.renewing_until
      RETURNING renewing_until AS until`;
    return { userId, sessionId, tenantId, until: lease!.until, ...session };
  });

const heldBy = ({ sessionId, tenantId, until }: Lease) => ({ sessionId, tenantId, renewingUntil: until });

/** False when the lease is gone: the access was dropped meanwhile, so the answer may be older than the change. */
export const storeAccess = async (lease: Lease, access: { scopes: string[]; expiresAt: Date }): Promise<boolean> => {
  const { count } = await forUser(lease.userId, (db) =>
    db.organizationAccess.updateMany({ where: heldBy(lease), data: { ...access, renewingUntil: null } }),
  );
  return count === 1;
};

/** Gives the lease back with nothing learnt. `quietMs` keeps everybody of this session from asking again at once. */
export const releaseLease = (lease: Lease, quietMs = 0): Promise<unknown> =>
  forUser(
    lease.userId,
    (db) => db.$executeRaw`
      UPDATE organization_access SET renewing_until = clock_timestamp() + ${quietMs} * interval '1 ms'
       WHERE session_id = ${lease.sessionId} AND tenant_id = ${lease.tenantId}::uuid AND renewing_until = ${lease.until}`,
  );

/** This session's access to one organization, because Logto says that there is none. */
export const forgetAccess = ({ userId, sessionId }: Who, tenantId: string): Promise<unknown> =>
  forUser(userId, (db) => db.organizationAccess.deleteMany({ where: { sessionId, tenantId } }));

/**
 * Drops the cached access of one member, or of everybody in the organization, in all sessions: their next request asks
 * Logto. To be called after the change in Logto; with `db`, in a transaction that stands in the tenant's door.
 */
export const dropAccess = (of: { tenantId: string; userId?: UserId }, db?: Db): Promise<unknown> => {
  const where = { tenantId: of.tenantId, ...(of.userId !== undefined && { userId: of.userId }) };
  const drop = (door: Db) => door.organizationAccess.deleteMany({ where });
  return db ? drop(db) : forTenant(of.tenantId, drop);
};
