/** The end of an account: refused while an organization would be left without an owner, else whole, and nowhere half. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '#app/auth/session.server.ts';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { deleteAccount } from '#app/flows/delete-account.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { forgetUser } from '#app/tenants/copy-users.server.ts';
import { keepPortrait } from '#app/tenants/images.server.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();

let stage: ReturnType<typeof memberStage>;
let ada: SignedIn;

beforeEach(async () => {
  await server.clearFaults();
  stage = memberStage(server); // who is deleted is nobody in the next test
  ada = await stage.person('Ada');
});

const press = (key = newKey(), typed = ada.email!) => deleteAccount(ada, typed, key);
type Party = Awaited<ReturnType<typeof stage.organization>>;

/** Nothing of the person on either side, but their name in the log. */
async function expectGone(...parties: Party[]) {
  expect(await logto().users.get(ada.userId)).toBeNull();
  const { userId } = ada;
  const left = await asSystem(async (db) => ({
    users: await db.user.count({ where: { id: userId } }),
    members: await db.member.count({ where: { userId } }),
    sessions: await db.session.count({ where: { userId } }),
    access: await db.organizationAccess.count({ where: { userId } }),
    images: await db.image.count({ where: { userId } }),
    unfinished: await db.operation.count({ where: { actorId: userId, state: { in: ['running', 'interrupted'] } } }),
  }));
  expect(left).toEqual({ users: 0, members: 0, sessions: 0, access: 0, images: 0, unfinished: 0 });
  for (const party of parties) {
    expect((await party.audit()).filter(({ target }) => target === 'Ada')).toMatchObject([
      { actor: 'Ada', action: 'member.left', ip: '192.0.2.1' },
    ]);
  }
}

/** As before, with nothing held. */
async function expectUntouched(party: Party, members: Record<string, string[]>) {
  expect(await party.members()).toEqual(members);
  expect(await party.audit()).toEqual([]);
  expect(await asSystem((db) => db.operation.count({ where: { kind: 'hold-owners' } }))).toBe(0);
  expect(await logto().users.get(ada.userId)).not.toBeNull();
}

const settleAll = async () => {
  for (let round = 0; round < 12; round++) {
    const open = await asSystem((db) =>
      db.operation.findMany({ where: { kind: 'delete-account', state: { in: ['running', 'interrupted'] } } }),
    );
    if (open.length === 0) return;
    for (const { id } of open) {
      await asSystem((db) => db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } }));
      await settleOperation(id);
    }
  }
  throw new Error('An operation never ends.');
};

describe('an account', () => {
  it('goes, with all that is theirs, out of every workspace', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    const blue = await stage.organization({ Bob: ['owner'], Ada: ['member'] });
    await acme.signedIn('Ada');
    await keepPortrait(ada.userId, { hash: 'a'.repeat(64), png: Buffer.of(1) });
    expect(await press()).toEqual({ ok: true, value: null });
    await expectGone(acme, blue);
    expect([await acme.members(), await blue.members()]).toEqual([{ Bob: ['owner'] }, { Bob: ['owner'] }]);
  });

  it('of somebody who belongs nowhere goes too', async () => {
    expect(await press()).toMatchObject({ ok: true });
    await expectGone();
  });

  it('goes once when somebody presses twice', async () => {
    const acme = await stage.organization({ Bob: ['owner'], Ada: ['member'] });
    const key = newKey();
    const answers = await Promise.all([press(key), press(key)]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    await expectGone(acme);
  });

  it('that Logto’s console has deleted, with the event lost, goes here', async () => {
    const acme = await stage.organization({ Bob: ['owner'], Ada: ['member'] });
    await logto().users.delete(ada.userId);
    expect(await press()).toMatchObject({ ok: true });
    await expectGone(acme);
  });

  it('is meant when its address is typed, in whatever case', async () => {
    const acme = await stage.organization({ Bob: ['owner'], Ada: ['member'] });
    for (const typed of ['', 'Ada', 'somebody@example.test', `${ada.email}x`]) {
      expect(await press(newKey(), typed)).toMatchObject({
        ok: false,
        code: 'email-does-not-match',
        field: 'confirmation',
      });
    }
    await expectUntouched(acme, { Ada: ['member'], Bob: ['owner'] });
    expect(await press(newKey(), ` ${ada.email!.toUpperCase()} `)).toMatchObject({ ok: true });
  });

  it('in many organizations goes by a worker', async () => {
    const parties = [];
    for (let made = 0; made < 12; made++) parties.push(await stage.organization({ Ada: ['owner'], Bob: ['owner'] }));
    expect(await press()).toMatchObject({ ok: false, code: 'still-working' });
    await settleAll();
    await expectGone(...parties);
  });
});

