import { beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const { api } = stage.server;

beforeEach(() => void stage.lines.splice(0));

const nothingHappened = async () => {
  expect(await stage.jobs()).toEqual([]);
  expect(await stage.sql('SELECT FROM users')).toEqual([]);
  expect(await stage.sql('SELECT FROM tenants')).toEqual([]);
};

describe('an event that means nothing to us', () => {
  it('of the test button is taken, and does nothing', async () => {
    const [hook] = await bodyOf(api.GET('/api/hooks'));
    const events = ['PostRegister', 'PostSignIn', ...hook!.events] as NonNullable<typeof hook>['events'];
    const params = { path: { id: hook!.id } };
    const config = { url: `${stage.url}/webhooks/logto` };
    const { response } = await api.POST('/api/hooks/{id}/test', { params, body: { events, config } });
    expect(response.status).toBe(204);
    expect(stage.deliveries.map(({ event }) => event)).toEqual(events);
    await nothingHappened();
  });

  it.each(['Role.Created', 'Organization.Created', 'Identifier.Lockout', 'constructor', '__proto__'])(
    '%s is taken, and noted for who debugs',
    async (event) => {
      expect((await stage.send(event, { data: { id: 'x' } })).status).toBe(204);
      expect(stage.lines).toEqual([expect.stringContaining('without meaning')]);
      await nothingHappened();
    },
  );
});

describe('a body that is not what we know', () => {
  it.each(['', 'null', '[]', '"text"', '{', '{}', '{"event":7}', '\u{FEFF}{}'])(
    'such as %j is taken, and noted',
    async (body) => {
      expect((await stage.post(body)).status).toBe(204);
      expect(stage.lines).toEqual([expect.stringContaining('no event')]);
    },
  );

  it.each([
    ['User.Created', {}],
    [
      'User.Created',
      { data: { id: 'x'.repeat(22), name: 'secret', primaryEmail: null, avatar: null, isSuspended: false } },
    ],
    [
      'User.Created',
      { data: { id: 'x', name: 'secret'.repeat(50), primaryEmail: null, avatar: null, isSuspended: false } },
    ],
    ['User.Deleted', { data: null }],
    ['User.SuspensionStatus.Updated', { data: { id: 'x', isSuspended: 'secret' } }],
    ['Organization.Deleted', { params: {} }],
    ['Organization.Data.Updated', { data: { id: 'x', name: 'secret' } }],
    ['Organization.Membership.Updated', { addedUserIds: ['secret'] }],
    ['Organization.Membership.Updated', { organizationId: 'x', addedUserIds: 'secret' }],
    ['PostSignIn', { user: 'secret' }],
  ])('in an event %s is taken, and noted without what it says', async (event, payload) => {
    expect((await stage.send(event, payload)).status).toBe(204);
    expect(stage.lines).toEqual([expect.stringContaining('unknown shape')]);
    expect(stage.lines.join()).not.toContain('secret');
    await nothingHappened();
  });
});

describe('the log', () => {
  it('tells which event came, and nothing of a person', async () => {
    const ada = await stage.person('Ada Lovelace');
    expect(stage.lines).toEqual([expect.stringContaining('User.Created')]);
    for (const word of ['Lovelace', ada.email]) expect(stage.lines.join()).not.toContain(word);
  });

  it('and the queue hold nothing of a person but ids', async () => {
    const ada = await stage.person('Ada Lovelace');
    await stage.sql('UPDATE users SET name = null');
    await stage.again(stage.deliveries.at(-1)!.body);
    expect(await stage.jobs()).toMatchObject([{ task: 'copy-user', payload: { userId: ada.id } }]);
    expect(JSON.stringify(await stage.jobs())).not.toContain('Lovelace');
  });
});
