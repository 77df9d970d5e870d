/** A real server's e-mail connector may be missing, lack the template, or be refused by its provider. */
import { beforeEach, expect, it } from 'vitest';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { listInvitations } from '#app/tenants/invitations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newKey, newPerson, newWorkspace } from './people.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

it.each([
  [501, 'connector.not_found'],
  [500, 'connector.template_not_found'],
  [401, 'connector.authorization_failed'],
])('a mail that Logto cannot send (%i %s) leaves no invitation, and says so at once', async (status, code) => {
  const access = await newWorkspace(await newPerson(server, 'Ada'), `mail-${status}`);
  const email = `guest-${status}@example.test`;
  const input = { emails: [email], role: 'member', note: null, language: 'en' } as const;
  const invite = () => inviteMembers(access, { ...input, emails: [email] }, newKey());

  await server.fail({ method: 'POST', path: '/organization-invitations/:id/message', status, body: { code } });
  expect(await invite()).toEqual({ ok: true, value: [{ email, refused: 'logto-refused' }] });
  expect(await logto().invitations.list({ invitee: email })).toEqual([]);
  expect(await listInvitations(access.tenantId)).toEqual([]);

  await server.clearFaults();
  expect(await invite()).toEqual({ ok: true, value: [{ email, refused: null }] });
});
