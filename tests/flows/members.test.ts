import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeMemberRoles, ChangeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMembers, RemoveMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { strangeRole } from '#tests/member-cases.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);

beforeAll(() => stage.makeStrangeRole());
beforeEach(() => server.clearFaults());

const routes = async () => (await server.calls()).routes;

describe('changing roles', () => {
  it('changes them in Logto and in the copy, and tells the log who, whom and from where', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const answer = await changeMemberRoles(
      await party.access('Ada'),
      { userIds: party.ids('Bob'), role: 'admin' },
      newKey(),
    );
    expect(answer).toEqual({ ok: true, value: [{ userId: party.id('Bob'), name: 'Bob', refused: null }] });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['admin'] });
    expect(await party.audit()).toEqual([
      {
        actor: 'Ada',
        action: 'member.roles-changed',
        target: 'Bob',
        details: { before: ['member'], after: ['admin'] },
        ip: '192.0.2.1',
      },
    ]);
  });

  it('takes three calls', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const access = await party.access('Ada');
    await server.clearCalls();
    await changeMemberRoles(access, { userIds: party.ids('Bob'), role: 'admin' }, newKey());
    expect(await routes()).toEqual({
      'GET /organizations/:id/users/:userId/scopes': 1,
      'GET /organizations/:id/users/:userId/roles': 1,
      'PUT /organizations/:id/users/:userId/roles': 1,
    });
  });

  it('drops what was known of their access, in all their sessions and in nobody else’s', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    for (const name of ['Ada', 'Bob', 'Bob']) await party.signedIn(name);
    await changeMemberRoles(await party.access('Ada'), { userIds: party.ids('Bob'), role: 'admin' }, newKey());
    expect(await party.withAccess()).toEqual(['Ada']);
  });

  it('puts one role in the place of several of ours, and keeps those that are not ours', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['admin', 'member', strangeRole] });
    await changeMemberRoles(await party.access('Ada'), { userIds: party.ids('Bob'), role: 'member' }, newKey());
    expect(await party.members()).toMatchObject({ Bob: [strangeRole, 'member'] });
  });

  it('to what they are already says so, and leaves no trace', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['admin'] });
    const access = await party.access('Ada');
    await server.clearCalls();
    expect(await changeMemberRoles(access, { userIds: party.ids('Bob'), role: 'admin' }, newKey())).toMatchObject({
      ok: true,
    });
    expect(await routes()).not.toHaveProperty('PUT /organizations/:id/users/:userId/roles');
    expect(await party.audit()).toEqual([]);
  });

  it('asks Logto before it writes: a role taken away in the console stops it, though no event said so', async () => {
    const party = await stage.organization({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'] });
    const access = await party.access('Eve');
    await party.signedIn('Eve');
    await party.console.setRoles('Eve', ['member']);
    const answer = await changeMemberRoles(access, { userIds: party.ids('Bob'), role: 'admin' }, newKey());
    expect(answer).toMatchObject({ code: 'not-permitted' });
    expect(await logto().members.roles(party.organizationId, party.id('Bob'))).toMatchObject([{ name: 'member' }]);
    expect(await party.audit()).toEqual([]);
    expect(await party.withAccess()).toEqual([]); // their next page knows it too
  });

  it('does no more than the session was granted, whatever the role now permits', async () => {
    const party = await stage.organization({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'] });
    const access = await party.access('Eve');
    await party.console.setRoles('Eve', ['owner']);
    const answer = await changeMemberRoles(access, { userIds: party.ids('Bob'), role: 'owner' }, newKey());
    expect(answer).toMatchObject({ code: 'role-above-own' });
  });

  it('judges the target as Logto has them now: who was made owner in the console is above an admin', async () => {
    const party = await stage.organization({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'] });
    await party.console.setRoles('Bob', ['owner']);
    const answer = await removeMembers(await party.access('Eve'), { userIds: party.ids('Bob') }, newKey());
    expect(answer).toMatchObject({ code: 'member-above-own', values: { name: 'Bob' } });
    expect(await party.members()).toMatchObject({ Bob: ['owner'] });
    expect(await party.audit()).toMatchObject([
      { actor: '', action: 'member.roles-changed', target: 'Bob', details: { before: ['member'], after: ['owner'] } },
    ]);
  });

  it('writes the truth and asks to look again when the console made an owner of them', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    await party.console.setRoles('Bob', ['owner']);
    const remove = async () => removeMembers(await party.access('Ada'), { userIds: party.ids('Bob') }, newKey());
    expect(await remove()).toMatchObject({ code: 'changed-meanwhile' });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['owner'] });
    expect(await remove()).toMatchObject({ ok: true });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
  });

  it('forgets whom the console removed meanwhile', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    await party.signedIn('Bob');
    await party.console.remove('Bob');
    const answer = await changeMemberRoles(
      await party.access('Ada'),
      { userIds: party.ids('Bob'), role: 'admin' },
      newKey(),
    );
    expect(answer).toMatchObject({ code: 'not-found' });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.withAccess()).toEqual([]);
    expect(await party.audit()).toMatchObject([{ actor: '', action: 'member.removed', target: 'Bob' }]);
  });

  it('works on the suspended, who are no owners to rely on', async () => {
    const party = await stage.organization({ Ada: ['owner'], Sue: ['owner'], Bob: ['member'] });
    await party.console.suspend('Sue');
    const ada = await party.access('Ada');
    expect(await leaveOrganization(ada, newKey())).toMatchObject({ code: 'last-owner' });
    expect(await transferOwnership(ada, { userId: party.id('Sue') }, newKey())).toMatchObject({
      code: 'member-suspended',
      values: { name: 'Sue' },
    });
    expect(await removeMembers(ada, { userIds: party.ids('Sue') }, newKey())).toMatchObject({ ok: true });
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'] });
    await party.console.suspend('Sue', false);
  });

  it('finds the other owner in Logto when the copy knows none', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    await party.console.setRoles('Bob', ['owner']);
    expect(await leaveOrganization(await party.access('Ada'), newKey())).toMatchObject({ ok: true });
    await party.console.setRoles('Bob', ['member']); // as the copy has it: it learns of owners when it meets them
    expect(await party.members()).toEqual({ Bob: ['member'] });
  });

  it('does not rely on an owner whom only the copy has', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['owner'], Cyd: ['owner'] });
    await party.console.setRoles('Bob', ['member']);
    await party.console.remove('Cyd');
    expect(await leaveOrganization(await party.access('Ada'), newKey())).toMatchObject({ code: 'last-owner' });
    expect(await logto().members.roles(party.organizationId, party.id('Ada'))).toMatchObject([{ name: 'owner' }]);
  });
});

