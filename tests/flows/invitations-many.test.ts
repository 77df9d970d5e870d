/** Lists: what a person waits for, and what a worker does. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '#app/logto/ids.ts';
import { invitedSoFar, mostAtOnce } from '#app/flows/invite-members.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { findProgress } from '#app/tenants/operations.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { testApp } from '#tests/support/app.ts';
import { invitationStage, workOn } from './invitations-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();

beforeEach(async () => {
  await server.clearFaults();
  await server.clearMails();
});

let lists = 0;
const list = (count: number) => {
  lists++;
  return Array.from({ length: count }, (_, n) => `p${n}-${lists}@example.test`);
};

const operationOf = (key: string) => asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));

/** Pressed, with the list left to a worker. */
async function pressed(count: number) {
  const stage = await invitationStage(server);
  const key = newKey();
  const emails = list(count);
  const answer = await stage.invite(emails, { key });
  const { id } = await operationOf(key);
  expect(answer).toEqual({ ok: false, code: 'still-working', values: { operation: id } });
  const progress = async () =>
    invitedSoFar((await findProgress({ userId: stage.ada.userId, tenantId: stage.access.tenantId }, id))!);
  return { ...stage, key, id, emails, progress };
}

const counted = (invited: { refused: string | null }[]) =>
  invited.reduce<Record<string, number>>((sum, { refused }) => {
    const name = refused ?? 'sent';
    return { ...sum, [name]: (sum[name] ?? 0) + 1 };
  }, {});

describe('a list that somebody waits for', () => {
  it('takes one call an address after the live check, and reports each', async () => {
    const { invite, access, inLogto } = await invitationStage(server);
    await logto().roles.idsOf(['member']);
    await server.clearCalls();
    const answer = await invite(list(mostAtOnce));
    expect(answer.ok && counted(answer.value)).toEqual({ sent: mostAtOnce });
    expect((await server.calls()).routes).toEqual({
      'GET /organizations/:id/users/:userId/scopes': 1,
      'POST /organization-invitations': mostAtOnce,
    });
    expect(await server.mails()).toHaveLength(mostAtOnce);
    expect(await inLogto()).toHaveLength(mostAtOnce);
    expect(access.permissions).toContain('invite:member');
  });

  it('goes on with a worker when Logto stops answering on the way, with one mail an address', async () => {
    const { invite, inLogto } = await invitationStage(server);
    const [key, emails] = [newKey(), list(12)];
    await server.fail({ method: 'POST', path: '/organization-invitations', drop: 'after', times: 2 });
    expect(await invite(emails, { key })).toMatchObject({
      code: 'still-working',
      values: { operation: expect.any(String) },
    });
    expect(await workOn(key)).toMatchObject({ state: 'done' });
    expect((await server.mails()).map(({ to }) => to).sort()).toEqual([...emails].sort());
    expect(await inLogto()).toHaveLength(12);
  });

  it('is not begun when Logto refuses to be asked more, and is when asked again', async () => {
    const { invite, all } = await invitationStage(server);
    const [key, emails] = [newKey(), list(3)];
    await server.fail({ method: 'POST', path: '/organization-invitations', status: 429 });
    expect(await invite(emails, { key })).toMatchObject({ code: 'rate-limited' });
    expect(await all()).toEqual([]);
    await server.clearFaults();
    expect(await invite(emails, { key })).toMatchObject({ ok: true });
  });
});

describe('a list for a worker', () => {
  it('is done address by address, each with its outcome as it comes', async () => {
    const { progress, key, id, emails, inLogto } = await pressed(60);
    expect(await progress()).toEqual({ total: 60, invited: [] });
    await server.fail({ method: 'POST', path: '/organization-invitations', status: 429, times: 1 });
    await settleOperation(id);
    expect((await progress()).invited.length).toBeLessThan(60);
    expect(await workOn(key)).toMatchObject({ state: 'done' });
    expect(counted((await progress()).invited)).toEqual({ sent: 60 });
    expect((await server.mails()).map(({ to }) => to).sort()).toEqual([...emails].sort());
    expect(await inLogto()).toHaveLength(60);
  });

  it('is one job, however often it is pressed', async () => {
    const { invite, key, id, emails } = await pressed(30);
    expect(await invite(emails, { key })).toMatchObject({ values: { operation: id } });
    await workOn(key);
    expect(await invite(emails, { key })).toMatchObject({ values: { operation: id } });
    expect(await server.mails()).toHaveLength(30);
  });

  it('goes on when Logto tells it again and again to slow down', async () => {
    const { key, id, emails } = await pressed(40);
    for (let times = 0; times < 12; times++) {
      await server.fail({ method: 'POST', path: '/organization-invitations', delayMs: 0, times: 3 });
      await server.fail({ method: 'POST', path: '/organization-invitations', status: 429, times: 1 });
      await settleOperation(id);
    }
    await server.clearFaults();
    expect(await workOn(key)).toMatchObject({ state: 'done' });
    expect((await server.mails()).map(({ to }) => to).sort()).toEqual([...emails].sort());
  });

  it('waits for Logto, and sends what it can', async () => {
    const { key, id, progress } = await pressed(30);
    await server.fail({ path: '/*', drop: 'before' });
    for (let tries = 0; tries < 3; tries++) await settleOperation(id);
    expect((await operationOf(key)).state).toBe('running');
    expect((await progress()).invited).toEqual([]);
    await server.clearFaults();
    expect(await workOn(key)).toMatchObject({ state: 'done' });
    expect(counted((await progress()).invited)).toEqual({ sent: 30 });
  });

  it('stops when the inviter was demoted meanwhile, and says so for the rest', async () => {
    const { key, access, ada, progress, all, inLogto, colleague } = await pressed(30);
    await colleague('Olga', 'owner');
    await logto().members.setRoles(access.organizationId, ada.userId, ['member']);
    expect(await workOn(key)).toMatchObject({ state: 'failed', result: { code: 'not-permitted' } });
    expect(counted((await progress()).invited)).toEqual({ 'not-permitted': 30 });
    expect((await all()).filter(({ status }) => status === 'pending')).toEqual([]);
    expect((await inLogto()).filter(({ status }) => status === 'Pending')).toEqual([]);
  });

  it('stops when the inviter’s account was deleted meanwhile', async () => {
    const { key, ada } = await pressed(25);
    await server.api.DELETE('/api/users/{userId}', { params: { path: { userId: ada.userId as UserId } } });
    expect(await workOn(key)).toMatchObject({ state: 'failed', result: { code: 'not-permitted' } });
    expect(await server.mails()).toEqual([]);
  });

  it('keeps each address to one mail when two lists that overlap are sent at once', async () => {
    const stage = await invitationStage(server);
    const { access: amy } = await stage.colleague('Amy', 'admin');
    await server.clearMails();
    const emails = list(30);
    const [one, two] = [newKey(), newKey()];
    await Promise.all([stage.invite(emails, { key: one }), stage.invite([...emails].reverse(), { key: two, by: amy })]);
    const results = [await workOn(one), await workOn(two)].map(({ result }) =>
      counted((result as { value: { refused: string | null }[] }).value),
    );
    expect(results.reduce((sum, each) => sum + (each['sent'] ?? 0), 0)).toBe(30);
    expect(results.reduce((sum, each) => sum + (each['already-invited'] ?? 0), 0)).toBe(30);
    expect(await server.mails()).toHaveLength(30);
  });
});
