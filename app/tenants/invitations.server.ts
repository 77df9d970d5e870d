import { Prisma } from '#app/generated/prisma/client.ts';
import type { InvitationStatus } from '#app/generated/prisma/enums.ts';
import type { InvitationId, OrganizationId, UserId } from '#app/logto/ids.ts';
import { hashOf, randomSecret } from '#app/secrets.server.ts';
import { dropAccess } from './access.server.ts';
import { audit } from './audit.server.ts';
import { asSystem, type Db, forKey, forMember, forTenant, forUser } from './db.server.ts';
import { memberColumns } from './members.server.ts';

/** Invitations as our copy has them. Expiry is the clock's: a `pending` one past its time reads as `expired`. */

type Actor = { userId: UserId; name: string; ip: string };

const columns = {
  id: true,
  tenantId: true,
  logtoInvitationId: true,
  email: true,
  role: true,
  note: true,
  language: true,
  status: true,
  invitedByName: true,
  createdAt: true,
  expiresAt: true,
  lastSentAt: true,
} as const;

export type InvitationRow = {
  id: string;
  tenantId: string;
  logtoInvitationId: InvitationId | null;
  email: string;
  role: string;
  note: string | null;
  language: string;
  status: InvitationStatus;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
  lastSentAt: Date | null;
};

/** With what the invited person is shown of the organization. */
export type InvitationView = InvitationRow & {
  tenant: {
    name: string;
    slug: string;
    logoUrl: string | null;
    logtoOrgId: OrganizationId | null;
    deletionDueAt: Date | null;
  };
};

const viewColumns = {
  ...columns,
  tenant: { select: { name: true, slug: true, logoUrl: true, logtoOrgId: true, deletionDueAt: true } },
} as const;

const read = <T extends { status: InvitationStatus; expiresAt: Date }>(row: T): T =>
  row.status === 'pending' && row.expiresAt <= new Date() ? { ...row, status: 'expired' } : row;

/** The invitation that a mailed secret opens, whoever holds it. */
export async function findInvitationBySecret(secret: string): Promise<InvitationView | null> {
  const key = hashOf(secret);
  const row = await forKey(key, (db) =>
    db.invitation.findFirst({ where: { links: { some: { secretHash: key } } }, select: viewColumns }),
  );
  return row && read(row as InvitationView);
}

/** An invitation to this person's address. Null for all others, as for ids that do not exist. */
export const findInvitationFor = (userId: UserId, id: string): Promise<InvitationView | null> =>
  forUser(userId, (db) => findInvitationThrough(db, id));

/** The same for who stands in a door already: in a person's it is an invitation to their address. */
export async function findInvitationThrough(db: Db, id: string): Promise<InvitationView | null> {
  if (!isUuid(id)) return null;
  const row = await db.invitation.findUnique({ where: { id }, select: viewColumns });
  return row && read(row as InvitationView);
}

/** Those of workspaces that are closed wait too, but nobody can accept them. */
const waitingFor = (email: string | null, origin?: string) => ({
  email: email ?? '',
  status: 'pending' as const,
  expiresAt: { gt: new Date() },
  tenant: { deletionDueAt: null, ...(origin !== undefined && { widgetOrigins: { some: { origin } } }) },
});

/** What waits for this person, newest first: found without the mail. On a site, from those only that allow it. */
export const listInvitationsFor = (
  person: { userId: UserId; email: string | null },
  origin?: string,
): Promise<InvitationView[]> =>
  forUser(person.userId, (db) =>
    db.invitation.findMany({
      where: waitingFor(person.email, origin),
      select: viewColumns,
      orderBy: { createdAt: 'desc' },
      take: 50,
    }),
  ) as Promise<InvitationView[]>;

/** How many wait for this person. */
export const countInvitationsFor = (person: { userId: UserId; email: string | null }): Promise<number> =>
  forUser(person.userId, (db) => db.invitation.count({ where: waitingFor(person.email) }));

