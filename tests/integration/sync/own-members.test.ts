/** Events of what our own flows do with members: the log tells who did it, once, whenever the event comes. */
import { describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { cancelRemoval, removeMembers } from '#app/flows/remove-members.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
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

describe('what Logto tells while an operation of ours is under way', () => {
  it('of somebody whose removal waits is not lost when that is cancelled', async () => {
    const { id, ada, bob, access } = await acmeOf('Cancelled');
    const cyd = await stage.person('Cyd');
    await stage.join(id, cyd.id);
    await logto().members.setRoles(id, asUserId(cyd.id), ['member']);
    await stage.settle();
    const removal = { userIds: [bob.id, cyd.id], delaySeconds: 10 };
    const answer = await removeMembers(await access(ada), removal, newKey());
    const { operation } = (answer as unknown as { values: { operation: string } }).values;
    await stage.leave(id, bob.id);
    await stage.leave(id, cyd.id);
    await stage.join(id, cyd.id);
    await logto().members.setRoles(id, asUserId(cyd.id), ['admin']);
    await stage.workAfter(2);
    expect(await stage.members(id)).toMatchObject([{}, { user_id: bob.id }, { user_id: cyd.id, roles: ['member'] }]);
    expect(await cancelRemoval(await access(ada), operation)).toMatchObject({ ok: true });
    await stage.settle();
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }, { user_id: cyd.id, roles: ['admin'] }]);
    expect(await log(id, 'member.removed')).toEqual([{ action: 'member.removed', actor_id: '', target_id: bob.id }]);
  });

  it('of who deletes their account is not lost when that is refused', async () => {
    const { id, ada, bob } = await acmeOf('Refused');
    await stage.sql(
      `INSERT INTO operations (id, kind, actor_id, key, input_hash, input, context, lease_until, updated_at)
       VALUES (gen_random_uuid(), 'delete-account', $1, 'key', '', 'null', '{}', now(), now())`,
      [bob.id],
    );
    await stage.awaiting('User.Deleted', () => logto().users.delete(asUserId(bob.id)));
    await stage.workAfter(2);
    expect(await stage.user(bob.id)).toBeDefined();
    await stage.sql(`UPDATE operations SET state = 'failed' WHERE actor_id = $1`, [bob.id]);
    await stage.settle();
    expect(await stage.user(bob.id)).toBeUndefined();
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }]);
    expect(await log(id, 'member.removed')).toEqual([{ action: 'member.removed', actor_id: '', target_id: bob.id }]);
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

  it('leaves alone the roles of a member whom another operation is changing, until Logto is asked', async () => {
    const { id, ada, access } = await acmeOf('Member before');
    const cyd = await known(await stage.person('Cyd'));
    const input = { emails: [cyd.email!], role: 'admin', note: null, language: 'en' } as const;
    await inviteMembers(await access(ada), { ...input, emails: [...input.emails] }, newKey());
    const [invitation] = await listInvitationsFor(cyd);
    await stage.join(id, cyd.userId);
    await logto().members.setRoles(id, cyd.userId, ['member']);
    await stage.settle();
    const mark = (by: string | null) =>
      stage.sql('UPDATE members SET changing_by = $2 WHERE user_id = $1', [cyd.userId, by]);
    await mark('00000000-0000-7000-8000-000000000000');
    expect(
      await stage.awaiting('Organization.Membership.Updated', () => acceptInvitation(cyd, invitation!.id, newKey())),
    ).toMatchObject({ ok: true });
    await stage.workAfter(2);
    const isIn = (...roles: string[]) => expect.objectContaining({ user_id: cyd.userId, roles });
    expect(await stage.members(id)).toContainEqual(isIn('member'));
    await mark(null);
    await stage.settle();
    expect(await stage.members(id)).toContainEqual(isIn('admin', 'member'));
  });
});
