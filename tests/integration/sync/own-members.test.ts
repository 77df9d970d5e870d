/** Events of what our own flows do with members: the log tells who did it, once, whenever the event comes. */
import { describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { accessTo, known, newKey } from '#tests/flows/people.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

const log = (organizationId: string, action = '%') =>
  stage.sql<{ action: string; actor_id: string; target_id: string }>(
    `SELECT e.action, e.actor_id, e.target_id FROM audit_events e JOIN tenants t ON t.id = e.tenant_id
      WHERE t.logto_org_id = $1 AND e.action LIKE $2 ORDER BY e.at, e.id`,
    [organizationId, action],
  );

/** What the worker does once Logto is back. */
async function settle(): Promise<void> {
  const open = await stage.sql<{ id: string }>(
    `UPDATE operations SET lease_until = now() - interval '1 s' WHERE state IN ('running', 'interrupted') RETURNING id`,
  );
  for (const { id } of open) await settleOperation(id);
}

async function acmeOf(name: string) {
  const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
  const id = await stage.organization(name, { [ada.id]: 'owner', [bob.id]: 'member' });
  const { slug } = (await stage.tenant(id))!;
  const access = async (who: typeof ada) => accessTo(slug, await known(who));
  return { id, ada, bob, access };
}

describe('a removal of ours', () => {
  it('is in the log once, though its event comes while it is written', async () => {
    const { id, ada, bob, access } = await acmeOf('Removed');
    await stage.awaiting('Organization.Membership.Updated', async () =>
      removeMembers(await access(ada), { userIds: [bob.id] }, newKey()),
    );
    await stage.work();
    expect(await log(id, 'member.removed')).toEqual([
      { action: 'member.removed', actor_id: ada.id, target_id: bob.id },
    ]);
  });

  it('tells who it was, though the event came first and Logto’s answer never', async () => {
    const { id, ada, bob, access } = await acmeOf('Answer lost');
    const call = { method: 'DELETE', path: '/organizations/:id/users/:userId', drop: 'after' };
    await stage.server.fail(call);
    const answer = await stage.awaiting('Organization.Membership.Updated', async () =>
      removeMembers(await access(ada), { userIds: [bob.id] }, newKey()),
    );
    expect(answer).toMatchObject({ code: 'still-working' });
    await stage.server.clearFaults();
    await stage.work();
    expect(await log(id, 'member.removed')).toEqual([]);
    await settle();
    await stage.work();
    expect(await log(id, 'member.removed')).toEqual([
      { action: 'member.removed', actor_id: ada.id, target_id: bob.id },
    ]);
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }]);
  });
});

describe('leaving', () => {
  it('is in the log as that, once', async () => {
    const { id, bob, access } = await acmeOf('Left');
    await stage.awaiting('Organization.Membership.Updated', async () => leaveOrganization(await access(bob), newKey()));
    await stage.work();
    expect((await log(id, 'member.%')).map(({ action, actor_id }) => [action, actor_id])).not.toContainEqual([
      'member.removed',
      '',
    ]);
    expect(await log(id, 'member.left')).toHaveLength(1);
  });
});

describe('accepting an invitation', () => {
  it('is in the log as that, though the event comes before it is written', async () => {
    const { id, ada, access } = await acmeOf('Accepted');
    const cyd = await known(await stage.person('Cyd'));
    const input = { emails: [cyd.email!], role: 'admin', note: null, language: 'en' } as const;
    await inviteMembers(await access(ada), { ...input, emails: [...input.emails] }, newKey());
    const [invitation] = await listInvitationsFor(cyd);
    const roles = { method: 'GET', path: `/organizations/${id}/users/${cyd.userId}/roles` };
    await stage.server.fail({ ...roles, status: 503, body: '' });
    await stage.awaiting('Organization.Membership.Updated', () =>
      acceptInvitation(cyd, invitation!.id, newKey()).catch(() => null),
    );
    await stage.server.clearFaults();
    await stage.work();
    expect(await log(id, 'member.joined')).not.toContainEqual(expect.objectContaining({ target_id: cyd.userId }));
    await settle();
    await stage.work();
    expect(await log(id, 'invitation.accepted')).toHaveLength(1);
    expect(await log(id, 'member.joined')).not.toContainEqual(expect.objectContaining({ target_id: cyd.userId }));
    expect(await stage.members(id)).toContainEqual(expect.objectContaining({ user_id: cyd.userId, roles: ['admin'] }));
  });
});
