import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asInvitationId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { startLogto, type TestLogto } from './local.ts';
import { openWire } from './wire.ts';

let server: TestLogto;
let logto: Logto;
let organization: OrganizationId;
let ada: UserId;
let count = 0;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
  await setUpLogto({ ...server.credentials, appUrl: 'http://localhost:3000' });
});
beforeEach(async () => {
  organization = (await logto.organizations.create({ name: 'Acme' })).id;
  ada = await server.createUser(adasEmail());
});
afterAll(() => server.stop());

const adasEmail = () => `ada${++count}@example.test`;
const inAnHour = () => new Date(Date.now() + 3_600_000);

const invite = async (invitee: string, roleNames = ['member']) =>
  logto.invitations.create({
    organizationId: organization,
    invitee,
    roleIds: await logto.roles.idsOf(roleNames),
    expiresAt: inAnHour(),
  });

describe('an invitation', () => {
  it('is created pending, for the lower-cased address, with its roles', async () => {
    const expiresAt = inAnHour();
    const roleIds = await logto.roles.idsOf(['admin']);
    const made = await logto.invitations.create({
      organizationId: organization,
      invitee: 'Bob@Example.TEST',
      roleIds,
      expiresAt,
    });
    expect(made).toMatchObject({
      organizationId: organization,
      invitee: 'bob@example.test',
      inviterId: null,
      acceptedUserId: null,
      status: 'Pending',
      roles: [{ id: roleIds[0], name: 'admin' }],
      expiresAt,
    });
    expect(await logto.invitations.get(made.id)).toEqual(made);
  });

  it('for an address that has a pending one is refused, whatever its case', async () => {
    await invite('bob@example.test');
    await expect(invite('BOB@example.test')).rejects.toMatchObject({
      kind: 'refused',
      code: 'entity.unique_integrity_violation',
    });
  });

  it('is listed by organization and by address', async () => {
    const made = await invite('carol@example.test');
    expect(await logto.invitations.list({ organizationId: organization })).toEqual([made]);
    expect(await logto.invitations.list({ invitee: 'Carol@example.test' })).toEqual([made]);
  });

  it('that is unknown is null, and deleting it is done', async () => {
    const unknown = asInvitationId('aaaaaaaaaaaaaaaaaaaaa');
    expect(await logto.invitations.get(unknown)).toBeNull();
    await logto.invitations.delete(unknown);
  });

  it('can be deleted', async () => {
    const { id } = await invite('dan@example.test');
    await logto.invitations.delete(id);
    expect(await logto.invitations.get(id)).toBeNull();
  });
});

describe('accepting', () => {
  const adasInvitation = async () => invite((await logto.users.get(ada))?.email ?? '');

  it('makes the person a member with the roles', async () => {
    const { id } = await adasInvitation();
    expect(await logto.invitations.accept(id, ada)).toMatchObject({ status: 'Accepted', acceptedUserId: ada });
    expect(await logto.members.roles(organization, ada)).toMatchObject([{ name: 'member' }]);
  });

  it('takes one call, and is done when asked again by the same person', async () => {
    const { id } = await adasInvitation();
    const wire = openWire();
    const { invitations } = server.connect({ fetch: wire.fetch });
    const accepted = await invitations.accept(id, ada);
    expect(wire.requests).toEqual(['POST /oidc/token', `PUT /api/organization-invitations/${id}/status`]);
    expect(await invitations.accept(id, ada)).toEqual(accepted);
  });

  it('is done when the first answer was lost', async () => {
    const { id } = await adasInvitation();
    const wire = openWire();
    wire.answerNext(`PUT /api/organization-invitations/${id}`, async () => {
      await logto.invitations.accept(id, ada);
      throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    });
    const { invitations } = server.connect({ fetch: wire.fetch });
    expect(await invitations.accept(id, ada)).toMatchObject({ status: 'Accepted' });
  });

  it('is refused to somebody else, before and after', async () => {
    const { id } = await adasInvitation();
    const mallory = await server.createUser(adasEmail());
    const refused = { kind: 'refused', status: 422, code: 'request.invalid_input' };
    await expect(logto.invitations.accept(id, mallory)).rejects.toMatchObject(refused);
    await logto.invitations.accept(id, ada);
    await expect(logto.invitations.accept(id, mallory)).rejects.toMatchObject(refused);
  });

  it('is refused when it was revoked', async () => {
    const { id } = await adasInvitation();
    await logto.invitations.revoke(id);
    await expect(logto.invitations.accept(id, ada)).rejects.toMatchObject({ kind: 'refused' });
    expect(await logto.members.roles(organization, ada)).toBeNull();
  });
});

