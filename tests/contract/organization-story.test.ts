import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogto, type Logto } from '#app/logto/client.server.ts';
import { asUserId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { bodyOf, connectManagementApi, type ManagementApi } from '#app/logto/management-api.server.ts';
import { permissionNames, roles } from '#app/permissions.ts';
import { reachLogto } from './server.ts';

const run = randomBytes(4).toString('hex');
const inviteesEmail = `bob-${run}@example.test`;
let release: () => Promise<unknown>;
let api: ManagementApi;
let logto: Logto;
let ada: UserId;
let bob: UserId;
let organization: OrganizationId | undefined;

const createUser = async (primaryEmail: string) =>
  asUserId((await bodyOf(api.POST('/api/users', { body: { primaryEmail, name: `Contract ${run}` } }))).id);

beforeAll(async () => {
  const server = await reachLogto();
  release = server.release;
  api = connectManagementApi(server.credentials);
  logto = createLogto({ ...server.credentials, settleMs: 1 });
  ada = await createUser(`ada-${run}@example.test`);
  bob = await createUser(inviteesEmail);
});

afterAll(async () => {
  if (organization) await logto.organizations.delete(organization);
  for (const userId of [ada, bob]) await api.DELETE('/api/users/{userId}', { params: { path: { userId } } });
  await release();
});

it('an organization is made, found again, joined by invitation, left and deleted', async () => {
  const name = `Contract 100 %_\\ ${run}`;
  const made = await logto.organizations.findOrCreate({ name, operationId: run });
  organization = made.id;
  expect(await logto.organizations.findOrCreate({ name, operationId: run, resumed: true })).toEqual(made);

  await logto.members.add(made.id, ada);
  await logto.members.add(made.id, ada);
  await logto.members.setRoles(made.id, ada, ['owner']);
  expect((await logto.members.scopes(made.id, ada)).sort()).toEqual([...permissionNames].sort());

  const invitation = {
    organizationId: made.id,
    invitee: inviteesEmail.toUpperCase(),
    roleIds: await logto.roles.idsOf(['member']),
    expiresAt: new Date(Date.now() + 3_600_000),
  };
  const invited = await logto.invitations.create(invitation);
  await expect(logto.invitations.create(invitation)).rejects.toMatchObject({
    code: 'entity.unique_integrity_violation',
  });
  expect(await logto.invitations.list({ invitee: inviteesEmail })).toEqual([invited]);
  await expect(logto.invitations.accept(invited.id, ada)).rejects.toMatchObject({ kind: 'refused', status: 422 });
  await logto.invitations.accept(invited.id, bob);
  await logto.invitations.accept(invited.id, bob);
  expect((await logto.members.scopes(made.id, bob)).sort()).toEqual([...roles.member.permissions].sort());

  const listed = new Map<string, string[]>();
  for await (const member of logto.members.list(made.id)) {
    listed.set(
      member.id,
      member.roles.map((role) => role.name),
    );
  }
  expect(listed).toEqual(
    new Map([
      [ada, ['owner']],
      [bob, ['member']],
    ]),
  );

  await logto.members.remove(made.id, bob);
  await logto.members.remove(made.id, bob);
  expect(await logto.members.roles(made.id, bob)).toBeNull();
  await logto.organizations.delete(made.id);
  expect(await logto.organizations.get(made.id)).toBeNull();
});