export const invitationFilters = ['open', 'accepted', 'declined', 'withdrawn', 'expired'] as const;

export type InvitationFilter = (typeof invitationFilters)[number];

export const isInvitationFilter = (name: unknown): name is InvitationFilter =>
  invitationFilters.includes(name as InvitationFilter);

const withStatus: Record<InvitationFilter, Prisma.Sql> = {
  open: Prisma.sql`status = 'pending' AND expires_at > now()`,
  accepted: Prisma.sql`status = 'accepted'`,
  declined: Prisma.sql`status = 'declined'`,
  withdrawn: Prisma.sql`status = 'revoked'`,
  expired: Prisma.sql`(status = 'expired' OR (status = 'pending' AND expires_at <= now()))`,
};

/** Where a page of the history ends; opaque to everybody else. */
export type InvitationCursor = { createdAt: string; id: string };

export type InvitationPage = { invitations: InvitationRow[]; next: InvitationCursor | null };

type History = {
  filter?: InvitationFilter | undefined;
  /** A part of the address. */
  search?: string | undefined;
  after?: InvitationCursor | undefined;
  limit?: number;
};

/** A page of the tenant's invitations, newest first. Keyset, so that page 2,000 costs what page 1 does. */
export const listInvitations = (tenantId: string, history: History = {}): Promise<InvitationPage> =>
  forTenant(tenantId, async (db) => {
    const { filter, search, after, limit = 50 } = history;
    const rows = await db.$queryRaw<InvitationRow[]>`
      SELECT id, tenant_id AS "tenantId", logto_invitation_id AS "logtoInvitationId", email, role, note, language,
             status::text AS status, invited_by_name AS "invitedByName", created_at AS "createdAt",
             expires_at AS "expiresAt", last_sent_at AS "lastSentAt"
        FROM invitations
       WHERE ${inHistory(tenantId, filter, search)}
         ${after && isUuid(after.id) && !Number.isNaN(Date.parse(after.createdAt)) ? Prisma.sql`AND (created_at, id) < (${new Date(after.createdAt)}, ${after.id}::uuid)` : Prisma.empty}
       ORDER BY created_at DESC, id DESC
       LIMIT ${limit + 1}`;
    const last = rows[limit - 1];
    return {
      invitations: rows.slice(0, limit).map(read),
      next: rows.length > limit && last ? { createdAt: last.createdAt.toISOString(), id: last.id } : null,
    };
  });

/** A count stops here: beyond it nobody reads the number, and counting would take longer than the page. */
export const mostCounted = 1_000;

/** How many there are in each part of the history, up to `mostCounted` and one more. */
export const countInvitations = (tenantId: string): Promise<Record<InvitationFilter | 'all', number>> =>
  forTenant(tenantId, async (db) => {
    const count = (filter?: InvitationFilter) => Prisma.sql`
      (SELECT count(*)::int FROM (SELECT FROM invitations WHERE ${inHistory(tenantId, filter)}
                                   LIMIT ${mostCounted + 1}) AS counted) AS ${Prisma.raw(filter ?? '"all"')}`;
    const counts = Prisma.join([count(), ...invitationFilters.map(count)]);
    const [row] = await db.$queryRaw<Record<InvitationFilter | 'all', number>[]>`SELECT ${counts}`;
    return row!;
  });

function inHistory(tenantId: string, filter?: InvitationFilter, search?: string): Prisma.Sql {
  const pattern = search && `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND ${filter ? withStatus[filter] : Prisma.sql`status <> 'sending'`}
    ${pattern ? Prisma.sql`AND id IN (SELECT invitations_matching(${pattern}))` : Prisma.empty}`;
}

export async function findInvitation(tenantId: string, id: string): Promise<InvitationRow | null> {
  if (!isUuid(id)) return null;
  const row = await forTenant(tenantId, (db) => db.invitation.findFirst({ where: { id, tenantId }, select: columns }));
  return row && read(row as InvitationRow);
}

