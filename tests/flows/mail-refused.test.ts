/** A real server's e-mail connector may be missing, lack the template, or be refused by its provider. */
import { beforeEach, expect, it } from 'vitest';
import { testApp } from '#tests/support/app.ts';
import { invitationStage } from './invitations-stage.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

it.each([
  [501, 'connector.not_found', { ok: false, code: 'no-email-connector' }],
  [500, 'connector.template_not_found', { ok: true, value: [{ refused: 'mail-not-sent' }] }],
  [401, 'connector.authorization_failed', { ok: true, value: [{ refused: 'mail-not-sent' }] }],
])('a mail that Logto cannot send (%i %s) leaves no invitation, and says so at once', async (status, code, told) => {
  const { invite, email, inLogto, all } = await invitationStage(server);
  await server.fail({ method: 'POST', path: '/organization-invitations', status, body: { code } });
  expect(await invite(email)).toMatchObject(told);
  expect(await inLogto()).toEqual([]);
  expect(await all()).toEqual([]);

  await server.clearFaults();
  expect(await invite(email)).toEqual({ ok: true, value: [{ email, refused: null }] });
});

it('without an e-mail connector the rest of a list is not tried', async () => {
  const { invite, inLogto, all } = await invitationStage(server);
  const connectors = (await (await manage('GET', '/connectors')).json()) as { id: string; type: string }[];
  const { id } = connectors.find(({ type }) => type === 'Email')!;
  expect((await manage('DELETE', `/connectors/${id}`)).status).toBe(204);
  const emails = Array.from({ length: 20 }, (_, n) => `p${n}@example.test`);
  expect(await invite(emails)).toEqual({ ok: false, code: 'no-email-connector' });
  expect(await inLogto()).toEqual([]);
  expect(await all()).toEqual([]);
  for (const email of emails) expect(await server.mails(email)).toEqual([]);
});

async function manage(method: string, path: string): Promise<Response> {
  const { id, secret } = server.m2m;
  const answer = await fetch(`${server.endpoint}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: 'https://default.logto.app/api',
      scope: 'all',
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return fetch(`${server.endpoint}/api${path}`, { method, headers: { authorization: `Bearer ${access_token}` } });
}
