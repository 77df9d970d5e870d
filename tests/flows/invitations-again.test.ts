/** Sending again, withdrawing, and what the best peers let through or leave out. */
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { declineInvitation, revokeInvitation } from '#app/flows/close-invitation.server.ts';
import { resendInvitation } from '#app/flows/resend-invitation.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { findInvitationBySecret } from '#app/tenants/invitations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { expire, invitationStage, timePasses } from './invitations-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

const secretsMailedTo = async (email: string) =>
  (await server.mails(email)).map(({ payload }) => payload['link']!.split('/join/')[1]!);

describe('sending an open invitation again', () => {
  it('mails a link of its own, and the first one stays good', async () => {
    const { invited, access, email } = await invitationStage(server);
    const { id } = await invited();
    await timePasses(id, 2);
    expect(await resendInvitation(access, id, newKey())).toEqual({ ok: true, value: { email, renewed: false } });
    const secrets = await secretsMailedTo(email);
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(await findInvitationBySecret(secret)).toMatchObject({ id, status: 'pending' });
    const where = { tenantId: access.tenantId, action: 'invitation.sent-again' };
    expect(await asSystem((db) => db.auditEvent.count({ where }))).toBe(1);
  });

  it('is refused within a minute, with the seconds that are left, also to two who press at once', async () => {
    const { invited, access, email } = await invitationStage(server);
    const { id } = await invited();
    const soon = await resendInvitation(access, id, newKey());
    expect(soon).toMatchObject({ code: 'sent-just-now', values: { seconds: expect.any(Number) } });
    await timePasses(id, 2);
    const answers = await Promise.all([1, 2, 3].map(() => resendInvitation(access, id, newKey())));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await server.mails(email)).toHaveLength(2);
  });

  it('mails once when pressed twice', async () => {
    const { invited, access, email } = await invitationStage(server);
    const { id } = await invited();
    await timePasses(id, 2);
    const key = newKey();
    const answers = [await resendInvitation(access, id, key), await resendInvitation(access, id, key)];
    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await server.mails(email)).toHaveLength(2);
  });

  it.each([
    [429, 'request.message_rate_limited', 'mail-limit'],
    [501, 'connector.not_found', 'no-email-connector'],
    [500, 'connector.general', 'mail-not-sent'],
    [503, undefined, 'still-working'],
  ])('tells that Logto answered %i %s, and the same press goes on at once', async (status, code, told) => {
    const { invited, access, email } = await invitationStage(server);
    const { id } = await invited();
    await timePasses(id, 2);
    const body = code ? { code, message: '' } : '';
    await server.fail({ method: 'POST', path: '/organization-invitations/:id/message', status, body });
    const key = newKey();
    expect(await resendInvitation(access, id, key)).toMatchObject({ ok: false, code: told });
    await server.clearFaults();
    expect(await resendInvitation(access, id, key)).toMatchObject({ ok: true });
    expect(await server.mails(email)).toHaveLength(2);
  });

  it('mails nothing when Logto says that it is over, and notes it', async () => {
    const { invited, access, email, all } = await invitationStage(server);
    const { id, logtoInvitationId } = await invited();
    await timePasses(id, 2);
    await logto().invitations.revoke(logtoInvitationId!);
    expect(await resendInvitation(access, id, newKey())).toMatchObject({ code: 'invitation-over' });
    expect(await server.mails(email)).toHaveLength(1);
    expect(await all()).toMatchObject([{ status: 'revoked' }]);
  });

  it('refuses what was accepted, declined or withdrawn, and what is another organization’s', async () => {
    const stage = await invitationStage(server);
    const { access, guest } = stage;
    const declined = await stage.invited();
    await declineInvitation(guest, declined.id, newKey());
    const withdrawn = await stage.invited();
    await revokeInvitation(access, withdrawn.id, newKey());
    const accepted = await stage.invited();
    await acceptInvitation(guest, accepted.id, newKey());
    for (const { id } of [declined, withdrawn, accepted]) {
      expect(await resendInvitation(access, id, newKey())).toMatchObject({ code: 'invitation-over' });
    }
    const other = await invitationStage(server);
    const forged = await resendInvitation(other.access, accepted.id, newKey());
    expect(forged).toMatchObject({ code: 'not-found' });
    expect(await resendInvitation(other.access, crypto.randomUUID(), newKey())).toEqual(forged);
    expect(await resendInvitation(other.access, '%00', newKey())).toEqual(forged);
  });
});

