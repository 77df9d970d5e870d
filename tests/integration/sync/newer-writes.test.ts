/** Between the question to Logto and the write of its answer, a flow of ours may write what is newer. */
import { describe, expect, it } from 'vitest';
import { welcomePerson } from '#app/flows/welcome-person.server.ts';
import { asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { copyMembers, copyOrganization, findTenant, rolesOfMembers } from '#app/tenants/copy.server.ts';
import { copyUser, findUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { inTheCopy } from './both-sides.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

describe('an answer of Logto’s', () => {
  it('about a person is not written over what came since', async () => {
    const ada = await stage.person('Ada');
    const read = () => asSystem((db) => findUser(db, asUserId(ada.id)));
    const before = (await read())!;
    expect(await copyUser({ ...before, name: 'Newer' }, before)).toBe(true);
    expect(await copyUser({ ...before, name: 'Older' }, before)).toBe(false);
    expect(await read()).toMatchObject({ name: 'Newer' });
  });

  it('about an organization is not written over what came since', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Acme', { [ada.id]: 'owner' });
    const before = (await asSystem((db) => findTenant(db, id)))!;
    expect(await copyOrganization({ ...before, id, name: 'Newer' }, before)).toBe(true);
    expect(await copyOrganization({ ...before, id, name: 'Older' }, before)).toBe(false);
    expect(await stage.tenant(id)).toMatchObject({ name: 'Newer' });
  });

  it('about members is not written over what came since, whoever it is about', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    const { id: tenantId } = (await stage.tenant(acme))!;
    const before = await rolesOfMembers(tenantId);
    const held = (adas: string, bobs: string) =>
      new Map([
        [asUserId(ada.id), [adas]],
        [asUserId(bob.id), [bobs]],
      ]);
    await copyMembers(tenantId, held('admin', 'admin'), before);
    await copyMembers(tenantId, held('member', 'member'), before);
    expect(await stage.members(acme)).toMatchObject([{ roles: ['admin'] }, { roles: ['admin'] }]);
  });

  it('that changes a member’s roles takes the access that came of the old ones', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    const { id: tenantId } = (await stage.tenant(acme))!;
    for (const { id } of [ada, bob]) await stage.access(id, acme);
    const roles = new Map([
      [asUserId(ada.id), ['owner']],
      [asUserId(bob.id), ['admin']],
    ]);
    await copyMembers(tenantId, roles, await rolesOfMembers(tenantId));
    expect(await stage.withAccess(acme)).toEqual([ada.id]);
  });
});

/** The next answer to this question arrives only when the test lets it. */
function holdAnswer(question: RegExp) {
  const { fetch } = globalThis;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => {
    globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const { method, url } = input as Request;
      if (method !== 'GET' || !question.test(url)) return answer;
      globalThis.fetch = fetch;
      resolve();
      await released;
      return answer;
    };
  });
  return { asked, release };
}

/** Something happens in Logto while a worker waits for an answer that is older, and another worker has its turn. */
async function meanwhile(question: RegExp, happens: () => Promise<unknown>): Promise<void> {
  const { asked, release } = holdAnswer(question);
  const working = stage.workAfter(10);
  await asked;
  await happens();
  await stage.workAfter(10);
  release();
  await working;
  await stage.settle();
}

describe('an event that comes while Logto’s older answer is on its way', () => {
  const renamed = (id: string, name: string) =>
    stage.awaiting('User.Data.Updated', () => logto().users.patch(asUserId(id), { name }));
  const renamedOrganization = (id: OrganizationId, name: string) =>
    stage.awaiting('Organization.Data.Updated', () => logto().organizations.update(id, { name }));

  it('counts, though a person is again as the copy has them', async () => {
    const { id } = await stage.person('Ada');
    await renamed(id, 'Other');
    await meanwhile(/\/users\/\w+$/, () => renamed(id, 'Ada'));
    expect(await stage.user(id)).toMatchObject({ name: 'Ada' });
  });

  it('does not stand in for that answer, if it is older still', async () => {
    const { id } = await stage.person('Ada');
    const { body } = stage.deliveries.at(-1)!;
    await renamed(id, 'Other');
    await meanwhile(/\/users\/\w+$/, () => stage.again(body));
    expect(await stage.user(id)).toMatchObject({ name: 'Other' });
  });

  it('counts, though an organization is again as the copy has it', async () => {
    const ada = await stage.person('Ada');
    const id = await stage.organization('Again', { [ada.id]: 'owner' });
    await renamedOrganization(id, 'Other');
    await meanwhile(/\/organizations\/\w+$/, () => renamedOrganization(id, 'Again'));
    expect(await stage.tenant(id)).toMatchObject({ name: 'Again' });
  });

  it('counts, though somebody is out again who is not in the copy yet', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const id = await stage.organization('In and out', { [ada.id]: 'owner' });
    await stage.join(id, bob.id);
    await logto().members.setRoles(id, asUserId(bob.id), ['member']);
    await meanwhile(/\/organizations\/\w+\/users/, () => stage.leave(id, bob.id));
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }]);
  });

  it('counts, though somebody else had asked, who is slower', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const id = await stage.organization('Signs in', { [ada.id]: 'owner' });
    await stage.join(id, bob.id);
    await logto().members.setRoles(id, asUserId(bob.id), ['member']);
    await stage.loseEvents();
    const { asked, release } = holdAnswer(/\/users\/\w+\/organizations/);
    const signingIn = welcomePerson({ sub: bob.id, name: 'Bob', email: bob.email, organizations: [id] });
    await asked;
    await stage.leave(id, bob.id);
    await stage.workAfter(10);
    release();
    await signingIn;
    expect(await stage.members(id)).toHaveLength(2);
    await stage.settle();
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id }]);
  });

  it.each<[string, (id: OrganizationId) => Promise<unknown>, string[]]>([
    ['renamed', (id) => renamedOrganization(id, 'New name'), ['New name']],
    ['deleted', (id) => stage.awaiting('Organization.Deleted', () => logto().organizations.delete(id)), []],
  ])('counts, though an organization is %s that the copy does not have yet', async (_, happens, names) => {
    const ada = await stage.person('Ada');
    const { id } = await logto().organizations.create({ name: 'Old name' });
    await stage.join(id, ada.id);
    await meanwhile(/\/organizations\/\w+\/users/, () => happens(id));
    const { organizations } = await inTheCopy(stage);
    expect([organizations[id] as { name: string } | undefined].flatMap((each) => each?.name ?? [])).toEqual(names);
  });
});
