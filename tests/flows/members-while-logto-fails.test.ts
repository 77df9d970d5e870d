/**
 * Every call that the flows on members make, answered with a no in every way that Logto is known to: what is told is true at
 * that moment, and what may have happened is finished by the worker and written down once. What breaks on the way to Logto
 * and back is the fault test's: docs/decisions/0094-fault-test.md
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import type { FailureCode, Result } from '#app/failures.ts';
import { membersProgress } from '#app/flows/members-progress.server.ts';
import { findProgress } from '#app/tenants/operations.server.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);

beforeAll(() => stage.makeStrangeRole());
beforeEach(() => server.clearFaults());

const failures: Record<string, Record<string, unknown>> = {
  'says 422': { status: 422, body: { code: 'entity.relation_foreign_key_not_found', message: '' } },
  'says 404': { status: 404, body: { code: 'entity.not_found', message: '' } },
  'says 403, our credentials': { status: 403, body: { code: 'auth.forbidden', message: '' } },
  'says 501': { status: 501, body: { code: 'connector.not_found', message: '' } },
};

type Scenario = {
  people: Record<string, string[]>;
  press: (party: Party, key: string) => Promise<Result<unknown>>;
  after: Record<string, string[]>;
  calls: Record<string, (party: Party) => Record<string, unknown>>;
};

const rolesOf = (method: string, name: string) => (party: Party) => ({
  method,
  path: `/organizations/${party.organizationId}/users/${party.id(name)}/roles`,
});
const scopes = {
  'asking what the actor may': () => ({ method: 'GET', path: '/organizations/:id/users/:userId/scopes' }),
};
const user = { 'asking who they are': () => ({ method: 'GET', path: '/users/:userId' }) };

const scenarios: Record<string, Scenario> = {
  'changing a member’s role': {
    people: { Ada: ['owner'], Bob: ['member'] },
    press: async (party, key) =>
      changeMemberRoles(await party.access('Ada'), { userIds: party.ids('Bob'), role: 'admin' }, key),
    after: { Ada: ['owner'], Bob: ['admin'] },
    calls: { ...scopes, 'asking what they have': rolesOf('GET', 'Bob'), 'setting it': rolesOf('PUT', 'Bob') },
  },
  'demoting an owner': {
    people: { Ada: ['owner'], Bob: ['owner'] },
    press: async (party, key) =>
      changeMemberRoles(await party.access('Ada'), { userIds: party.ids('Bob'), role: 'member' }, key),
    after: { Ada: ['owner'], Bob: ['member'] },
    calls: { ...user, 'asking for the other owner': rolesOf('GET', 'Ada'), 'setting it': rolesOf('PUT', 'Bob') },
  },
  'removing a member': {
    people: { Ada: ['owner'], Bob: ['member'] },
    press: async (party, key) => removeMembers(await party.access('Ada'), { userIds: party.ids('Bob') }, key),
    after: { Ada: ['owner'] },
    calls: {
      ...scopes,
      'asking what they have': rolesOf('GET', 'Bob'),
      'removing them': () => ({ method: 'DELETE', path: '/organizations/:id/users/:userId' }),
    },
  },
  leaving: {
    people: { Ada: ['owner'], Bob: ['admin'] },
    press: async (party, key) => leaveOrganization(await party.access('Bob'), key),
    after: { Ada: ['owner'] },
    calls: {
      'asking what they have': rolesOf('GET', 'Bob'),
      'removing them': () => ({ method: 'DELETE', path: '/organizations/:id/users/:userId' }),
    },
  },
  'handing over': {
    people: { Ada: ['owner'], Bob: ['member'] },
    press: async (party, key) => transferOwnership(await party.access('Ada'), { userId: party.id('Bob') }, key),
    after: { Ada: ['admin'], Bob: ['owner'] },
    calls: {
      ...scopes,
      ...user,
      'asking what the new owner has': rolesOf('GET', 'Bob'),
      'making the new owner': rolesOf('PUT', 'Bob'),
      'stepping down': rolesOf('PUT', 'Ada'),
    },
  },
};

const nothingDone: FailureCode[] = ['logto-unreachable', 'logto-refused', 'rate-limited', 'not-found'];

/** Who cannot be found to be removed is out: Logto does not lie about that. */
const isLie = (call: string, failure: string) => call === 'removing them' && failure === 'says 404';

