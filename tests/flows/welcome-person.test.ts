import { beforeEach, describe, expect, it } from 'vitest';
import { welcomePerson } from '#app/flows/welcome-person.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listOrganizations } from '#app/tenants/organization-list.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newPerson, newWorkspace } from './people.ts';

const { logto: server } = await testApp();

beforeEach(() => server.clearFaults());

const claimsOf = (user: { id: string; email: string; name: string }, organizations?: string[]) => ({
  sub: user.id,
  email: user.email,
  name: user.name,
  organizations,
});
const workspaces = async (id: string) =>
  (await listOrganizations(asUserId(id), { limit: 100 })).organizations.map(({ name, roles }) => ({ name, roles }));

describe('who signs in', () => {
  it('is found in the organizations that somebody made in Logto alone', async () => {
    const ada = await server.createUser({ name: 'Ada' });
    const one = await server.createOrganization({ name: 'Elsewhere', members: { [ada.id]: 'owner' } });
    const two = await server.createOrganization({ name: 'Elsewhere', members: { [ada.id]: 'member' } });
    await welcomePerson(claimsOf(ada, [one.id, two.id]));
    expect(await workspaces(ada.id)).toEqual([
      { name: 'Elsewhere', roles: ['owner'] },
      { name: 'Elsewhere', roles: ['member'] },
    ]);
    const slugs = await asSystem((db) => db.tenant.findMany({ where: { name: 'Elsewhere' }, select: { slug: true } }));
    expect(slugs.map(({ slug }) => slug).sort()).toEqual(['elsewhere', `elsewhere-${two.id}`]);
  });

  it('costs no call when the token names what the copy knows', async () => {
    const ada = await newPerson(server, 'Ada');
    const { organizationId } = await newWorkspace(ada, 'known-already');
    await server.clearCalls();
    await welcomePerson({ sub: ada.userId, email: ada.email, name: ada.name, organizations: [organizationId] });
    expect(await server.calls()).toMatchObject({ total: 0 });
  });

  it('leaves what they do not belong to any more', async () => {
    const ada = await newPerson(server, 'Ada');
    const { organizationId } = await newWorkspace(ada, 'left-behind');
    await logto().members.remove(organizationId, ada.userId);
    await welcomePerson({ sub: ada.userId, email: ada.email, name: ada.name, organizations: [] });
    expect(await workspaces(ada.userId)).toEqual([]);
  });

  it('gets the roles that Logto gave them meanwhile', async () => {
    const ada = await newPerson(server, 'Ada');
    const { organizationId } = await newWorkspace(ada, 'new-roles');
    await logto().members.setRoles(organizationId, ada.userId, ['admin']);
    await welcomePerson({ sub: ada.userId, email: ada.email, name: ada.name }); // a token without organizations
    expect(await workspaces(ada.userId)).toEqual([{ name: 'The new-roles', roles: ['admin'] }]);
  });

  it('is in the log of a workspace that knew them not, as added in Logto', async () => {
    const [ada, ben] = [await newPerson(server, 'Ada'), await server.createUser({ name: 'Ben' })];
    const { tenantId, organizationId } = await newWorkspace(ada, 'with-a-log');
    await logto().members.add(organizationId, asUserId(ben.id));
    await welcomePerson(claimsOf(ben, [organizationId]));
    await welcomePerson(claimsOf(ben));
    const joined = await asSystem((db) => db.auditEvent.findMany({ where: { tenantId, action: 'member.joined' } }));
    expect(joined).toMatchObject([{ actorId: '', actorName: 'Logto', targetId: ben.id, details: { roles: [] } }]);
  });

  it('is in no log of an organization that is new here: since when they are in is not known', async () => {
    const ada = await server.createUser({ name: 'Ada' });
    const { id } = await server.createOrganization({ name: 'Long ago', members: { [ada.id]: 'owner' } });
    await welcomePerson(claimsOf(ada, [id]));
    expect(await asSystem((db) => db.auditEvent.count({ where: { targetId: ada.id } }))).toBe(0);
  });

  it('costs a question for domains only when they have just registered', async () => {
    const askedAt = async (createdAt: number) => {
      const ada = await server.createUser({ name: 'Ada' });
      const { id } = await server.createOrganization({ name: 'Domains', members: { [ada.id]: 'member' } });
      await server.clearCalls();
      await welcomePerson({ ...claimsOf(ada, [id]), created_at: createdAt });
      return JSON.stringify((await server.calls()).routes);
    };
    expect(await askedAt(Date.now())).toContain('email-domains');
    expect(await askedAt(Date.now() - 3_600_000)).not.toContain('email-domains');
  });

  it('does not take over what an operation of ours is making', async () => {
    const ada = await newPerson(server, 'Ada');
    await server.fail({ method: 'PUT', path: '/organizations/:id/users/:userId/roles', status: 503 });
    await expect(newWorkspace(ada, 'under-way')).rejects.toThrow('logto-unreachable');
    await welcomePerson({ sub: ada.userId, email: ada.email, name: ada.name });
    expect(await workspaces(ada.userId)).toEqual([]);
  });

  it('is told again that they are not suspended', async () => {
    const ada = await newPerson(server, 'Ada');
    await asSystem((db) => db.user.update({ where: { id: ada.userId }, data: { suspended: true } }));
    await welcomePerson({ sub: ada.userId, email: ada.email, name: ada.name, organizations: [] });
    const { suspended } = await asSystem((db) => db.user.findUniqueOrThrow({ where: { id: ada.userId } }));
    expect(suspended).toBe(false);
  });
});