describe('a forged id', () => {
  it('of another organization looks like one that nobody has, and Logto is not asked', async () => {
    const [here, there] = [
      await stage.organization({ Ada: ['owner'] }),
      await stage.organization({ Mallory: ['owner'], Bob: ['member'] }),
    ];
    const access = await here.access('Ada');
    await server.clearCalls();
    const answers = [];
    for (const userId of [there.id('Bob'), asUserId('nobodynobody')]) {
      answers.push([
        await changeMemberRoles(access, { userIds: [userId], role: 'member' }, newKey()),
        await removeMembers(access, { userIds: [userId] }, newKey()),
        await transferOwnership(access, { userId }, newKey()),
      ]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject([{ code: 'not-found' }, { code: 'not-found' }, { code: 'not-found' }]);
    expect(await server.calls()).toMatchObject({ total: 0 });
    expect(await there.members()).toEqual({ Mallory: ['owner'], Bob: ['member'] });
    expect([...(await here.audit()), ...(await there.audit())]).toEqual([]);
  });

  it('among others stops none of them', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const forged = await stage.someoneElse();
    const userIds = [forged, party.id('Bob')];
    expect(await removeMembers(await party.access('Ada'), { userIds }, newKey())).toEqual({
      ok: true,
      value: [
        { userId: forged, name: forged, refused: { ok: false, code: 'not-found' } },
        { userId: party.id('Bob'), name: 'Bob', refused: null },
      ],
    });
  });
});

describe('several at once', () => {
  it('are each done or refused by themselves, in the order they were named', async () => {
    const party = await stage.organization({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'], Cyd: ['member'] });
    const userIds = party.ids('Bob', 'Ada', 'Eve', 'Cyd');
    const answer = await removeMembers(await party.access('Eve'), { userIds }, newKey());
    expect(answer.ok && answer.value.map(({ name, refused }) => [name, refused?.code])).toEqual([
      ['Bob', undefined],
      ['Ada', 'member-above-own'],
      ['Eve', 'not-oneself'],
      ['Cyd', undefined],
    ]);
    expect(await party.members()).toEqual({ Ada: ['owner'], Eve: ['admin'] });
    expect((await party.audit()).map(({ action, target }) => [action, target])).toEqual([
      ['member.removed', 'Bob'],
      ['member.removed', 'Cyd'],
    ]);
  });

  it('leave one owner, whoever is among them', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['owner'], Cyd: ['owner'] });
    const userIds = party.ids('Ada', 'Bob', 'Cyd');
    const answer = await changeMemberRoles(await party.access('Ada'), { userIds, role: 'member' }, newKey());
    expect(answer.ok && answer.value.map(({ refused }) => refused?.code)).toEqual(['last-owner', undefined, undefined]);
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['member'], Cyd: ['member'] });
  });

  it('with oneself among them lose nothing by the order', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['owner'], Cyd: ['admin'] });
    const userIds = party.ids('Ada', 'Cyd');
    const answer = await changeMemberRoles(await party.access('Ada'), { userIds, role: 'member' }, newKey());
    expect(answer.ok && answer.value.map(({ refused }) => refused)).toEqual([null, null]);
    expect(await party.members()).toEqual({ Ada: ['member'], Bob: ['owner'], Cyd: ['member'] });
  });

  it('are left to a worker from twenty-one on, and pressing again leads to the same', async () => {
    const names = Array.from({ length: 21 }, (_, n) => `Member${n}`);
    const party = await stage.organization({
      Ada: ['owner'],
      ...Object.fromEntries(names.map((name) => [name, ['member']])),
    });
    const [access, key] = [await party.access('Ada'), newKey()];
    const remove = () => removeMembers(access, { userIds: party.ids(...names) }, key);
    const first = await remove();
    expect(first).toMatchObject({ code: 'still-working', values: { operation: expect.any(String) } });
    expect(await remove()).toEqual(first);
    await settleOperation(String(!first.ok && first.values?.['operation']));
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect((await party.audit()).filter(({ action }) => action === 'member.removed')).toHaveLength(21);
  });

  it.each([
    ['nobody', undefined, 'nobody-selected'],
    ['an empty list', [], 'nobody-selected'],
    ['a hundred and one', Array.from({ length: 101 }, (_, n) => `user${n}`), 'too-many-selected'],
    ['what cannot be an id', 'a\0b', 'not-found'],
  ])('are between one and a hundred, not %s', (_name, userIds, code) => {
    const issues = RemoveMembers.safeParse({ userIds }).error?.issues;
    expect(issues?.[0]).toMatchObject({ message: code });
    expect(issues?.[0]?.path[0]).toBe('userIds');
  });

  it('get a role that exists, and one person is a list of one', () => {
    expect(ChangeMemberRoles.safeParse({ userIds: 'a', role: 'emperor' }).error?.issues).toMatchObject([
      { path: ['role'], message: 'role-unknown' },
    ]);
    expect(ChangeMemberRoles.safeParse({ userIds: 'a' }).error?.issues).toMatchObject([{ message: 'role-unknown' }]);
    expect(ChangeMemberRoles.parse({ userIds: 'a', role: 'admin' })).toEqual({ userIds: ['a'], role: 'admin' });
    expect(RemoveMembers.parse({ userIds: ['a', 'b', 'a'] })).toEqual({ userIds: ['a', 'b'] });
  });
});