const cells = Object.entries(scenarios)
  .flatMap(([scenario, { calls }]) =>
    Object.keys(calls).flatMap((call) => Object.keys(failures).map((failure) => [scenario, call, failure] as const)),
  )
  .filter(([, call, failure]) => !isLie(call, failure));

describe.each(cells)('%s while %s Logto %s', (name, call, failure) => {
  const scenario = scenarios[name]!;

  it('is told truthfully, and both sides agree in the end', async () => {
    const party = await stage.organization(scenario.people);
    const key = newKey();
    // The guard has let them in before it happens.
    const access = await party.access(name === 'leaving' ? 'Bob' : 'Ada');
    const pressed = { ...party, access: async () => access };
    await server.fail({ ...scenario.calls[call]!(party), ...failures[failure]! });
    const answer = await scenario.press(pressed, key);
    await server.clearFaults();

    const code = answer.ok ? 'done' : answer.code;
    expect(['done', 'still-working', ...nothingDone]).toContain(code);
    if (code !== 'still-working') {
      expect(await party.members()).toEqual(answer.ok ? scenario.after : scenario.people);
      expect(await party.owners()).not.toEqual([]);
    }
    await party.settle();

    const finished = answer.ok || code === 'still-working';
    expect(await party.members()).toEqual(finished ? scenario.after : scenario.people);
    expect(await party.owners()).not.toEqual([]);
    // What was taken back is in the log too.
    const events = (await party.audit()).length;
    if (finished) expect(events).toBe(name === 'handing over' ? 2 : 1);
    else expect(events).toBe(call === 'stepping down' ? 2 : 0);

    // The same press, later: done is done, and what failed is tried anew.
    expect(await scenario.press(pressed, key)).toMatchObject({ ok: true });
    expect(await party.members()).toEqual(scenario.after);
  });
});

describe('several of whom Logto goes away half way', () => {
  it('go on without the person, who sees how far it is', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'], Cyd: ['member'], Dan: ['member'] });
    const access = await party.access('Ada');
    const key = newKey();
    await server.fail({ ...rolesOf('GET', 'Cyd')(party), status: 503 });
    const userIds = party.ids('Bob', 'Cyd', 'Dan');
    const answer = await removeMembers(access, { userIds }, key);
    const operation = !answer.ok && String(answer.values?.['operation']);
    expect(answer).toMatchObject({ code: 'still-working' });

    const progress = await findProgress(access, operation as string);
    expect(progress).toMatchObject({ kind: 'remove-members', state: 'running' });
    expect(membersProgress(progress!)).toMatchObject({
      outcomes: [{ name: 'Bob', refused: null }],
      waiting: [{ name: 'Cyd' }, { name: 'Dan' }],
    });
    await server.clearFaults();
    await party.settle();
    expect(await party.members()).toEqual({ Ada: ['owner'] });
    expect(await party.audit()).toHaveLength(3);
    expect(await removeMembers(access, { userIds }, key)).toMatchObject({
      ok: true,
      value: [{ refused: null }, { refused: null }, { refused: null }],
    });
  });

  it('are left as they are when it stays away, and the marks go when it is back', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'], Cyd: ['owner'] });
    const access = await party.access('Ada');
    await server.fail({ ...rolesOf('PUT', 'Cyd')(party), status: 503, body: '' });
    const userIds = party.ids('Bob', 'Cyd');
    expect(await changeMemberRoles(access, { userIds, role: 'admin' }, newKey())).toMatchObject({
      code: 'still-working',
    });
    await party.settle();
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['admin'], Cyd: ['owner'] });
    const [operation] = await party.operations();
    expect(operation).toMatchObject({ state: 'failed' });
    expect(membersProgress((await findProgress(access, operation!.id))!)).toMatchObject({
      outcomes: [
        { name: 'Bob', refused: null },
        { name: 'Cyd', refused: { code: 'logto-unreachable' } },
      ],
      waiting: [],
    });
    await server.clearFaults();
    expect(await changeMemberRoles(access, { userIds, role: 'admin' }, newKey())).toMatchObject({ ok: true });
  });
});

describe('no answer in time', () => {
  it('is told as still being worked on, and finished', { timeout: 60_000 }, async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const access = await party.access('Ada');
    await server.fail({ ...rolesOf('PUT', 'Bob')(party), delayMs: 30_000 });
    const answer = await changeMemberRoles(access, { userIds: party.ids('Bob'), role: 'admin' }, newKey());
    expect(answer).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    await party.settle();
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['admin'] });
    expect(await party.audit()).toHaveLength(1);
  });
});
