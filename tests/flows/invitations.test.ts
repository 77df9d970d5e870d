import { beforeEach, describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { declineInvitation, revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { continueAsInvitee } from '#app/flows/continue-as-invitee.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { answerTo } from '#app/flows/one-answer.server.ts';
import { asInvitationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { Role } from '#app/permissions.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import {
  findInvitationBySecret,
  findInvitationFor,
  joinByInvitation,
  listInvitations as pageOfInvitations,
  listInvitationsFor,
} from '#app/tenants/invitations.server.ts';
import { begin, claim } from '#app/tenants/operations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { accessTo, newKey, newPerson, newWorkspace } from './people.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

let count = 0;

async function stage() {
  const slug = `stage-${++count}`;
  const ada = await newPerson(server, 'Ada');
  const access = await newWorkspace(ada, slug);
  const guest = await newPerson(server, 'Guest', `guest-${count}@example.test`);
  const invite = (emails: string[], role: Role = 'member', key = newKey()) =>
    inviteMembers(access, { emails, role, note: null, language: 'en' }, key);
  return { slug, ada, access, guest, email: guest.email!, invite };
}

const listInvitations = async (tenantId: string) => (await pageOfInvitations(tenantId)).invitations;
const memberIn = (tenantId: string, userId: string) =>
  asSystem((db) => db.member.findUnique({ where: { tenantId_userId: { tenantId, userId } } }));
const secretIn = (link: string) => link.split('/join/')[1]!;
const expire = (id: string) =>
  asSystem((db) => db.invitation.update({ where: { id }, data: { expiresAt: new Date(0) } }));

describe('inviting', () => {
  it('mails a link with a secret, of which only the hash is kept', async () => {
    const { invite, email, access } = await stage();
    expect(await invite([email])).toEqual({ ok: true, value: [{ email, refused: null }] });
    const [mail] = await server.mails(email);
    expect(mail).toMatchObject({ type: 'OrganizationInvitation', payload: { inviter: { name: 'Ada' } } });
    const secret = secretIn(mail!.payload['link']!);
    expect(await findInvitationBySecret(secret)).toMatchObject({ email, role: 'member', status: 'pending' });

    const rows = await asSystem(async (db) => [
      await db.operation.findMany(),
      await db.invitation.findMany(),
      await db.invitationLink.findMany(),
      await db.auditEvent.findMany(),
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await listInvitations(access.tenantId)).toHaveLength(1);
  });

  it('names the inviter in the mail and not in Logto, whose invitation outlives their account', async () => {
    const { invite, email, access } = await stage();
    await invite([email]);
    const [invitation] = await logto().invitations.list({ organizationId: access.organizationId });
    expect(invitation).toMatchObject({ inviterId: null, roles: [{ name: 'member' }] });
  });

  it('reports each address: one that is a member or invited already stops no other', async () => {
    const { invite, email, ada } = await stage();
    await invite([email]);
    const answer = await invite([ada.email!, email, 'new@example.test']);
    expect(answer).toEqual({
      ok: true,
      value: [
        { email: 'new@example.test', refused: null },
        { email: ada.email, refused: 'already-member' },
        { email, refused: 'already-invited' },
      ],
    });
  });

  it('sends one mail when the button is pressed twice', async () => {
    const { invite, email } = await stage();
    const key = newKey();
    await Promise.all([invite([email], 'member', key), invite([email], 'member', key)]);
    expect(await server.mails(email)).toHaveLength(1);
  });

  it('lets nobody grant more than they hold', async () => {
    const { invite, email, slug, guest, access } = await stage();
    await invite([email], 'admin');
    const [invitation] = await listInvitationsFor(guest);
    await acceptInvitation(guest, invitation!.id, newKey());
    const admin = await accessTo(slug, guest);
    const asAdmin = (role: Role) =>
      inviteMembers(admin, { emails: [`${role}@example.test`], role, note: null, language: 'en' }, newKey());
    expect(await asAdmin('owner')).toMatchObject({ code: 'role-above-own', field: 'role' });
    expect(await asAdmin('admin')).toMatchObject({ ok: true });
    expect((await listInvitations(access.tenantId)).map(({ role }) => role)).not.toContain('owner');
  });

  it('asks Logto before it sends: a role taken away in the console stops it', async () => {
    const { invite, email, access, ada } = await stage();
    await logto().members.setRoles(access.organizationId, ada.userId, ['member']);
    expect(await invite([email])).toMatchObject({ code: 'not-permitted' });
    expect(await server.mails(email)).toHaveLength(0);
  });

  it('is not stopped by an earlier one that expired or was revoked', async () => {
    const { invite, email, access } = await stage();
    await invite([email]);
    const [first] = await listInvitations(access.tenantId);
    await revokeInvitation(access, first!.id, newKey());
    expect(await invite([email])).toEqual({ ok: true, value: [{ email, refused: null }] });
    const [second] = await listInvitations(access.tenantId);
    await expire(second!.id);
    await logto().invitations.revoke(asInvitationId(second!.logtoInvitationId!)); // Logto's own clock is not ours to turn
    expect(await invite([email])).toEqual({ ok: true, value: [{ email, refused: null }] });
  });
});

describe('accepting', () => {
  it('makes the person a member with that role, in two calls', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email], 'admin');
    const [invitation] = await listInvitationsFor(guest);
    await server.clearCalls();
    expect(await acceptInvitation(guest, invitation!.id, newKey())).toMatchObject({ ok: true });
    expect(await server.calls()).toMatchObject({ total: 2 });
    expect(await memberIn(access.tenantId, guest.userId)).toMatchObject({ roles: ['admin'], email });
    expect(await logto().members.scopes(access.organizationId, guest.userId)).toContain('invite:member');
    expect(await listInvitationsFor(guest)).toEqual([]);
  });

  it('bears being pressed twice, at once and later, in another form', async () => {
    const { invite, email, guest } = await stage();
    await invite([email]);
    const { id } = (await listInvitationsFor(guest))[0]!;
    const key = newKey();
    const answers = await Promise.all([acceptInvitation(guest, id, key), acceptInvitation(guest, id, key)]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await acceptInvitation(guest, id, newKey())).toMatchObject({ code: 'invitation-used' });
  });

  it('is not for somebody else, nor for ids that do not exist: both look the same', async () => {
    const { invite, email } = await stage();
    await invite([email]);
    const other = await newPerson(server, 'Other');
    const { id } = await asSystem((db) => db.invitation.findFirstOrThrow({ where: { email } }));
    expect(await findInvitationFor(other.userId, id)).toBeNull();
    const forged = await acceptInvitation(other, id, newKey());
    expect(forged).toMatchObject({ ok: false, code: 'not-found' });
    expect(await acceptInvitation(other, crypto.randomUUID(), newKey())).toEqual(forged);
    expect(await acceptInvitation(other, 'nonsense', newKey())).toEqual(forged);
    expect(await acceptInvitation(other, 'long'.repeat(100), newKey())).toEqual(forged);
    expect(await acceptInvitation(other, '\0', newKey())).toEqual(forged);
  });

  it('tells nobody else that it is being answered', async () => {
    const { invite, email, guest } = await stage();
    const elsewhere = await stage();
    await invite([email]);
    const [{ id } = { id: '' }] = await listInvitationsFor(guest);
    const actor = { userId: guest.userId, name: 'Guest', ip: '' };
    const operation = {
      actor,
      kind: 'accept-invitation',
      inputHash: '0'.repeat(64),
      input: {},
      start: { leaseMs: 60_000 },
    };
    await begin({ ...operation, key: newKey() }, async (db, holder) => claim(db, holder, answerTo(id)));
    expect(await acceptInvitation(elsewhere.guest, id, newKey())).toMatchObject({ code: 'not-found' });
    expect(await revokeInvitation(elsewhere.access, id, newKey())).toMatchObject({ code: 'not-found' });
    expect(await acceptInvitation(guest, id.toUpperCase(), newKey())).toMatchObject({ code: 'invitation-busy' });
  });

  it('tells an expired and a revoked one, and changes nothing', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email]);
    const [{ id } = { id: '' }] = await listInvitationsFor(guest);
    await expire(id);
    expect(await acceptInvitation(guest, id, newKey())).toMatchObject({ code: 'invitation-expired' });
    await revokeInvitation(access, id, newKey());
    expect(await acceptInvitation(guest, id, newKey())).toMatchObject({ code: 'invitation-revoked' });
    expect(await memberIn(access.tenantId, guest.userId)).toBeNull();
  });

  it('learns from Logto that it was revoked in the console', async () => {
    const { invite, email, guest } = await stage();
    await invite([email]);
    const [invitation] = await listInvitationsFor(guest);
    await logto().invitations.revoke(asInvitationId(invitation!.logtoInvitationId!));
    expect(await acceptInvitation(guest, invitation!.id, newKey())).toMatchObject({ code: 'invitation-revoked' });
    expect(await findInvitationFor(guest.userId, invitation!.id)).toMatchObject({ status: 'revoked' });
  });

  it('is written down once, though a worker may finish it again', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email]);
    const [invitation] = await listInvitationsFor(guest);
    await acceptInvitation(guest, invitation!.id, newKey());
    const actor = { userId: guest.userId, name: 'Guest', ip: guest.ip };
    await joinByInvitation(invitation!, actor, ['member']);
    const where = { tenantId: access.tenantId, action: 'invitation.accepted' };
    expect(await asSystem((db) => db.auditEvent.count({ where }))).toBe(1);
  });

  it('keeps the roles of somebody who is a member already', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email]);
    await logto().members.add(access.organizationId, guest.userId);
    await logto().members.setRoles(access.organizationId, guest.userId, ['admin']);
    const [invitation] = await listInvitationsFor(guest);
    await acceptInvitation(guest, invitation!.id, newKey());
    expect((await memberIn(access.tenantId, guest.userId))?.roles.sort()).toEqual(['admin', 'member']);
  });

  it('is finished by the worker when Logto accepted and the answer was lost', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email]);
    const [invitation] = await listInvitationsFor(guest);
    const key = newKey();
    await server.fail({ method: 'PUT', path: '/organization-invitations/:id/status', drop: 'after' });
    const answer = await acceptInvitation(guest, invitation!.id, key);
    await server.clearFaults();
    if (!answer.ok) {
      const { id } = await asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
      await settleOperation(id);
    }
    expect(await memberIn(access.tenantId, guest.userId)).toMatchObject({ roles: ['member'] });
  });
});

