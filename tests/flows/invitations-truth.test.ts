/** Two at once, and Logto refusing: one outcome, told truthfully, and the same on both sides. */
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { declineInvitation, revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { type InvitationStage, invitationStage } from './invitations-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

/** As many as an address gets mails within ten minutes. */
const rounds = Array.from({ length: 10 }, (_, index) => index);

/** What Logto has, in our words, and that the copy says the same. */
async function onBothSides({ all, inLogto }: InvitationStage) {
  const words = { Pending: 'pending', Accepted: 'accepted', Revoked: 'closed', Expired: 'expired' } as const;
  const theirs = (await inLogto()).map(({ id, status }) => `${id} ${words[status]}`).sort();
  const ours = (await all()).map(
    ({ logtoInvitationId: id, status }) => `${id} ${status === 'revoked' || status === 'declined' ? 'closed' : status}`,
  );
  expect(ours.sort()).toEqual(theirs);
  return theirs.map((line) => line.split(' ')[1]);
}

const settle = async (key: string) => {
  for (const { id } of await asSystem((db) => db.operation.findMany({ where: { key } }))) {
    for (let turns = 0; turns < 3; turns++) await settleOperation(id);
  }
};

describe('two at once', () => {
  it('inviting the same address: one invitation, one mail, and the other is told', async () => {
    const stage = await invitationStage(server);
    const { access: amy } = await stage.colleague('Amy', 'admin');
    for (const round of rounds) {
      const email = `both-${round}@${stage.slug}.test`;
      const answers = await Promise.all([stage.invite(email), stage.invite(email, { by: amy })]);
      const told = answers.map((answer) => answer.ok && answer.value[0]!.refused).sort();
      expect(told).toEqual(['already-invited', null].sort());
      expect(await server.mails(email)).toHaveLength(1);
    }
    await onBothSides(stage);
  });

  it('accepting and withdrawing: one outcome, and both are told which', async () => {
    const stage = await invitationStage(server);
    const outcomes = new Set<string>();
    for (const round of rounds) {
      const { id, logtoInvitationId } = await stage.invited();
      const accept = () => acceptInvitation(stage.guest, id, newKey());
      const revoke = () => revokeInvitation(stage.access, id, newKey());
      const [accepted, revoked] =
        round % 2 ? await Promise.all([accept(), revoke()]) : (await Promise.all([revoke(), accept()])).reverse();
      const isMember = (await stage.rolesInLogto(stage.guest.userId)) !== null;
      expect([accepted!.ok, revoked!.ok].sort()).toEqual([false, true]);
      expect(accepted!.ok).toBe(isMember);
      if (accepted!.ok) expect(revoked).toMatchObject({ code: 'invitation-used' });
      else expect(accepted).toMatchObject({ code: 'invitation-revoked' });
      expect(await stage.statusInLogto(logtoInvitationId)).toBe(isMember ? 'Accepted' : 'Revoked');
      expect(await stage.memberRoles(stage.guest.userId)).toEqual(isMember ? ['member'] : undefined);
      outcomes.add(isMember ? 'accepted' : 'revoked');
      await onBothSides(stage);
      if (isMember) {
        await logto().members.remove(stage.access.organizationId, stage.guest.userId);
        await asSystem((db) => db.member.deleteMany({ where: { userId: stage.guest.userId } }));
      }
    }
    expect(outcomes.size).toBeGreaterThan(0);
  }, 60_000);

  it('accepting in two tabs: in, once', async () => {
    const stage = await invitationStage(server);
    const { id } = await stage.invited();
    const answers = await Promise.all([1, 2, 3].map(() => acceptInvitation(stage.guest, id, newKey())));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.code).toBe('invitation-used');
    const where = { tenantId: stage.access.tenantId, action: 'invitation.accepted' };
    expect(await asSystem((db) => db.auditEvent.count({ where }))).toBe(1);
  });

  it('declining and withdrawing: closed once, with one event', async () => {
    const stage = await invitationStage(server);
    const { id } = await stage.invited();
    const answers = await Promise.all([
      declineInvitation(stage.guest, id, newKey()),
      revokeInvitation(stage.access, id, newKey()),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const where = { tenantId: stage.access.tenantId, action: { in: ['invitation.declined', 'invitation.revoked'] } };
    expect(await asSystem((db) => db.auditEvent.count({ where }))).toBe(1);
    expect(await onBothSides(stage)).toEqual(['closed']);
  });
});

describe('what changed meanwhile', () => {
  it('the invited person became a member in Logto’s console', async () => {
    const stage = await invitationStage(server);
    await logto().members.add(stage.access.organizationId, stage.guest.userId);
    expect(await stage.invite(stage.email)).toMatchObject({ value: [{ refused: 'already-member' }] });
    expect(await onBothSides(stage)).toEqual([]);
  });

  it('somebody invited the address in Logto’s console: it is told, and can be withdrawn here', async () => {
    const stage = await invitationStage(server);
    await logto().invitations.create({
      organizationId: stage.access.organizationId,
      invitee: stage.email,
      roleIds: await logto().roles.idsOf(['admin']),
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    expect(await stage.invite(stage.email)).toMatchObject({ value: [{ refused: 'already-invited' }] });
    expect(await stage.all()).toMatchObject([{ role: 'admin', status: 'pending', invitedByName: 'Logto' }]);
    const [{ id } = { id: '' }] = await stage.all();
    expect(await revokeInvitation(stage.access, id, newKey())).toMatchObject({ ok: true });
    expect(await onBothSides(stage)).toEqual(['closed']);
  });

  it('the inviter was removed, or their account deleted: what they sent still holds', async () => {
    const stage = await invitationStage(server);
    const { person, access: amy } = await stage.colleague('Amy', 'admin');
    await stage.invite(stage.email, { by: amy });
    await server.api.DELETE('/api/users/{userId}', { params: { path: { userId: person.userId } } });
    const { id } = (await stage.all()).find(({ email }) => email === stage.email)!;
    expect(await acceptInvitation(stage.guest, id, newKey())).toMatchObject({ ok: true });
  });

  it('somebody was removed in the moment they accepted: no member is made up', async () => {
    const stage = await invitationStage(server);
    const { id } = await stage.invited();
    const roles = '/organizations/:id/users/:userId/roles';
    const body = { code: 'organization.require_membership', message: '' };
    await server.fail({ method: 'GET', path: roles, status: 422, body });
    expect(await acceptInvitation(stage.guest, id, newKey())).toMatchObject({ code: 'invitation-used' });
    expect(await stage.memberRoles(stage.guest.userId)).toBeUndefined();
  });
});

const faults: [what: string, fault: Record<string, unknown>, told: Record<string, unknown>][] = [
  ['429', { status: 429, body: { code: 'request.rate_limited' } }, { code: 'rate-limited' }],
  ['403 for our credentials', { status: 403, body: { code: 'auth.forbidden' } }, { code: 'logto-unreachable' }],
];

describe('inviting, when Logto answers', () => {
  it.each([
    ...faults,
    ['422 invited', refusal(422, 'entity.unique_integrity_violation'), { value: [{ refused: 'already-invited' }] }],
    ['422 member', refusal(422, 'request.invalid_input'), { value: [{ refused: 'already-member' }] }],
    [
      '422 no such role',
      refusal(422, 'entity.relation_foreign_key_not_found'),
      { code: 'role-unknown', field: 'role' },
    ],
    ['404', refusal(404, 'entity.not_found'), { value: [{ refused: 'logto-refused' }] }],
    ['403 by plan', refusal(403, 'subscription.limit_exceeded'), { value: [{ refused: 'logto-refused' }] }],
    ['429 for the address', refusal(429, 'request.message_rate_limited'), { value: [{ refused: 'mail-limit' }] }],
    ['501', refusal(501, 'connector.not_found'), { code: 'no-email-connector' }],
  ])('%s: nothing is left on either side', async (_what, fault, told) => {
    const stage = await invitationStage(server);
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organization-invitations', ...fault });
    expect(await stage.invite(stage.email, { key })).toMatchObject(told);
    await settle(key);
    await server.clearFaults();
    await settle(key);
    expect(await onBothSides(stage)).toEqual([]);
    expect(await server.mails(stage.email)).toEqual([]);
  });

  it.each([
    ['500', { status: 500 }],
    ['nothing, before it acted', { drop: 'before' }],
    ['nothing, after it acted', { drop: 'after' }],
  ])('%s: a worker finishes it, with one mail', async (_what, fault) => {
    const stage = await invitationStage(server);
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organization-invitations', ...fault });
    expect(await stage.invite(stage.email, { key })).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    await settle(key);
    expect(await onBothSides(stage)).toEqual(['pending']);
    expect(await server.mails(stage.email)).toHaveLength(1);
  });
});

const endings = [
  [
    'accepting',
    (stage: InvitationStage, id: string, key: string) => acceptInvitation(stage.guest, id, key),
    'accepted',
  ],
  [
    'withdrawing',
    (stage: InvitationStage, id: string, key: string) => revokeInvitation(stage.access, id, key),
    'closed',
  ],
  ['declining', (stage: InvitationStage, id: string, key: string) => declineInvitation(stage.guest, id, key), 'closed'],
] as const;

describe.each(endings)('%s, when Logto answers', (_what, end, done) => {
  it.each(faults)(
    '%s: it is told, nothing has changed, and the same press does it later',
    async (_answer, fault, told) => {
      const stage = await invitationStage(server);
      const { id } = await stage.invited();
      const key = newKey();
      await server.fail({ method: 'PUT', path: '/organization-invitations/:id/status', ...fault });
      expect(await end(stage, id, key)).toMatchObject(told);
      await server.clearFaults();
      await settle(key);
      expect(await onBothSides(stage)).toEqual(['pending']);
      expect(await end(stage, id, key)).toMatchObject({ ok: true });
      expect(await onBothSides(stage)).toEqual([done]);
    },
  );

  it.each([
    ['500', { status: 500 }],
    ['nothing, before it acted', { drop: 'before' }],
    ['nothing, after it acted', { drop: 'after' }],
  ])('%s: nobody knows whether it did, so a worker finishes it', async (_answer, fault) => {
    const stage = await invitationStage(server);
    const { id } = await stage.invited();
    const key = newKey();
    await server.fail({ method: 'PUT', path: '/organization-invitations/:id/status', ...fault });
    expect(await end(stage, id, key)).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    await settle(key);
    expect(await onBothSides(stage)).toEqual([done]);
  });

  it('404 because it is gone there: told as withdrawn', async () => {
    const stage = await invitationStage(server);
    const { id, logtoInvitationId } = await stage.invited();
    await logto().invitations.delete(logtoInvitationId!);
    const answer = await end(stage, id, newKey());
    expect(answer.ok ? 'closed' : answer.code).toBe(done === 'accepted' ? 'invitation-revoked' : 'closed');
    expect(await stage.all()).toMatchObject([{ status: expect.stringMatching(/revoked|declined/) }]);
  });
});

// Last: all workspaces share the template.
it('a role deleted in Logto is told when inviting, and whoever was invited with it joins without one', async () => {
  const stage = await invitationStage(server);
  const { id } = await stage.invited();
  const [roleId] = await logto().roles.idsOf(['member']);
  await server.api.DELETE('/api/organization-roles/{id}', { params: { path: { id: roleId! } } });
  expect(await stage.invite('late@example.test')).toMatchObject({ code: 'role-unknown', field: 'role' });
  expect(await acceptInvitation(stage.guest, id, newKey())).toMatchObject({ ok: true });
  expect(await stage.rolesInLogto(stage.guest.userId)).toEqual([]);
  expect(await stage.memberRoles(stage.guest.userId)).toEqual([]);
});

function refusal(status: number, code: string) {
  return { status, body: { code, message: '' } };
}
