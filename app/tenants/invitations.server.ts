import type { InvitationStatus } from '#app/generated/prisma/enums.ts';
import type { InvitationId, OrganizationId, UserId } from '#app/logto/ids.ts';
import { hashOf, randomSecret } from '#app/secrets.server.ts';
import { audit } from './audit.server.ts';
import { type Db, forKey, forMember, forTenant, forUser } from './db.server.ts';
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
  status: true,
  invitedByName: true,
  createdAt: true,
  expiresAt: true,
} as const;

export type InvitationRow = {
  id: string;
  tenantId: string;
  logtoInvitationId: InvitationId | null;
  email: string;
  role: string;
  note: string | null;
  status: InvitationStatus;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
};

/** With what the invited person is shown of the organization. */
export type InvitationView = InvitationRow & {
  tenant: { name: string; slug: string; logoUrl: string | null; logtoOrgId: OrganizationId | null };
};

const viewColumns = {
  ...columns,
  tenant: { select: { name: true, slug: true, logoUrl: true, logtoOrgId: true } },
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

/** What waits for this person, newest first: found without the mail. */
export const listInvitationsFor = (person: { userId: UserId; email: string | null }): Promise<InvitationView[]> =>
  forUser(person.userId, (db) =>
    db.invitation.findMany({
      where: { email: person.email ?? '', status: 'pending', expiresAt: { gt: new Date() } },
      select: viewColumns,
      orderBy: { createdAt: 'desc' },
      take: 50,
    }),
  ) as Promise<InvitationView[]>;

/** The tenant's invitations, newest first. */
export async function listInvitations(tenantId: string, limit = 100): Promise<InvitationRow[]> {
  const rows = await forTenant(tenantId, (db) =>
    db.invitation.findMany({
      where: { tenantId, status: { not: 'sending' } },
      select: columns,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    }),
  );
  return (rows as InvitationRow[]).map(read);
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
    data: emails.map((email) => ({ ...rest, tenantId, email })),
    skipDuplicates: true, // somebody else invites the same person right now
    select: { id: true, email: true },
  });
}

/** Logto has it now. */
export const linkInvitation = (tenantId: string, id: string, logtoInvitationId: InvitationId): Promise<unknown> =>
  forTenant(tenantId, (db) =>
    db.invitation.update({ where: { id }, data: { logtoInvitationId }, select: { id: true } }),
  );

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

/** The mail is on its way. The audit event is written once, however often this is called. */
export const markSent = (tenantId: string, id: string, actor: Actor): Promise<unknown> =>
  forTenant(tenantId, async (db) => {
    const now = new Date();
    const { count } = await db.invitation.updateMany({
      where: { id, status: 'sending' },
      data: { status: 'pending', lastSentAt: now },
    });
    if (count === 0) return db.invitation.updateMany({ where: { id, status: 'pending' }, data: { lastSentAt: now } });
    const { email, role } = await db.invitation.findUniqueOrThrow({
      where: { id },
      select: { email: true, role: true },
    });
    return audit(db, { tenantId, actor, action: 'invitation.sent', target: { id, name: email }, details: { role } });
  });

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
    // The webhook may have been quicker, so the member may be there already.
    await db.member.upsert({
      where: { tenantId_userId: { tenantId, userId: actor.userId } },
      create: { tenantId, userId: actor.userId, roles, ...columns },
      update: { roles },
      select: { userId: true },
    });
    const { count } = await db.invitation.updateMany({
      where: { id, status: { not: 'accepted' } },
      data: { status: 'accepted', acceptedById: actor.userId, settledAt: new Date() },
    });
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

const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
