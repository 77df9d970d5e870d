/** People who change each other at the same moment: whoever comes first, an owner stays and both sides agree. */
import pg from 'pg';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { cancelRemoval, removeMembers } from '#app/flows/remove-members.server.ts';
import { transferOwnership } from '#app/flows/transfer-ownership.server.ts';
import type { Result } from '#app/failures.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey } from './people.ts';

const { database, logto: server } = await testApp();
const stage = memberStage(server);

beforeEach(() => server.clearFaults());

const rounds = 25;

/** The calls of both find each other: each answer takes a different while. */
const jitter = (round: number) =>
  server.fail({
    method: round % 2 ? 'GET' : 'PUT',
    path: '/organizations/:id/users/:userId/roles',
    delayMs: round % 7,
  });

/** A call has arrived once its fault is used up. */
const faultsLeft = async (): Promise<number> =>
  ((await (await fetch(`${server.endpoint}/local/faults`)).json()) as unknown[]).length;

const codes = (answers: Result<unknown>[]) => answers.map((answer) => (answer.ok ? 'ok' : answer.code));

async function race(people: Record<string, string[]>, press: (party: Party) => Promise<Promise<Result<unknown>>[]>) {
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const party = await stage.organization(people);
    await server.clearFaults();
    await jitter(round);
    const answers = await Promise.all(await press(party));
    await server.clearFaults();
    expect(await party.owners()).not.toEqual([]);
    const told = codes(answers);
    for (const code of told) {
      expect([
        'ok',
        'last-owner',
        'owner-change-under-way',
        'changed-meanwhile',
        'not-permitted',
        'member-above-own',
        'not-found',
      ]).toContain(code);
    }
    expect(told).toContain('ok');
    await party.members();
    expect((await party.operations()).every(({ state }) => state === 'done' || state === 'failed')).toBe(true);
    seen.add(told.join());
  }
  return seen;
}

describe('two owners', { timeout: 60_000 }, () => {
  const owners = { Ada: ['owner'], Bob: ['owner'] };

  it('who demote each other at the same moment: one stays', async () => {
    await race(owners, async (party) => {
      const [ada, bob] = [await party.access('Ada'), await party.access('Bob')];
      return [
        changeMemberRoles(ada, { userIds: party.ids('Bob'), role: 'member' }, newKey()),
        changeMemberRoles(bob, { userIds: party.ids('Ada'), role: 'member' }, newKey()),
      ];
    });
  });

  it('who both leave at the same moment: one stays', async () => {
    await race(owners, async (party) => {
      const [ada, bob] = [await party.access('Ada'), await party.access('Bob')];
      return [leaveOrganization(ada, newKey()), leaveOrganization(bob, newKey())];
    });
  });

  it('one of whom leaves while she removes the other: one stays', async () => {
    await race(owners, async (party) => {
      const ada = await party.access('Ada');
      return [leaveOrganization(ada, newKey()), removeMembers(ada, { userIds: party.ids('Bob') }, newKey())];
    });
  });

  it('one of whom leaves while the other is being removed by a third', async () => {
    await race({ ...owners, Cyd: ['owner'] }, async (party) => {
      const [ada, cyd] = [await party.access('Ada'), await party.access('Cyd')];
      return [
        leaveOrganization(ada, newKey()),
        removeMembers(cyd, { userIds: party.ids('Bob') }, newKey()),
        leaveOrganization(cyd, newKey()),
      ];
    });
  });
});

describe('handing over', { timeout: 60_000 }, () => {
  const people = { Ada: ['owner'], Bob: ['admin'], Eve: ['admin'] };

  it('to somebody who leaves at the same moment', async () => {
    await race(people, async (party) => {
      const [ada, bob] = [await party.access('Ada'), await party.access('Bob')];
      return [transferOwnership(ada, { userId: party.id('Bob') }, newKey()), leaveOrganization(bob, newKey())];
    });
  });

  it('to somebody who is removed at the same moment', async () => {
    await race(people, async (party) => {
      const [ada, eve] = [await party.access('Ada'), await party.access('Eve')];
      return [
        transferOwnership(ada, { userId: party.id('Bob') }, newKey()),
        removeMembers(eve, { userIds: party.ids('Bob') }, newKey()),
      ];
    });
  });

  it('to somebody who leaves when they are owner already, and the other one not yet admin', async () => {
    const party = await stage.organization(people);
    const [ada, bob] = [await party.access('Ada'), await party.access('Bob')];
    const stepsDown = { method: 'PUT', path: `/organizations/${party.organizationId}/users/${ada.userId}/roles` };
    await server.fail({ ...stepsDown, delayMs: 1_000, times: 1 });
    const transfer = transferOwnership(ada, { userId: party.id('Bob') }, newKey());
    await vi.waitFor(async () => expect(await faultsLeft()).toBe(0), { timeout: 10_000, interval: 10 });
    expect(await leaveOrganization(bob, newKey())).toMatchObject({ code: 'owner-change-under-way' });
    expect(await transfer).toMatchObject({ ok: true });
    expect(await party.members()).toMatchObject({ Ada: ['admin'], Bob: ['owner'] });
  });

  it('to two people at the same moment goes to one of them', async () => {
    await race(people, async (party) => {
      const ada = await party.access('Ada');
      return [
        transferOwnership(ada, { userId: party.id('Bob') }, newKey()),
        transferOwnership(ada, { userId: party.id('Eve') }, newKey()),
      ];
    });
  });
});