describe('the last owner', () => {
  const refused = { ok: false, code: 'last-owner-somewhere' };

  it('is told where, and stays everywhere', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['admin'] });
    const blue = await stage.organization({ Ada: ['owner'] });
    const both = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    const answer = await press();
    expect(answer).toMatchObject(refused);
    if (!answer.ok) expect(String(answer.values!['slugs']).split(',').sort()).toEqual([acme.slug, blue.slug].sort());
    await expectUntouched(acme, { Ada: ['owner'], Bob: ['admin'] });
    await expectUntouched(both, { Ada: ['owner'], Bob: ['owner'] });
  });

  it('is who Logto says it is now, whatever the copy has', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    await acme.console.setRoles('Bob', ['member']);
    expect(await press()).toMatchObject({ ...refused, values: { slugs: acme.slug } });
    await acme.console.setRoles('Bob', ['owner']);
    await acme.console.suspend('Bob');
    expect(await press()).toMatchObject(refused);
    await acme.console.suspend('Bob', false);
    expect(await press()).toMatchObject({ ok: true });
    await expectGone(acme);
  });

  it('is nobody becomes meanwhile, by making a workspace', async () => {
    const make = (slug: string) => createOrganization(ada, { name: 'New', slug, description: null }, newKey());
    await server.fail({ method: 'DELETE', path: '/users/:userId', drop: 'before', times: 50 });
    expect(await press()).toMatchObject({ code: 'still-working' });
    expect(await make('made-while-deleted')).toMatchObject({ code: 'account-being-deleted' });
    await server.clearFaults();
    await settleAll();
    await expectGone();
    expect(await asSystem((db) => db.tenant.count({ where: { slug: 'made-while-deleted' } }))).toBe(0);
  });

  it('is not decided on while they make a workspace', async () => {
    const make = () => createOrganization(ada, { name: 'New', slug: 'made-before', description: null }, key);
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organizations/:id/users', drop: 'before', times: 50 });
    expect(await make()).toMatchObject({ code: 'logto-unreachable' });
    expect(await press()).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    expect(await make()).toMatchObject({ ok: true });
    expect(await press()).toMatchObject({ ...refused, values: { slugs: 'made-before' } });
  });

  it('of a workspace that is closed may go', async () => {
    const acme = await stage.organization({ Ada: ['owner'] });
    await asSystem((db) => db.tenant.update({ where: { id: acme.tenantId }, data: { deletionDueAt: new Date() } }));
    expect(await press()).toMatchObject({ ok: true });
  });

  it('is left when two go at once', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    const bob = await acme.access('Bob');
    const answers = await Promise.all([press(), leaveOrganization(bob, newKey())]);
    expect(answers.filter(({ ok }) => ok).length).toBeLessThan(2);
    expect(
      (await logto().members.roles(acme.organizationId, answers[0].ok ? bob.userId : ada.userId))?.map(
        ({ name }) => name,
      ),
    ).toEqual(['owner']);
  });

  it('is not decided on while somebody else changes the owners', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    const held = {
      actorId: 'somebody',
      kind: 'leave-organization',
      key: newKey(),
      inputHash: '',
      input: {},
      context: {},
      leaseUntil: new Date(),
      exclusive: `owners:${acme.tenantId}`,
    };
    const { id } = await asSystem((db) => db.operation.create({ data: held, select: { id: true } }));
    expect(await press()).toMatchObject({ ok: false, code: 'owner-change-under-way' });
    await asSystem((db) => db.operation.delete({ where: { id } }));
    await expectUntouched(acme, { Ada: ['owner'], Bob: ['owner'] });
    expect(await press()).toMatchObject({ ok: true });
  });
});

describe.each([
  ['asking what they own', { method: 'GET', path: '/users/:userId/organizations' }],
  ['asking who else owns it', { method: 'GET', path: '/organizations/:id/users/:userId/roles' }],
  ['deleting the account', { method: 'DELETE', path: '/users/:userId' }],
])('while %s Logto', (call, route) => {
  it.each<[string, Record<string, unknown>]>([
    // What breaks on the way to Logto and back is the fault test's.
    ['says 422', { status: 422, body: { code: 'guard.invalid_input', message: '' } }],
  ])('%s, the account is there or gone, and what is told is true', async (_failure, fault) => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    await server.fail({ ...route, ...fault, times: 50 });
    const key = newKey();
    const answer = await press(key);
    await server.clearFaults();
    const goesOn = !answer.ok && answer.code === 'still-working';
    expect(answer.ok).toBe(false);
    if (call !== 'deleting the account') expect(goesOn).toBe(false);
    if (!goesOn) await expectUntouched(acme, { Ada: ['owner'], Bob: ['owner'] });
    await settleAll();
    if (goesOn) return expectGone(acme);
    await expectUntouched(acme, { Ada: ['owner'], Bob: ['owner'] });
    expect(await press(key)).toMatchObject({ ok: true });
    return expectGone(acme);
  });
});

describe('a process that dies', () => {
  /** What it leaves: an operation with these steps, and a lease that nobody holds. */
  async function died(before: () => Promise<unknown>): Promise<void> {
    await asSystem((db) =>
      db.operation.updateMany({
        where: { actorId: ada.userId, kind: 'delete-account' },
        data: { state: 'running', leaseUntil: new Date(0) },
      }),
    );
    await before();
    await settleAll();
  }

  it('after Logto has deleted the account: another one forgets it here', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    await server.fail({ method: 'DELETE', path: '/users/:userId', drop: 'before', times: 50 });
    expect(await press()).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    await died(() => logto().users.delete(ada.userId));
    await expectGone(acme);
  });

  it('meanwhile Logto’s event arrives: it tells nothing twice, and takes nothing from who is at work', async () => {
    const acme = await stage.organization({ Ada: ['owner'], Bob: ['owner'] });
    await server.fail({ method: 'DELETE', path: '/users/:userId', drop: 'before', times: 50 });
    await press();
    await server.clearFaults();
    await died(async () => {
      await logto().users.delete(ada.userId);
      await forgetUser(ada.userId);
    });
    await expectGone(acme);
  });
});
