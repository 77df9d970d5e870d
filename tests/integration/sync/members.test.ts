import { describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { version } from '#tests/support/local-logto.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const routes = async () => (await stage.server.calls()).routes;

describe('somebody who joins', () => {
  it('is in the copy with the roles that Logto says', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await logto().members.setRoles(acme, asUserId(bob.id), ['admin']);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([
      { user_id: ada.id, roles: ['owner'] },
      { user_id: bob.id, roles: ['admin'], name: 'Bob', sort_name: 'bob' },
    ]);
    expect(await stage.jobs()).toEqual([]);
  });

  it('gets the roles that they are given after the first look', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await stage.work(1);
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: bob.id, roles: [] }]);
    await logto().members.setRoles(acme, asUserId(bob.id), ['member']);
    await stage.work(1);
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: bob.id, roles: ['member'] }]);
  });

  it('without roles is looked at again twice, and then no more', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    const bob = await stage.person('Bob');
    await stage.server.clearCalls();
    await stage.join(acme, bob.id);
    await stage.work(5);
    // A server that does not say who joined is asked for the list the first time.
    const inTheList = version === '1.37' ? 1 : 0;
    expect(await routes()).toMatchObject({ 'GET /organizations/:id/users/:userId/roles': 3 - inTheList });
    expect(await stage.jobs()).toEqual([]);
  });

  it('whom the copy does not know is read from Logto', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.sql('DELETE FROM users WHERE id = $1', [bob.id]);
    await stage.join(acme, bob.id);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: bob.id, name: 'Bob' }]);
  });

  // Of many at once, and of a server that does not say who joined, everybody is listed: why, nobody asks then.
  it.runIf(version !== '1.37')('by registering with an address of a domain is in the log with that', async () => {
    const acme = await stage.organization('Acme', { [(await stage.person('Ada')).id]: 'owner' });
    await logto().joining.addDomain(acme, 'acme.test');
    const register = (name: string, email: string) =>
      stage.awaiting('User.Created', () => stage.server.createUser({ name, email }));
    const [bob, eve, zoe] = [
      await register('Bob', 'bob@acme.test'),
      await register('Eve', 'eve@elsewhere.test'),
      await register('Zoë', 'zoe@acme.test'),
    ];
    await stage.work();
    await stage.sql(`UPDATE users SET created_at = now() - interval '1 hour' WHERE id = $1`, [zoe.id]);
    for (const { id } of [bob, eve, zoe]) {
      await stage.join(acme, id);
      await stage.work();
    }
    const log = `SELECT target_name AS name, details->>'domain' AS domain FROM audit_events WHERE action = 'member.joined'
       AND target_id = ANY($1) ORDER BY 1`;
    expect(await stage.sql(log, [[bob.id, eve.id, zoe.id]])).toEqual([
      { name: 'Bob', domain: 'acme.test' },
      { name: 'Eve', domain: null },
      { name: 'Zoë', domain: null },
    ]);
  });

  it('and is gone again before anybody looked is no member', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.join(acme, bob.id);
    await stage.leave(acme, bob.id);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([{ user_id: ada.id }]);
  });
});

describe('somebody who is removed', () => {
  it('has no access before Logto is answered; the others keep theirs', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    for (const { id } of [ada, bob, bob]) await stage.access(id, acme);
    await stage.leave(acme, bob.id);
    expect(await stage.withAccess(acme)).toEqual([ada.id]);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([{ user_id: ada.id }]);
  });

  it('and added again is a member, whichever event comes last', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    await stage.leave(acme, bob.id);
    const removal = stage.deliveries.at(-1)!;
    await stage.work();
    await stage.join(acme, bob.id);
    await logto().members.setRoles(acme, asUserId(bob.id), ['admin']);
    await stage.again(removal.body);
    await stage.work();
    expect(await stage.members(acme)).toMatchObject([{}, { user_id: bob.id, roles: ['admin'] }]);
  });
});

describe('an application of an organization', () => {
  it('is nobody: access stays, nothing is asked about people', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.access(ada.id, acme);
    const about = { organizationId: acme, method: 'POST', matchedRoute: '/organizations/:id/applications' };
    await stage.send('Organization.Membership.Updated', about);
    await stage.send('Organization.Membership.Updated', { organizationId: acme, addedApplicationIds: ['machine'] });
    expect(await stage.withAccess(acme)).toEqual([ada.id]);
    expect((await stage.jobs()).filter(({ task }) => task !== 'copy-machines')).toEqual([]);
  });
});