describe('removing', () => {
  it('takes them out on both sides, with their access, and tells the log', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['admin'] });
    for (const name of ['Ada', 'Bob']) await party.signedIn(name);
    await removeMembers(await party.access('Ada'), { userIds: party.ids('Bob') }, newKey());
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.withAccess()).toEqual(['Ada']);
    expect(await party.audit()).toMatchObject([
      { actor: 'Ada', action: 'member.removed', target: 'Bob', ip: '192.0.2.1' },
    ]);
  });
});

describe('leaving', () => {
  it('takes the person out, in two calls, and tells the log', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    await party.signedIn('Bob');
    const access = await party.access('Bob');
    await server.clearCalls();
    expect(await leaveOrganization(access, newKey())).toEqual({ ok: true, value: null });
    expect(await server.calls()).toMatchObject({ total: 2 });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.withAccess()).toEqual([]);
    expect(await party.audit()).toMatchObject([{ actor: 'Bob', action: 'member.left', target: 'Bob' }]);
  });

  it('is done for whom the console removed meanwhile', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const access = await party.access('Bob');
    await party.console.remove('Bob');
    expect(await leaveOrganization(access, newKey())).toEqual({ ok: true, value: null });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.audit()).toMatchObject([{ actor: '', action: 'member.removed', target: 'Bob' }]);
  });
});