describe('two admins', { timeout: 60_000 }, () => {
  it('who give the same person different roles: both sides have the last one', async () => {
    const told = await race({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'] }, async (party) => {
      const [ada, eve] = [await party.access('Ada'), await party.access('Eve')];
      return [
        changeMemberRoles(ada, { userIds: party.ids('Bob'), role: 'owner' }, newKey()),
        changeMemberRoles(eve, { userIds: party.ids('Bob'), role: 'admin' }, newKey()),
      ];
    });
    expect([...told].every((codes) => codes.split(',').includes('ok'))).toBe(true);
  });

  it('who remove the same people: each is removed once, in one event', async () => {
    const party = await stage.organization({ Ada: ['owner'], Eve: ['admin'], Bob: ['member'], Cyd: ['member'] });
    const [ada, eve] = [await party.access('Ada'), await party.access('Eve')];
    await Promise.all([
      removeMembers(ada, { userIds: party.ids('Bob', 'Cyd') }, newKey()),
      removeMembers(eve, { userIds: party.ids('Cyd', 'Bob') }, newKey()),
    ]);
    expect(await party.members()).toEqual({ Ada: ['owner'], Eve: ['admin'] });
    expect((await party.audit()).map(({ target }) => target).sort()).toEqual(['Bob', 'Cyd']);
  });
});

describe('a change that is under way', () => {
  it('keeps others off the owners, and nobody else, until it is settled', async () => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['owner'], Cyd: ['owner'], Dan: ['member'] });
    const ada = await party.access('Ada');
    const put = { method: 'PUT', path: `/organizations/${party.organizationId}/users/${party.id('Bob')}/roles` };
    await server.fail({ ...put, drop: 'after' });
    const under = changeMemberRoles(ada, { userIds: party.ids('Bob'), role: 'admin' }, newKey());
    expect(await under).toMatchObject({ code: 'still-working' });
    await server.clearFaults();

    const userIds = party.ids('Cyd', 'Dan', 'Bob');
    const answer = await removeMembers(ada, { userIds }, newKey());
    expect(answer.ok && answer.value.map(({ refused }) => refused?.code)).toEqual([
      'owner-change-under-way',
      undefined,
      'changed-meanwhile',
    ]);
    await party.settle();
    expect(await party.members()).toEqual({ Ada: ['owner'], Bob: ['admin'], Cyd: ['owner'] });
    expect(await removeMembers(ada, { userIds: party.ids('Cyd', 'Bob') }, newKey())).toMatchObject({ ok: true });
    expect(await party.members()).toEqual({ Ada: ['owner'] });
  });
});

describe('a removal that is cancelled while a worker begins with it', () => {
  /** Both wait for the row, one behind the other. */
  async function inTurn(id: string, both: (() => Promise<unknown>)[]) {
    const sql = new pg.Client({ connectionString: database.superUrl });
    await sql.connect();
    try {
      await sql.query("UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = $1", [id]);
      await sql.query('BEGIN');
      await sql.query('SELECT FROM operations WHERE id = $1 FOR UPDATE', [id]);
      const answers: Promise<unknown>[] = [];
      for (const press of both) {
        answers.push(press());
        await vi.waitFor(async () => {
          const { rows } = await sql.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          expect(rows).toHaveLength(answers.length);
        }, 10_000);
      }
      await sql.query('COMMIT');
      await Promise.all(answers);
    } finally {
      await sql.end();
    }
  }

  it.each([
    ['first', 'ok', { Ada: ['owner'], Bob: ['member'] }, 0],
    ['second', 'too-late', { Ada: ['owner'] }, 1],
  ] as const)('and is %s: %s', async (place, code, after, events) => {
    const party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
    const access = await party.access('Ada');
    const waiting = await removeMembers(access, { userIds: party.ids('Bob'), delaySeconds: 10 }, newKey());
    const id = String(!waiting.ok && waiting.values?.['operation']);
    let answer: Result<unknown> | undefined;
    const cancel = async () => void (answer = await cancelRemoval(access, id));
    const begin = () => settleOperation(id);
    await inTurn(id, place === 'first' ? [cancel, begin] : [begin, cancel]);
    expect(codes([answer!])).toEqual([code]);
    expect(await party.members()).toEqual(after);
    expect(await party.audit()).toHaveLength(events);
  });
});