type NewInvitation = {
  tenantId: string;
  operationId: string;
  emails: string[];
  role: string;
  note: string | null;
  language: string;
  invitedById: UserId;
  invitedByName: string;
  expiresAt: Date;
};

/**
 * Writes an invitation for each address that has no open one, and answers which those are. An expired or revoked one
 * never stands in the way.
 */
export async function reserveInvitations(db: Db, invitation: NewInvitation): Promise<{ id: string; email: string }[]> {
  const { emails, tenantId, ...rest } = invitation;
  const now = new Date();
  await db.invitation.updateMany({
    where: { tenantId, email: { in: emails }, status: 'pending', expiresAt: { lte: now } },
    data: { status: 'expired', settledAt: now },
  });
  return db.invitation.createManyAndReturn({
    // In one order for all: two lists that name the same people would otherwise wait for each other.
    data: [...emails].sort().map((email) => ({ ...rest, tenantId, email })),
    skipDuplicates: true, // somebody else invites the same person right now
    select: { id: true, email: true },
  });
}

/** A new secret for a mail. Only its hash stays here: the secret is in the mail and nowhere else. */
export async function makeLinkSecret(tenantId: string, invitationId: string): Promise<string> {
  const secret = randomSecret();
  await forTenant(tenantId, (db) =>
    db.invitationLink.create({
      data: { secretHash: hashOf(secret), invitationId, tenantId },
      select: { invitationId: true },
    }),
  );
  return secret;
}

/** Logto has it, and its mail is on its way. The audit event is written once, however often this is called. */
export const markSent = (
  tenantId: string,
  id: string,
  logtoInvitationId: InvitationId,
  actor: Actor,
): Promise<unknown> =>
  forTenant(tenantId, async (db) => {
    const { count } = await db.invitation.updateMany({
      where: { id, status: 'sending' },
      data: { status: 'pending', logtoInvitationId, lastSentAt: new Date() },
    });
    if (count === 0) return;
    const { email, role } = await db.invitation.findUniqueOrThrow({
      where: { id },
      select: { email: true, role: true },
    });
    await audit(db, { tenantId, actor, action: 'invitation.sent', target: { id, name: email }, details: { role } });
  });

/** Somebody made it in Logto's console: the address has an open invitation that we had not heard of. */
export const adoptInvitation = (
  tenantId: string,
  id: string,
  found: { id: InvitationId; role: string; expiresAt: Date },
): Promise<unknown> =>
  forTenant(tenantId, (db) =>
    db.invitation.updateMany({
      where: { id, status: 'sending' },
      data: {
        status: 'pending',
        logtoInvitationId: found.id,
        role: found.role,
        expiresAt: found.expiresAt,
        note: null,
        invitedById: null,
        invitedByName: 'Logto',
      },
    }),
  );

/** What the copy says of an invitation of Logto's; null when it does not know it. */
export const findStatusOf = (tenantId: string, logtoInvitationId: InvitationId): Promise<InvitationStatus | null> =>
  forTenant(tenantId, async (db) => {
    const row = await db.invitation.findUnique({ where: { logtoInvitationId }, select: columns });
    return row && read(row).status;
  });

/**
 * Takes the right to mail a pending one again, which nobody has twice within `pauseMs`. Answers when the last mail went
 * out, to give it back, or how long to wait.
 */
export async function claimMail(
  db: Db,
  id: string,
  pauseMs: number,
): Promise<{ before: string | null } | { waitMs: number } | null> {
  const [row] = await db.$queryRaw<{ lastSentAt: Date | null; waitMs: number | null }[]>`
    SELECT last_sent_at AS "lastSentAt",
           (extract(epoch FROM last_sent_at - clock_timestamp()) * 1000 + ${pauseMs})::float8 AS "waitMs"
      FROM invitations WHERE id = ${id}::uuid AND status = 'pending' FOR UPDATE`;
  if (!row) return null;
  if (row.waitMs !== null && row.waitMs > 0) return { waitMs: row.waitMs };
  await db.$executeRaw`UPDATE invitations SET last_sent_at = clock_timestamp() WHERE id = ${id}::uuid`;
  return { before: row.lastSentAt?.toISOString() ?? null };
}