describe('handing over', () => {
  it('makes the other one owner, and then the person admin', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    for (const name of ['Ada', 'Bob']) await party.signedIn(name);
    expect(await transferOwnership(await party.access('Ada'), { userId: party.id('Bob') }, newKey())).toEqual({
      ok: true,
      value: { name: 'Bob' },
    });
    expect(await party.members()).toEqual({ Ada: ['admin'], Bob: ['owner'] });
    expect(await party.withAccess()).toEqual([]);
    expect(await party.audit()).toMatchObject([
      {
        actor: 'Ada',
        action: 'member.roles-changed',
        target: 'Bob',
        details: { before: ['member'], after: ['owner'] },
      },
      {
        actor: 'Ada',
        action: 'ownership.transferred',
        target: 'Bob',
        details: { before: ['owner'], after: ['admin'] },
      },
    ]);
  });

  it('leaves other owners what they are', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['owner'], Cyd: ['admin'] });
    await transferOwnership(await party.access('Ada'), { userId: party.id('Cyd') }, newKey());
    expect(await party.members()).toEqual({ Ada: ['admin'], Bob: ['owner'], Cyd: ['owner'] });
  });
});

describe('the holes of others', () => {
  it('hole 3: who is only a member removes nobody and makes nobody owner', async () => {
    const party = await stage.organization({ Ada: ['owner'], Mallory: ['member'], Bob: ['member'] });
    const mallory = await party.access('Mallory');
    // As if the page's own guard had been forgotten.
    const forged = { ...mallory, permissions: (await party.access('Ada')).permissions };
    for (const access of [mallory, forged]) {
      for (const name of ['Ada', 'Bob', 'Mallory']) {
        const userIds = party.ids(name);
        expect(await removeMembers(access, { userIds }, newKey())).toMatchObject({ code: 'not-permitted' });
        expect(await changeMemberRoles(access, { userIds, role: 'owner' }, newKey())).toMatchObject({
          code: 'not-permitted',
        });
      }
    }
    expect(await party.members()).toEqual({ Ada: ['owner'], Mallory: ['member'], Bob: ['member'] });
    expect(await party.audit()).toEqual([]);
  });
});

describe('pressing twice', () => {
  const party = () => stage.organization({ Ada: ['owner'], Olga: ['owner'], Bob: ['member'] });
  type Of = Awaited<ReturnType<typeof party>>;

  const flows = {
    'a change of roles': async (of: Of, key: string) =>
      changeMemberRoles(await of.access('Ada'), { userIds: of.ids('Bob'), role: 'admin' }, key),
    'a removal': async (of: Of, key: string) => removeMembers(await of.access('Ada'), { userIds: of.ids('Bob') }, key),
  };

  it.each(Object.entries(flows))('%s: one effect, one event, the same answer', async (_name, press) => {
    const of = await party();
    const key = newKey();
    const answers = await Promise.all([press(of, key), press(of, key), press(of, key)]);
    answers.push(await press(of, key));
    expect(answers[0]).toMatchObject({ ok: true });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await of.audit()).toHaveLength(1);
    await of.members();
  });

  it('leaving: one effect, one event, the same answer', async () => {
    const of = await party();
    const access = await of.access('Bob');
    const key = newKey();
    const answers = await Promise.all([leaveOrganization(access, key), leaveOrganization(access, key)]);
    answers.push(await leaveOrganization(access, key));
    expect(answers).toEqual(Array(3).fill({ ok: true, value: null }));
    expect(await of.audit()).toHaveLength(1);
  });

  it('a transfer: one effect, one event, the same answer', async () => {
    const of = await party();
    const access = await of.access('Ada');
    const key = newKey();
    const press = () => transferOwnership(access, { userId: of.id('Bob') }, key);
    const answers = [...(await Promise.all([press(), press()])), await press()];
    expect(answers).toEqual(Array(3).fill({ ok: true, value: { name: 'Bob' } }));
    const transferred = (await of.audit()).filter(({ action }) => action === 'ownership.transferred');
    expect(transferred).toHaveLength(1);
    expect(await of.members()).toEqual({ Ada: ['admin'], Olga: ['owner'], Bob: ['owner'] });
  });

  it('after a refusal is a new try: what stood in the way may be gone', async () => {
    const of = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const access = await of.access('Ada');
    const key = newKey();
    expect(await leaveOrganization(access, key)).toMatchObject({ code: 'last-owner' });
    await changeMemberRoles(access, { userIds: of.ids('Bob'), role: 'owner' }, newKey());
    expect(await leaveOrganization(access, key)).toMatchObject({ ok: true });
    expect(await of.members()).toEqual({ Bob: ['owner'] });
  });
});