describe('revoking', () => {
  it('is done when asked again, and makes room for a new invitation', async () => {
    const { id } = await invite('eve@example.test');
    expect(await logto.invitations.revoke(id)).toMatchObject({ status: 'Revoked' });
    expect(await logto.invitations.revoke(id)).toMatchObject({ status: 'Revoked' });
    expect((await invite('eve@example.test')).status).toBe('Pending');
  });

  it('is refused once accepted', async () => {
    const { id } = await invite((await logto.users.get(ada))?.email ?? '');
    await logto.invitations.accept(id, ada);
    await expect(logto.invitations.revoke(id)).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('the mail of an invitation', () => {
  type Mail = { to: string; type: string; payload: Record<string, unknown> };
  const mailsTo = async (to: string) =>
    (await (await fetch(`${server.endpoint}/local/mails?to=${encodeURIComponent(to)}`)).json()) as Mail[];

  it('carries our link, the inviter’s name, note and language, and nothing else of ours', async () => {
    const { id } = await invite('frank@example.test');
    const link = 'https://app.test/join/secret';
    const smuggled = { organization: { name: 'Another organization' } };
    await logto.invitations.sendMessage(id, {
      link,
      inviter: { name: 'Ada' },
      locale: 'es',
      note: 'Hola',
      ...smuggled,
    });
    expect(await mailsTo('frank@example.test')).toMatchObject([
      {
        to: 'frank@example.test',
        type: 'OrganizationInvitation',
        payload: { link, inviter: { name: 'Ada' }, locale: 'es', note: 'Hola', organization: { name: 'Acme' } },
      },
    ]);
  });

  it('is sent ten times to an address, then Logto asks to wait', async () => {
    const { id } = await invite('grace@example.test');
    const send = () => logto.invitations.sendMessage(id, { link: 'https://app.test/join/secret' });
    for (let i = 0; i < 10; i++) await send();
    await expect(send()).rejects.toMatchObject({ kind: 'rate-limited', code: 'request.message_rate_limited' });
  });
});

describe('role ids', () => {
  it('are asked for once for many at once', async () => {
    const wire = openWire();
    const { roles } = server.connect({ fetch: wire.fetch });
    const [first, second] = await Promise.all([roles.idsOf(['owner', 'member']), roles.idsOf(['member', 'owner'])]);
    expect(first).toEqual([...second].reverse());
    await roles.idsOf(['admin']);
    expect(wire.count('GET /api/organization-roles')).toBe(1);
  });

  it('of a role that was made since are found', async () => {
    const { roles } = server.connect();
    await roles.idsOf(['owner']);
    await server.createRoles('guest');
    expect(await roles.idsOf(['guest'])).toHaveLength(1);
  });

  it('of a role beyond the first hundred are found', async () => {
    await server.createRoles(...Array.from({ length: 101 }, (_, index) => `a${index}`));
    expect(await server.connect().roles.idsOf(['owner', 'a100'])).toHaveLength(2);
  });

  it('of an unknown role are refused', async () => {
    await expect(logto.roles.idsOf(['Owner'])).rejects.toMatchObject({
      kind: 'refused',
      code: 'organization.role_names_not_found',
    });
  });
});