/** The mail did not go out after all. */
export const giveMailBack = (tenantId: string, id: string, before: string | null): Promise<unknown> =>
  forTenant(tenantId, (db) =>
    db.invitation.updateMany({ where: { id }, data: { lastSentAt: before === null ? null : new Date(before) } }),
  );

export const noteSentAgain = (
  db: Db,
  { tenantId, id, email }: Pick<InvitationRow, 'tenantId' | 'id' | 'email'>,
  actor: Actor,
): Promise<unknown> => audit(db, { tenantId, actor, action: 'invitation.sent-again', target: { id, name: email } });

/** Takes back what was reserved and not sent. */
export const forgetUnsent = (tenantId: string, ids: string[]): Promise<unknown> =>
  forTenant(tenantId, (db) => db.invitation.deleteMany({ where: { id: { in: ids }, status: 'sending' } }));

/** The person is in: membership, invitation and audit in one step. Once, however often called. */
export const joinByInvitation = (
  invitation: Pick<InvitationRow, 'tenantId' | 'id'>,
  actor: Actor,
  roles: string[],
): Promise<unknown> =>
  forMember({ user: actor.userId, tenant: invitation.tenantId }, async (db) => {
    const { tenantId, id } = invitation;
    const columns = await memberColumns(db, actor.userId);
    const who = { tenantId, userId: actor.userId };
    const { count: made } = await db.member.createMany({ data: { ...who, roles, ...columns }, skipDuplicates: true });
    // A member before, or the webhook was quicker. Whom another operation is changing it has roles for that are newer.
    if (made === 0) await db.member.updateMany({ where: { ...who, changingBy: null }, data: { roles } });
    const { count } = await db.invitation.updateMany({
      where: { id, status: { not: 'accepted' } },
      data: { status: 'accepted', acceptedById: actor.userId, settledAt: new Date() },
    });
    await dropAccess({ tenantId, userId: actor.userId }, db); // a member before has more roles now
    if (count === 0) return;
    const target = { id: actor.userId, name: actor.name };
    await audit(db, { tenantId, actor, action: 'invitation.accepted', target, details: { roles } });
  });

/** Declined by the invited person, or revoked by somebody who may invite. */
export const closeInvitation = (
  invitation: Pick<InvitationRow, 'tenantId' | 'id' | 'email'>,
  actor: Actor,
  status: 'declined' | 'revoked',
): Promise<unknown> =>
  forTenant(invitation.tenantId, async (db) => {
    const { tenantId, id, email } = invitation;
    const { count } = await db.invitation.updateMany({
      where: { id, status: { in: ['pending', 'expired'] } },
      data: { status, settledAt: new Date() },
    });
    if (count > 0) await audit(db, { tenantId, actor, action: `invitation.${status}`, target: { id, name: email } });
  });

/** Logto says that it ended otherwise than we knew. */
export const noteStatus = (
  invitation: Pick<InvitationRow, 'tenantId' | 'id'>,
  status: InvitationStatus,
): Promise<unknown> =>
  forTenant(invitation.tenantId, (db) =>
    db.invitation.updateMany({ where: { id: invitation.id }, data: { status, settledAt: new Date() } }),
  );

/** Writes down what the clock has ended, so that no page has to look through it. Answers how many. */
export const sweepInvitations = async (): Promise<number> => {
  const now = new Date();
  const where = { status: 'pending', expiresAt: { lte: now } } satisfies Prisma.InvitationWhereInput;
  const data = { status: 'expired', settledAt: now } as const;
  return (await asSystem((db) => db.invitation.updateMany({ where, data }))).count;
};

export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
