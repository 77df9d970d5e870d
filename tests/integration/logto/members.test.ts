import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asOrganizationId, asUserId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { permissionNames, roles } from '#app/permissions.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { startLogto, type TestLogto } from './local.ts';

const nobody = asUserId('aaaaaaaaaaaa');
const nowhere = asOrganizationId('aaaaaaaaaaaa');
let server: TestLogto;
let logto: Logto;
let ada: UserId;
let organization: OrganizationId;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
  await setUpLogto({ ...server.credentials, appUrl: 'http://localhost:3000' });
  ada = await server.createUser('ada@example.test');
});
beforeEach(async () => void (organization = (await logto.organizations.create({ name: 'Acme' })).id));
afterAll(() => server.stop());

const collect = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

describe('a member', () => {
  it('is added once however often it is asked', async () => {
    await logto.members.add(organization, ada);
    await logto.members.add(organization, ada);
    expect(await collect(logto.members.list(organization))).toEqual([
      expect.objectContaining({ id: ada, email: 'ada@example.test', name: 'ada', roles: [] }),
    ]);
  });

  it.each([
    ['1.37', 'Created'],
    ['1.41', '{'],
  ] as const)('is added and given roles in Logto %s, which answers %s…', async (version, answer) => {
    const other = await startLogto(version);
    onTestFinished(() => other.stop());
    await other.createRoles('owner');
    const answers: string[] = [];
    const { organizations, members } = other.connect({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (/\/users(\/\w+\/roles)?$/.test(response.url)) answers.push(await response.clone().text());
        return response;
      },
    });
    const { id } = await organizations.create({ name: 'Acme' });
    const person = await other.createUser('person@example.test');
    await members.add(id, person);
    await members.addRoles(id, person, ['owner']);
    expect(answers.map((text) => text.slice(0, answer.length))).toEqual([answer, answer]);
    expect(await members.roles(id, person)).toMatchObject([{ name: 'owner' }]);
  });

  it('who is unknown is refused', async () => {
    await expect(logto.members.add(organization, nobody)).rejects.toMatchObject({
      kind: 'refused',
      status: 422,
      code: 'entity.relation_foreign_key_not_found',
    });
  });

  it('is removed, and removed again', async () => {
    await logto.members.add(organization, ada);
    await logto.members.remove(organization, ada);
    await logto.members.remove(organization, ada);
    expect(await collect(logto.members.list(organization))).toEqual([]);
  });

  it('shows nothing of the person that the app does not keep', async () => {
    await logto.members.add(organization, ada);
    const [member] = await collect(logto.members.list(organization));
    expect(Object.keys(member ?? {}).sort()).toEqual(
      ['avatar', 'createdAt', 'email', 'id', 'isSuspended', 'name', 'roles', 'username'].sort(),
    );
  });
});

describe('the roles of a member', () => {
  it('are set, added to and replaced by name', async () => {
    await logto.members.add(organization, ada);
    await logto.members.setRoles(organization, ada, ['member']);
    await logto.members.addRoles(organization, ada, ['admin']);
    const names = async () => (await logto.members.roles(organization, ada))?.map(({ name }) => name).sort();
    expect(await names()).toEqual(['admin', 'member']);
    await logto.members.setRoles(organization, ada, ['owner']);
    expect(await names()).toEqual(['owner']);
  });

  it('stay as they were when one of the new ones is unknown', async () => {
    await logto.members.add(organization, ada);
    await logto.members.setRoles(organization, ada, ['member']);
    await expect(logto.members.setRoles(organization, ada, ['Member'])).rejects.toMatchObject({
      code: 'organization.role_names_not_found',
    });
    expect(await logto.members.roles(organization, ada)).toMatchObject([{ name: 'member' }]);
  });

  it('are none for a stranger, and for an organization that does not exist', async () => {
    expect(await logto.members.roles(organization, ada)).toBeNull();
    expect(await logto.members.roles(nowhere, ada)).toBeNull();
  });

  it('cannot be given to a stranger', async () => {
    await expect(logto.members.setRoles(organization, ada, ['member'])).rejects.toMatchObject({
      kind: 'refused',
      code: 'organization.require_membership',
    });
  });
});

describe('the live check', () => {
  it('names what the roles permit at this moment', async () => {
    await logto.members.add(organization, ada);
    expect(await logto.members.scopes(organization, ada)).toEqual([]);
    await logto.members.setRoles(organization, ada, ['owner']);
    expect((await logto.members.scopes(organization, ada)).sort()).toEqual([...permissionNames].sort());
    await logto.members.setRoles(organization, ada, ['member']);
    expect((await logto.members.scopes(organization, ada)).sort()).toEqual([...roles.member.permissions].sort());
  });

  it('permits a stranger nothing', async () => {
    expect(await logto.members.scopes(organization, ada)).toEqual([]);
    expect(await logto.members.scopes(nowhere, ada)).toEqual([]);
  });
});

describe('the list of members', () => {
  it('goes on past the first hundred', async () => {
    const people = await Promise.all(
      Array.from({ length: 130 }, (_, index) => server.createUser(`person${index}@example.test`)),
    );
    await Promise.all(people.map((person) => logto.members.add(organization, person)));
    const listed = await collect(logto.members.list(organization));
    expect(listed.map(({ id }) => id).sort()).toEqual([...people].sort());
  });

  it('is empty for an organization that does not exist', async () => {
    expect(await collect(logto.members.list(nowhere))).toEqual([]);
  });
});
