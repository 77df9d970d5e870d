import { beforeEach, describe, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { api } = stage.server;

const params = (userId: string) => ({ params: { path: { userId } } });
const suspend = (userId: string, isSuspended: boolean) =>
  stage.awaiting('User.SuspensionStatus.Updated', () =>
    api.PATCH('/api/users/{userId}/is-suspended', { ...params(userId), body: { isSuspended } }),
  );
const remove = (userId: string) =>
  stage.awaiting('User.Deleted', () => api.DELETE('/api/users/{userId}', params(userId)));

beforeEach(() => stage.work());

describe('somebody new in Logto', () => {
  it('is known to the copy without a call', async () => {
    await stage.server.clearCalls();
    const ada = await stage.person('Ada');
    expect(await stage.user(ada.id)).toMatchObject({ name: 'Ada', email: ada.email, suspended: false });
    expect((await stage.server.calls()).routes).toEqual({ 'POST /users': 1 });
    expect(await stage.jobs()).toEqual([]);
  });

  it('is known by their first sign-in too, with the address in lower case', async () => {
    const user = {
      id: 'signsin',
      name: null,
      primaryEmail: 'New@Example.test',
      avatar: 'https://a.test/a.png',
      isSuspended: false,
    };
    await stage.send('PostRegister', { interactionEvent: 'Register', userId: user.id, user });
    expect(await stage.user('signsin')).toMatchObject({
      name: null,
      email: 'new@example.test',
      avatar_url: 'https://a.test/a.png',
    });
  });
});

describe('a change of a person', () => {
  it('reaches the copy and the member lists', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.awaiting('User.Data.Updated', () => logto().users.patch(asUserId(ada.id), { name: 'Ada Lovelace' }));
    await stage.work();
    expect(await stage.user(ada.id)).toMatchObject({ name: 'Ada Lovelace' });
    expect(await stage.members(acme)).toMatchObject([{ name: 'Ada Lovelace', sort_name: 'ada lovelace' }]);
  });

  it('that the copy has already asks Logto nothing', async () => {
    const ada = await stage.person('Ada');
    await stage.sql('UPDATE users SET name = $1 WHERE id = $2', ['Countess', ada.id]);
    await stage.awaiting('User.Data.Updated', () => logto().users.patch(asUserId(ada.id), { name: 'Countess' }));
    expect(await stage.jobs()).toEqual([]);
  });

  it('that is older than what Logto has does not take the copy back', async () => {
    const ada = await stage.person('Ada');
    const older = stage.deliveries.at(-1)!;
    await stage.awaiting('User.Data.Updated', () => logto().users.patch(asUserId(ada.id), { name: 'Countess' }));
    await stage.work();
    await stage.again(older.body);
    await stage.work();
    expect(await stage.user(ada.id)).toMatchObject({ name: 'Countess' });
  });

  it('of custom data is none, even when that looks like a person', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const customData = { id: bob.id, name: 'Not Bob', primaryEmail: null, avatar: null, isSuspended: true };
    await stage.awaiting('User.Data.Updated', () =>
      api.PATCH('/api/users/{userId}/custom-data', { ...params(ada.id), body: { customData } }),
    );
    expect(stage.deliveries.at(-1)).toMatchObject({ event: 'User.Data.Updated', status: 204 });
    expect(await stage.jobs()).toEqual([]);
    expect(await stage.user(bob.id)).toMatchObject({ name: 'Bob', suspended: false });
  });
});

describe('a suspension', () => {
  it('ends all sessions of the person before Logto is answered, and nobody else’s', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    for (const id of [ada.id, ada.id, bob.id]) await stage.session(id);
    await suspend(ada.id, true);
    expect(await stage.signedIn(ada.id)).toBe(false);
    expect(await stage.signedIn(bob.id)).toBe(true);
    await stage.work();
    expect(await stage.user(ada.id)).toMatchObject({ suspended: true });
  });

  it('that is lifted lets them sign in again, also when its event comes first', async () => {
    const ada = await stage.person('Ada');
    await suspend(ada.id, true);
    const suspension = stage.deliveries.at(-1)!;
    await suspend(ada.id, false);
    await stage.again(suspension.body);
    await stage.work();
    expect(await stage.user(ada.id)).toMatchObject({ suspended: false });
  });
});

describe('a deleted person', () => {
  it('goes with sessions, access and memberships', async () => {
    const [ada, bob] = [await stage.person('Ada'), await stage.person('Bob')];
    const acme = await stage.organization('Acme', { [ada.id]: 'owner', [bob.id]: 'member' });
    await stage.access(bob.id, acme);
    await remove(bob.id);
    expect(await stage.signedIn(bob.id)).toBe(false);
    expect(await stage.withAccess(acme)).toEqual([]);
    await stage.work();
    expect(await stage.user(bob.id)).toBeUndefined();
    expect(await stage.members(acme)).toMatchObject([{ user_id: ada.id }]);
  });

  it('stays when the event tells of somebody whom Logto has', async () => {
    const ada = await stage.person('Ada');
    await stage.send('User.Deleted', { data: { id: ada.id }, params: { userId: ada.id } });
    await stage.work();
    expect(await stage.user(ada.id)).toMatchObject({ name: 'Ada' });
  });
});
