/** Servers before 1.40 say that the members of an organization changed, but not who. */
import { beforeEach, describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

beforeEach(() => stage.loseEvents());

const unnamed = (organizationId: string) =>
  stage.send('Organization.Membership.Updated', {
    organizationId,
    method: 'POST',
    matchedRoute: '/organizations/:id/users',
    params: { id: organizationId },
  });

describe('an event that does not say who joined or left', () => {
  it('takes the access of everybody there at once, and of nobody elsewhere', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    const other = await stage.organization('Other', { [ada.id]: 'owner' });
    for (const [id, where] of [
      [ada.id, acme],
      [bob.id, acme],
      [ada.id, other],
    ] as const)
      await stage.access(id, where);
    await unnamed(acme);
    expect(await stage.withAccess(acme)).toEqual([]);
    expect(await stage.withAccess(other)).toEqual([ada.id]);
  });

  it('brings the copy up to Logto’s list: who joined, who left, who has other roles', async () => {
    const [ada, bob, cyd] = [await stage.person('Ada'), await stage.person('Bob'), await stage.person('Cyd')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    const tenant = (await stage.tenant(acme))!;
    // As if their events had been lost.
    await stage.leave(acme, bob.id);
    await stage.join(acme, cyd.id);
    await logto().members.setRoles(acme, asUserId(ada.id), ['admin']);
    await stage.loseEvents();
    await stage.sql('DELETE FROM users WHERE id = $1', [cyd.id]);

    await unnamed(acme);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([
      { user_id: ada.id, roles: ['admin'] },
      { user_id: cyd.id, roles: [], name: 'Cyd' },
    ]);
    expect(await stage.tenant(acme)).toMatchObject({ id: tenant.id });
  });

  it('looks again at who joined without roles, since a console gives them a moment later', async () => {
    const [ada, cyd] = [await stage.person('Ada'), await stage.person('Cyd')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, cyd.id);
    await stage.loseEvents();
    await unnamed(acme);
    await stage.work(1);
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: cyd.id, roles: [] }]);
    await logto().members.setRoles(acme, asUserId(cyd.id), ['member']);
    await stage.work(1);
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: cyd.id, roles: ['member'] }]);
    expect(await stage.jobs()).toEqual([]);
  });

  it('looks twice at who stays without roles, and at nobody who was there before', async () => {
    const [ada, cyd] = [await stage.person('Ada'), await stage.person('Cyd')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, cyd.id);
    await stage.loseEvents();
    await unnamed(acme);
    await stage.work(1);
    await unnamed(acme);
    expect((await stage.jobs()).map(({ task }) => task)).toEqual(['copy-membership', 'copy-members']);
    await stage.work(4);
    expect(await stage.jobs()).toEqual([]);
  });

  it('reads the list once for many of them', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await Promise.all(Array.from({ length: 10 }, () => unnamed(acme)));
    expect(await stage.jobs()).toMatchObject([{ task: 'copy-members', payload: { organizationId: acme } }]);
  });

  it('makes the tenant of an organization that the copy does not have', async () => {
    const ada = await stage.person('Ada');
    const { id } = await logto().organizations.create({ name: 'From afar' });
    await stage.join(id, ada.id);
    await logto().members.setRoles(id, asUserId(ada.id), ['owner']);
    await stage.loseEvents();
    await unnamed(id);
    await stage.work();
    expect(await stage.tenant(id)).toMatchObject({ name: 'From afar', state: 'active' });
    expect(await stage.members(id)).toMatchObject([{ user_id: ada.id, roles: ['owner'] }]);
  });

  it('says who after all when its address does', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    for (const { id } of [ada, bob]) await stage.access(id, acme);
    await stage.send('Organization.Membership.Updated', {
      organizationId: acme,
      method: 'DELETE',
      matchedRoute: '/organizations/:id/users/:userId',
      params: { id: acme, userId: bob.id },
    });
    expect(await stage.withAccess(acme)).toEqual([ada.id]);
  });
});

/** Calls to Logto about members, by their routes. */
const asked = async () => {
  const { routes } = await stage.server.calls();
  return Object.fromEntries(
    Object.entries(routes).filter(([route]) => route.startsWith('GET /organizations/:id/users')),
  );
};

const list = 'GET /organizations/:id/users';
const one = 'GET /organizations/:id/users/:userId/roles';

describe('of a burst of events, Logto is asked', () => {
  it.each([
    ['about each, when they name two', 1, 2, { [one]: 2 }],
    ['for the list, when one names many', 1, 60, { [list]: 1 }],
    ['for the list once, when many name one each', 10, 1, { [list]: 1 }],
  ])('%s', async (_, events, named, calls) => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Burst', { [ada.id]: 'owner' });
    await stage.server.clearCalls();
    for (let event = 0; event < events; event++) {
      const addedUserIds = Array.from({ length: named }, (_, index) => `person${event}-${index}`);
      await stage.send('Organization.Membership.Updated', { organizationId: acme, addedUserIds });
    }
    expect(await stage.jobs()).toHaveLength(1);
    await stage.work();
    expect(await asked()).toEqual(calls);
    expect(await stage.members(acme)).toMatchObject([{ user_id: ada.id }]);
  });
});
