/** A workspace of Ada's and a guest with an account, for the specs of invitations. */
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import type { InvitationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Role } from '#app/permissions.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listInvitations, listInvitationsFor } from '#app/tenants/invitations.server.ts';
import type { TestLogto } from '#tests/support/logto.ts';
import { accessTo, newKey, newPerson, newWorkspace } from './people.ts';

let count = 0;

export type InvitationStage = Awaited<ReturnType<typeof invitationStage>>;

export async function invitationStage(server: TestLogto) {
  const slug = `inviting-${++count}`;
  const ada = await newPerson(server, 'Ada');
  const access = await newWorkspace(ada, slug);
  const guest = await newPerson(server, 'Guest', `guest-${count}@example.test`);
  const email = guest.email!;

  const invite = (emails: string | string[], more: { role?: Role; days?: number; by?: Access; key?: string } = {}) => {
    const { role = 'member', days = 14, by = access, key = newKey() } = more;
    const input = { emails: [emails].flat(), role, days, note: null, language: 'en' as const };
    return inviteMembers(by, input, key);
  };

  return {
    slug,
    ada,
    access,
    guest,
    email,
    invite,

    /** Invited and waiting: the guest unless said otherwise. */
    async invited(role: Role = 'member') {
      const answer = await invite(email, { role });
      const [invitation] = await listInvitationsFor(guest);
      if (!invitation) throw new Error(`Not invited: ${JSON.stringify(answer)}`);
      return invitation;
    },

    /** Somebody else in the workspace. */
    async colleague(name: string, role: Role) {
      const person = await newPerson(server, name);
      await invite(person.email!, { role });
      const [invitation] = await listInvitationsFor(person);
      await acceptInvitation(person, invitation!.id, newKey());
      return { person, access: await accessTo(slug, person) };
    },

    all: async () => (await listInvitations(access.tenantId)).invitations,
    inLogto: () => logto().invitations.list({ organizationId: access.organizationId }),
    statusInLogto: async (id: string | null) => (await logto().invitations.get(id as InvitationId))?.status,
    memberRoles: async (userId: string) =>
      (
        await asSystem((db) =>
          db.member.findUnique({ where: { tenantId_userId: { tenantId: access.tenantId, userId } } }),
        )
      )?.roles,
    rolesInLogto: async (userId: typeof guest.userId) =>
      (await logto().members.roles(access.organizationId, userId))?.map(({ name }) => name) ?? null,
  };
}

/** What a worker does with the operation of a key until it is settled, without waiting for the clock. */
export async function workOn(key: string): Promise<{ state: string; result: unknown }> {
  for (let turns = 0; turns < 40; turns++) {
    const { id, state, result } = await asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
    if (state === 'done' || state === 'failed') return { state, result };
    await settleOperation(id);
  }
  throw new Error('It is never settled.');
}

/** Its time is over, for our clock and Logto's: there is none to turn, so Logto's is withdrawn. */
export async function expire(id: string): Promise<void> {
  const { logtoInvitationId } = await asSystem(async (db) => {
    await db.$executeRaw`
      UPDATE invitations SET created_at = now() - (expires_at - created_at) - interval '1 s', expires_at = now() - interval '1 s'
       WHERE id = ${id}::uuid`;
    return db.invitation.findUniqueOrThrow({ where: { id } });
  });
  await logto().invitations.revoke(logtoInvitationId as InvitationId);
}

export const timePasses = (id: string, minutes: number) =>
  asSystem(
    (db) =>
      db.$executeRaw`UPDATE invitations SET last_sent_at = last_sent_at - make_interval(mins => ${minutes}) WHERE id = ${id}::uuid`,
  );