describe('sending an expired invitation again', () => {
  it('makes a new one for the same address, role, note and time', async () => {
    const { invite, access, email, all } = await invitationStage(server);
    await invite(email, { role: 'admin', days: 7 });
    const [old] = await all();
    await expire(old!.id);
    expect(await resendInvitation(access, old!.id, newKey())).toEqual({ ok: true, value: { email, renewed: true } });
    const [renewed] = await all();
    expect(renewed).toMatchObject({ email, role: 'admin', status: 'pending' });
    expect(Math.round((renewed!.expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(7);
    expect(await resendInvitation(access, old!.id, newKey())).toMatchObject({ code: 'already-invited' });
  });

  it('is not for an admin when it was for an owner', async () => {
    const { invited, colleague } = await invitationStage(server);
    const { access: admin } = await colleague('Amy', 'admin');
    const { id } = await invited('owner');
    await timePasses(id, 2);
    expect(await resendInvitation(admin, id, newKey())).toMatchObject({ code: 'role-above-own' });
    await expire(id);
    expect(await resendInvitation(admin, id, newKey())).toMatchObject({ code: 'role-above-own' });
  });

  it('works although Logto’s slower clock still has the old one open', async () => {
    const { invited, access, email, inLogto } = await invitationStage(server);
    const { id } = await invited();
    await asSystem((db) => db.invitation.update({ where: { id }, data: { expiresAt: new Date(0) } }));
    expect(await resendInvitation(access, id, newKey())).toMatchObject({ ok: true });
    expect((await inLogto()).map(({ status }) => status)).toEqual(['Pending', 'Revoked']);
    expect(await server.mails(email)).toHaveLength(2);
  });
});

describe('holes of the peers', () => {
  it('1: an admin cannot invite an owner, though they may invite', async () => {
    const { invite, email, colleague, inLogto } = await invitationStage(server);
    const { access: admin } = await colleague('Amy', 'admin');
    expect(await invite(email, { role: 'owner', by: admin })).toMatchObject({ code: 'role-above-own', field: 'role' });
    expect((await inLogto()).filter(({ invitee }) => invitee === email)).toEqual([]);
    expect(await invite(email, { role: 'admin', by: admin })).toMatchObject({ ok: true });
  });

  it('2: whoever may invite withdraws what somebody else sent', async () => {
    const { invited, colleague, all, statusInLogto } = await invitationStage(server);
    const { access: admin } = await colleague('Amy', 'admin');
    const { id, logtoInvitationId } = await invited('owner');
    expect(await revokeInvitation(admin, id, newKey())).toMatchObject({ ok: true });
    expect((await all()).find((each) => each.id === id)).toMatchObject({ status: 'revoked' });
    expect(await statusInLogto(logtoInvitationId)).toBe('Revoked');
  });

  it('2: an expired invitation does not block a new one', async () => {
    const { invited, invite, email } = await invitationStage(server);
    await expire((await invited()).id);
    expect(await invite(email)).toEqual({ ok: true, value: [{ email, refused: null }] });
  });

  it('3: a member may neither invite, nor send again, nor withdraw', async () => {
    const { invited, invite, colleague } = await invitationStage(server);
    const { access: member } = await colleague('Max', 'member');
    const { id } = await invited();
    expect(await invite('x@example.test', { by: member })).toMatchObject({ code: 'not-permitted' });
    expect(await resendInvitation(member, id, newKey())).toMatchObject({ code: 'not-permitted' });
    expect(await revokeInvitation(member, id, newKey())).toMatchObject({ code: 'not-permitted' });
  });

  it('4: an invitation ends by itself, after as many days as chosen', async () => {
    const { invite, email, guest, all, inLogto } = await invitationStage(server);
    await invite(email, { days: 1 });
    const [{ id, expiresAt } = { id: '', expiresAt: new Date() }] = await all();
    expect(Math.abs(expiresAt.getTime() - Date.now() - 86_400_000)).toBeLessThan(60_000);
    expect((await inLogto())[0]!.expiresAt).toEqual(expiresAt);
    await asSystem((db) => db.invitation.update({ where: { id }, data: { expiresAt: new Date() } }));
    expect(await acceptInvitation(guest, id, newKey())).toMatchObject({ code: 'invitation-expired' });
  });
});