describe('declining and revoking', () => {
  it('ends it in Logto and in the copy, and once more is fine', async () => {
    const { invite, email, guest, access } = await stage();
    await invite([email]);
    const [invitation] = await listInvitationsFor(guest);
    expect(await declineInvitation(guest, invitation!.id, newKey())).toMatchObject({ ok: true });
    expect(await declineInvitation(guest, invitation!.id, newKey())).toMatchObject({ ok: true });
    expect(await listInvitations(access.tenantId)).toMatchObject([{ status: 'declined' }]);
    expect(await logto().invitations.get(asInvitationId(invitation!.logtoInvitationId!))).toMatchObject({
      status: 'Revoked',
    });
  });

  it('revokes nothing of another organization', async () => {
    const [one, two] = [await stage(), await stage()];
    await one.invite([one.email]);
    const [invitation] = await listInvitations(one.access.tenantId);
    expect(await revokeInvitation(two.access, invitation!.id, newKey())).toMatchObject({ code: 'not-found' });
    expect(await revokeInvitation(two.access, 'long'.repeat(100), newKey())).toMatchObject({ code: 'not-found' });
    expect(await listInvitations(one.access.tenantId)).toMatchObject([{ status: 'pending' }]);
  });
});

describe('continuing as the invited person', () => {
  it('makes a token only for an invitation that is open', async () => {
    const { invite, email, guest } = await stage();
    await invite([email]);
    const [invitation] = await listInvitationsFor(guest);
    expect(await continueAsInvitee(invitation!)).toMatchObject({ ok: true, value: { loginHint: email } });
    await server.clearCalls();
    expect(await continueAsInvitee({ ...invitation!, status: 'revoked' })).toMatchObject({
      code: 'invitation-revoked',
    });
    expect(await server.calls()).toMatchObject({ total: 0 });
  });
});
