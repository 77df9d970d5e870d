import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptInvitation } from '#app/flows/accept-invitation.server.ts';
import { changePlan } from '#app/flows/change-plan.server.ts';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { type PlanName, plans } from '#app/plans.ts';
import { asSystem, forTenant } from '#app/tenants/db.server.ts';
import { listInvitationsFor } from '#app/tenants/invitations.server.ts';
import { refuseWhenFull } from '#app/tenants/limits.server.ts';
import { bringUpSeats } from '#app/tenants/seats.server.ts';
import { testApp } from '#tests/support/app.ts';
import { type InvitationStage, invitationStage, workOn } from './invitations-stage.ts';
import { newKey, newPerson } from './people.ts';

const { logto: server } = await testApp();

const operator = { userId: '', name: 'Operator', ip: '' };
const { seats } = plans.free;

beforeAll(bringUpSeats);
beforeEach(() => server.clearFaults());

const onFree = async (stage: InvitationStage) => {
  expect(await changePlan(stage.access.tenantId, 'free', operator)).toEqual({ ok: true, value: { from: 'unlimited' } });
  return stage;
};

const addresses = (count: number, of = 'guest') => Array.from({ length: count }, (_, at) => `${of}-${at}@example.test`);

const usedUp = (left?: number) => ({
  ok: false,
  code: 'seats-used-up',
  values: { limit: seats, ...(left !== undefined && { left }) },
});

describe('inviting', () => {
  it('goes on until members and open invitations fill the seats, and says how many are left', async () => {
    const { invite, all } = await onFree(await invitationStage(server));
    expect(await invite(addresses(seats))).toMatchObject(usedUp(seats - 1));
    expect(await all()).toEqual([]);
    expect(await invite(addresses(seats - 1))).toMatchObject({ ok: true });
    expect(await invite('one-more@example.test')).toMatchObject(usedUp(0));
  });

  it('refuses a list of 1,000 as a whole, before Logto hears of it', async () => {
    const { invite, all } = await onFree(await invitationStage(server));
    await server.clearCalls();
    expect(await invite(addresses(1_000))).toMatchObject(usedUp(seats - 1));
    expect(await all()).toEqual([]);
    expect((await server.calls()).routes).not.toHaveProperty('POST /organization-invitations');
  });

  it('counts nobody twice: who is in or invited already takes no further seat', async () => {
    const { invite, ada } = await onFree(await invitationStage(server));
    await invite(addresses(seats - 1));
    expect(await invite([ada.email!, ...addresses(2)])).toMatchObject({
      ok: true,
      value: [{ refused: 'already-member' }, { refused: 'already-invited' }, { refused: 'already-invited' }],
    });
  });

  it('gives the last seat to one of ten who press at once', async () => {
    const { invite } = await onFree(await invitationStage(server));
    await invite(addresses(seats - 2));
    const answers = await Promise.all(addresses(10, 'late').map((email) => invite(email)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'seats-used-up')).toHaveLength(9);
  });

  it('has room again after an invitation is over or the plan is larger, under the same key', async () => {
    const stage = await onFree(await invitationStage(server));
    await stage.invite(addresses(seats - 1));
    const key = newKey();
    expect(await stage.invite('next@example.test', { key })).toMatchObject(usedUp(0));
    await changePlan(stage.access.tenantId, 'team', operator);
    expect(await stage.invite('next@example.test', { key })).toMatchObject({ ok: true });
    expect(await stage.invite('next@example.test', { key })).toMatchObject({ ok: true });
  });

  it('is as it was without a limit', async () => {
    const { invite, all } = await invitationStage(server);
    const key = newKey();
    expect(await invite(addresses(60), { key })).toMatchObject({ ok: false, code: 'still-working' });
    await workOn(key);
    expect((await all()).length).toBeGreaterThan(seats);
  });
});

