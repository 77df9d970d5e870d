import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogto } from '#app/logto/client.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import { permissionNames, roles } from '#app/permissions.ts';
import { reachLogto, servers } from './server.ts';

describe.each(servers)('with Logto %s', (version) => {
  it('an organization is made, found again, joined by invitation, left and deleted', async () => {
    const { credentials, release } = await reachLogto(version);
    onTestFinished(async () => void (await release()));
    const api = connectManagementApi(credentials);
    const logto = createLogto({ ...credentials, settleMs: 1 });
    const run = randomBytes(4).toString('hex');

    const createUser = async (primaryEmail: string) => {
      const userId = asUserId((await bodyOf(api.POST('/api/users', { body: { primaryEmail, name: run } }))).id);
      onTestFinished(async () => void (await api.DELETE('/api/users/{userId}', { params: { path: { userId } } })));
      return userId;
    };
    const inviteesEmail = `bob-${run}@example.test`;
    const ada = await createUser(`ada-${run}@example.test`);
    const bob = await createUser(inviteesEmail);

    const name = `Contract 100 %_\\ ${run}`;
    const made = await logto.organizations.findOrCreate({ name, operationId: run });
    onTestFinished(() => logto.organizations.delete(made.id));
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
});
