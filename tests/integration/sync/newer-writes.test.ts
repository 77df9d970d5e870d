/** Between the question to Logto and the write of its answer, a flow of ours may write what is newer. */
import { describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { copyMembers, copyOrganization, findTenant, rolesOfMembers } from '#app/tenants/copy.server.ts';
import { copyUser, findUser } from '#app/tenants/copy-users.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
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