describe('accepting', () => {
  /** So many are invited while there is room, and then the plan is made small. */
  async function invited(count: number) {
    const stage = await invitationStage(server);
    const guests = await Promise.all(addresses(count, stage.slug).map((email) => newPerson(server, 'Guest', email)));
    await stage.invite(guests.map(({ email }) => email!));
    await onFree(stage);
    const accept = async (guest: (typeof guests)[number], key = newKey()) => {
      const [invitation] = await listInvitationsFor(guest);
      return acceptInvitation(guest, invitation!.id, key);
    };
    return { ...stage, guests, accept };
  }

  it('gives the last seat to one of those who accept at once, and changes nothing for the others', async () => {
    const { guests, accept, memberRoles, rolesInLogto } = await invited(10);
    const answers = await Promise.all(guests.map((guest) => accept(guest)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(seats - 1);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(10 - (seats - 1)).fill(usedUp()));
    for (const [at, { ok }] of answers.entries()) {
      const { userId } = guests[at]!;
      expect([await memberRoles(userId), await rolesInLogto(userId)]).toEqual(
        ok ? [['member'], ['member']] : [undefined, null],
      );
    }
  });

  it('can be done after all when there is a seat', async () => {
    const { guests, accept, access } = await invited(seats);
    for (const guest of guests.slice(1)) expect(await accept(guest)).toMatchObject({ ok: true });
    const key = newKey();
    expect(await accept(guests[0]!, key)).toEqual(usedUp());
    await changePlan(access.tenantId, 'team', operator);
    expect(await accept(guests[0]!, key)).toMatchObject({ ok: true });
  });

  it('keeps the seat of somebody for whom Logto has not answered yet', async () => {
    const { guests, accept } = await invited(seats);
    for (const guest of guests.slice(2)) await accept(guest);
    await server.fail({ method: 'PUT', path: '/organization-invitations/:id/status', status: 503 });
    expect(await accept(guests[0]!)).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    expect(await accept(guests[1]!)).toEqual(usedUp());
  });
});

describe('making an organization', () => {
  const make = (person: Awaited<ReturnType<typeof newPerson>>, slug: string, key = newKey()) =>
    createOrganization(person, { name: slug, slug, description: null }, key);

  it('has no limit while new ones have none', async () => {
    const person = await newPerson(server, 'Founder');
    for (const slug of ['founded-1', 'founded-2', 'founded-3', 'founded-4'])
      expect(await make(person, slug)).toMatchObject({ ok: true });
  });

  describe('when the plan of new ones says how many', () => {
    const editable = plans.unlimited as { organizations: number | null };
    beforeEach(() => {
      editable.organizations = 2; // as a forker would in app/plans.ts
      return () => (editable.organizations = null);
    });
    const usedUp = { ok: false, code: 'organizations-used-up', values: { limit: 2 } };

    it('ends there, for five at once too, and leaves nothing of the others', async () => {
      const person = await newPerson(server, 'Founder');
      const made = await Promise.all([1, 2, 3, 4, 5].map((at) => make(person, `at-once-${at}`)));
      expect(made.filter(({ ok }) => ok)).toHaveLength(2);
      expect(made.filter(({ ok }) => !ok)).toEqual([usedUp, usedUp, usedUp]);
      const inCopy = await asSystem((db) => db.tenant.count({ where: { slug: { startsWith: 'at-once-' } } }));
      expect(inCopy).toBe(2);
    });

    it('counts the one that was made when the button is pressed twice', async () => {
      const person = await newPerson(server, 'Founder');
      await make(person, 'pressed-1');
      const key = newKey();
      expect(await make(person, 'pressed-2', key)).toMatchObject({ ok: true });
      expect(await make(person, 'pressed-2', key)).toMatchObject({ ok: true });
      expect(await make(person, 'pressed-3')).toEqual(usedUp);
    });

    it('counts neither closed ones, nor those somebody only belongs to', async () => {
      const person = await newPerson(server, 'Founder');
      for (const slug of ['closed-1', 'closed-2']) await make(person, slug);
      await asSystem(
        (db) => db.$executeRaw`UPDATE tenants SET deletion_due_at = now() + interval '7 days' WHERE slug = 'closed-1'`,
      );
      expect(await make(person, 'closed-3')).toMatchObject({ ok: true });
      await asSystem(
        (db) => db.$executeRaw`
          UPDATE members SET roles = '{admin}' FROM tenants WHERE tenants.id = tenant_id AND slug = 'closed-2'`,
      );
      expect(await make(person, 'closed-4')).toMatchObject({ ok: true });
    });

    it('is as many as the best of the plans allows that somebody owns', async () => {
      const person = await newPerson(server, 'Founder');
      for (const slug of ['better-1', 'better-2']) await make(person, slug);
      const { id } = await asSystem((db) =>
        db.tenant.findUniqueOrThrow({ where: { slug: 'better-1' }, select: { id: true } }),
      );
      await changePlan(id, 'team', operator);
      expect(await make(person, 'better-3')).toMatchObject({ ok: true });
    });
  });
});

describe('adding a thing', () => {
  const stageOn = async (plan: PlanName) => {
    const { access } = await invitationStage(server);
    await changePlan(access.tenantId, plan, operator);
    return access.tenantId;
  };

  it('has none on a plan without', async () => {
    const tenantId = await stageOn('unlimited');
    expect(await forTenant(tenantId, (db) => refuseWhenFull(db, tenantId, 'api-keys'))).toBeNull();
  });

  it('counts keys that can still be used', async () => {
    const tenantId = await stageOn('free');
    const key = (id: string, more: object = {}) => ({
      tenantId,
      name: id,
      role: 'member',
      secretHash: `${tenantId}${id}`.replace(/-/g, '').padEnd(64, '0').slice(0, 64),
      start: 'x',
      createdById: 'x',
      createdByName: 'x',
      ...more,
    });
    const past = new Date(0);
    await asSystem((db) =>
      db.apiKey.createMany({ data: [key('a'), key('b', { revokedAt: past }), key('c', { expiresAt: past })] }),
    );
    const ask = () => forTenant(tenantId, (db) => refuseWhenFull(db, tenantId, 'api-keys'));
    expect(await ask()).toBeNull();
    await asSystem((db) => db.apiKey.create({ data: key('d') }));
    expect(await ask()).toEqual({ ok: false, code: 'api-keys-used-up', values: { limit: plans.free.apiKeys } });
  });
});

describe('changing the plan', () => {
  it('is told of once, and knows what is not there', async () => {
    const { access } = await invitationStage(server);
    const { tenantId } = access;
    for (let press = 0; press < 2; press++) await changePlan(tenantId, 'team', operator);
    const told = await asSystem((db) => db.auditEvent.findMany({ where: { tenantId, action: 'plan.changed' } }));
    expect(told.map(({ details }) => details)).toEqual([{ from: 'unlimited', to: 'team' }]);
    const nowhere = '00000000-0000-0000-0000-000000000000';
    expect(await changePlan(nowhere, 'team', operator)).toEqual({ ok: false, code: 'not-found' });
  });
});
