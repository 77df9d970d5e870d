/** The reconciliation beside what goes on at the same time: flows, other instances, lists that have another order at every call. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Logger, parseCrontab, run as startWorker, runOnce } from 'graphile-worker';
import { expect, it, vi } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { inviteMembers } from '#app/flows/invite-members.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { updateOrganization } from '#app/flows/update-organization.server.ts';
import { asOrganizationId, asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { askForReconcile } from '#app/sync/jobs.server.ts';
import { everyRow } from '#app/sync/reconcile/every-row.server.ts';
import { reconcile } from '#app/sync/reconcile/reconcile.server.ts';
import { reconcileCron, reconcileTask } from '#app/sync/reconcile/task.server.ts';
import { tasks } from '#app/sync/worker.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { allScenarios } from '../../faults/scenarios.ts';
import { faultStage } from '../../faults/stage.ts';
import { newKey, newPerson, newWorkspace } from '../../flows/people.ts';
import type { Order } from './reconcile-presser.ts';
import { fast, reconcileStage } from './reconcile-stage.ts';

const { server, database, sql, run, copy, expectEqual, audit } = await reconcileStage();
const quiet = new Logger(() => () => {});
const worker = { connectionString: database.systemUrl, schema: 'graphile_worker', logger: quiet };

let made = 0;
const newcomer = async () => {
  const { data } = await server.api.POST('/api/users', { body: { name: `Newcomer ${++made}` } });
  return asUserId(data!.id);
};
const console_ = {
  async organization(name: string, ...userIds: string[]): Promise<OrganizationId> {
    const { id } = await logto().organizations.create({ name });
    await server.api.POST('/api/organizations/{id}/users', { params: { path: { id } }, body: { userIds } });
    return id;
  },
};

it('takes nothing from operations that were killed midway, and finds nothing once a worker has finished them', async () => {
  const [stage, scenarios] = [faultStage(server), await allScenarios()];
  await run();
  const orders: Order[] = [];
  for (const [flow, method, path] of [
    ['create-organization, a first workspace', 'POST', '/organizations/:id/users'],
    ['invite-members, an address', 'POST', '/organization-invitations'],
    ['change-member-roles, a member becomes admin', 'PUT', '/organizations/:id/users/:userId/roles'],
    ['remove-members, a member', 'DELETE', '/organizations/:id/users/:userId'],
    ['accept-invitation, as a new member', 'PUT', '/organization-invitations/:id/status'],
    ['update-organization, name and description', 'PATCH', '/organizations/:id'],
    ['add-machine, as a member', 'POST', '/organizations/:id/applications/roles'],
    ['add-domain, the first one', 'POST', '/organizations/:id/jit/email-domains'],
  ] as const) {
    const { given } = await scenarios.get(flow)!.stage(stage);
    orders.push({ flow, given, key: newKey(), call: { method, path } });
  }
  await run(); // of what was staged in Logto alone

  const child = fork(new URL('reconcile-presser.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  child.send(orders);
  expect(await once(child, 'message')).toEqual(['all are midway', undefined]);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const before = await copy();
  const told = await run();
  expect(await copy()).toEqual(before);
  expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['left-alone']));
  expect(new Set(told.map(({ what }) => what))).toEqual(
    new Set(['organization', 'member', 'invitation', 'machine', 'sign-in']),
  );

  const underWay = () => sql(`SELECT kind FROM operations WHERE state IN ('running', 'interrupted')`);
  for (let round = 0; round < 10 && (await underWay()).length > 0; round++) {
    await sql(`UPDATE operations SET lease_until = 'epoch' WHERE state IN ('running', 'interrupted')`);
    await sql(`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 s'`);
    await runOnce({ ...worker, taskList: tasks });
  }
  expect(await underWay()).toEqual([]);
  expect(await run()).toEqual([]);
  await expectEqual();
}, 90_000);

it('does no harm to what people do meanwhile, and tells of none of it as done in Logto', async () => {
  const rooms: { access: Access; members: Access['userId'][] }[] = [];
  for (let count = 0; count < 3; count++) {
    const access = await newWorkspace(await newPerson(server, 'Owner'), `busy-${count}`);
    const members = [await newcomer(), await newcomer(), await newcomer()];
    await server.api.POST('/api/organizations/{id}/users', {
      params: { path: { id: access.organizationId } },
      body: { userIds: members },
    });
    for (const each of members) await logto().members.setRoles(access.organizationId, each, ['member']);
    rooms.push({ access, members });
  }
  await run();
  await sql('DELETE FROM audit_events');

  let busy = true;
  const invite = (access: Access) =>
    inviteMembers(
      access,
      { emails: [`guest-${++made}@example.test`], role: 'member', days: 14, note: null, language: 'en' },
      newKey(),
    );
  const atWork = Promise.all(
    rooms.map(async ({ access, members }, room) => {
      for (const [turn, userId] of [...members, ...members, ...members].entries()) {
        const role = turn % 2 === 0 ? 'admin' : 'member';
        await changeMemberRoles(access, { userIds: [userId], role }, newKey());
        await invite(access);
        await updateOrganization(access, { name: `Busy ${room} ${turn}`, description: null }, newKey());
      }
      await removeMembers(access, { userIds: [members[0]!] }, newKey());
      await newWorkspace(await newPerson(server, 'Founder'), `founded-${room}`);
    }),
  ).finally(() => (busy = false));
  let runs = 0;
  while (busy) {
    await run();
    runs++;
  }
  await atWork;
  expect(runs).toBeGreaterThan(1);
  expect(await run()).toEqual([]);
  await expectEqual();
  const byLogto = await sql(`SELECT action, target_name FROM audit_events WHERE actor_id = ''`);
  expect(byLogto).toEqual([]);
}, 60_000);

it('reads a list again until a whole pass brings nothing new, and as many rows are known as a pass has', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => ({ id: `${index}` }));
  let passes = 0;
  async function* list() {
    // Row 149 is missed by two passes, which read row 0 twice.
    yield* ++passes < 3 ? [...rows.slice(0, 149), rows[0]!] : rows;
  }
  const read: string[] = [];
  for await (const { id } of everyRow(list)) read.push(id);
  expect(read.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect(passes).toBe(4);
});

it('passes over what is being erased, whether Logto still has it or not', async () => {
  const id = await console_.organization('Erased', await newcomer());
  await run();
  await sql('UPDATE tenants SET erasing = true WHERE logto_org_id = $1', [id]);
  await logto().organizations.update(id, { name: 'Renamed' });
  expect(await run()).toEqual([]);
  expect(await run({ organization: id })).toEqual([]);
  await logto().organizations.delete(id);
  expect(await run()).toEqual([]);
  expect(await run({ organization: id })).toEqual([]);
  expect(await sql('SELECT FROM tenants WHERE logto_org_id = $1', [id])).toHaveLength(1);
  await sql('DELETE FROM tenants WHERE logto_org_id = $1', [id]);
});

it('tells the log of an invitation that was made in Logto, with the role that Logto has first', async () => {
  const person = await newcomer();
  const id = await console_.organization('Inviting', person);
  await run();
  const expiresAt = new Date(Date.now() + 86_400_000);
  const invite = async (invitee: string, roles: string[]) =>
    logto().invitations.create({
      organizationId: id,
      invitee,
      roleIds: roles.length > 0 ? await logto().roles.idsOf(roles) : [],
      expiresAt,
    });
  const [plain, higher] = [
    await invite('no-role@example.test', []),
    await invite('x@example.test', ['member', 'admin']),
  ];
  await run({ organization: id });
  const row = async (invitation: string) =>
    (
      await sql('SELECT id, role, expires_at, invited_by_name FROM invitations WHERE logto_invitation_id = $1', [
        invitation,
      ])
    )[0]!;
  expect(await row(plain.id)).toMatchObject({ role: '', expires_at: expiresAt, invited_by_name: 'Logto' });
  expect(await row(higher.id)).toMatchObject({ role: 'admin' });
  expect(await audit((await row(higher.id))['id'] as string)).toEqual([
    { action: 'invitation.sent', actor_id: '', details: { role: 'admin' } },
  ]);

  // What the copy has otherwise while it is open is put right.
  await sql(`UPDATE invitations SET role = 'owner', expires_at = now() WHERE logto_invitation_id = $1`, [higher.id]);
  expect(await run({ organization: id })).toMatchObject([{ what: 'invitation', id: higher.id, outcome: 'mended' }]);
  expect(await row(higher.id)).toMatchObject({ role: 'admin', expires_at: expiresAt });

  // Logto tells addresses apart by case, and the copy has one open invitation for an address.
  const again = await server.api.POST('/api/organization-invitations', {
    body: {
      organizationId: id,
      invitee: 'X@example.test',
      expiresAt: +expiresAt,
      organizationRoleIds: [],
      messagePayload: false,
    },
  });
  const alone = [{ what: 'invitation', id: again.data!.id, difference: 'missing', outcome: 'left-alone' }];
  expect(await run({ organization: id })).toMatchObject(alone);
  await logto().invitations.revoke(higher.id);
  await run({ organization: id });
  expect(await row(again.data!.id)).toMatchObject({ role: '' });
  expect(await run({ organization: id })).toEqual([]);
});

it('calls Logto no more than 200 times in 10 s, and evenly', async () => {
  for (let count = 0; count < 3; count++) await console_.organization(`Paced ${count}`, await newcomer());
  const [{ id }] = (await sql('SELECT logto_org_id AS id FROM tenants ORDER BY created_at LIMIT 1')) as [
    { id: string },
  ];
  await server.clearCalls();
  for (let count = 0; count < 4; count++) await reconcile({ organization: asOrganizationId(id) });
  const times = await server.callTimes();
  expect(times.length).toBeGreaterThan(20);
  // 6 calls of one run are 5 pauses of 50 ms apart; a call may be on its way a little longer than the next.
  const perRun = times.length / 4;
  for (let first = 0; first + 5 < times.length; first++) {
    if (first % perRun < perRun - 5) expect(times[first + 5]! - times[first]!).toBeGreaterThan(5 * 50 - 40);
  }
});

it('stops before the next call when it is told to, and by the job when the server is stopped', async () => {
  await console_.organization('Late', await newcomer());
  const stop = new AbortController();
  const told = () => stop.abort(new Error('enough'));
  await expect(reconcile({ ...fast, told, signal: stop.signal })).rejects.toThrow('enough');
  await server.clearCalls();
  const task = reconcileTask({}, { abortSignal: AbortSignal.abort(new Error('the server stops')) } as never);
  await expect(task).rejects.toThrow('the server stops');
  expect((await server.calls()).total).toBe(0);
  await run();
  await expectEqual();
});

it('runs once at a time over two instances, and what asks meanwhile is one run more', async () => {
  await sql('DELETE FROM graphile_worker._private_jobs');
  const [item] = parseCrontab(reconcileCron('23 3 * * *'));
  await asSystem((db) => askForReconcile(db));
  const [job] = await sql(
    `SELECT j.key, q.queue_name FROM graphile_worker._private_jobs j JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id`,
  );
  expect(item!.options).toMatchObject({ jobKey: job!['key'], queueName: job!['queue_name'], maxAttempts: 3 });

  let [underWay, most, runs] = [0, 0, 0];
  const reconcileAndCount: typeof reconcileTask = async () => {
    most = Math.max(most, ++underWay);
    if (++runs === 1) for (let count = 0; count < 3; count++) await asSystem((db) => askForReconcile(db));
    await reconcile(fast);
    underWay--;
  };
  const instance = () =>
    startWorker({
      ...worker,
      taskList: { reconcile: reconcileAndCount },
      concurrency: 4,
      pollInterval: 50,
      noHandleSignals: true,
    });
  const instances = [await instance(), await instance()];
  try {
    await vi.waitFor(async () => expect(await sql('SELECT FROM graphile_worker._private_jobs')).toHaveLength(0), {
      timeout: 15_000,
      interval: 50,
    });
  } finally {
    await Promise.all(instances.map((each) => each.stop()));
  }
  expect([most, runs]).toEqual([1, 2]);
}, 30_000);

it('misses nobody and nothing though every page comes out of another order', async () => {
  const everybody = await Promise.all(Array.from({ length: 205 }, newcomer));
  const crowd = await console_.organization('Crowd', ...everybody);
  for (let count = 0; count < 101; count++) await console_.organization(`Small ${count}`, everybody[count]!);
  await server.shuffleLists(true);
  const told = await run().finally(() => server.shuffleLists(false));
  expect(told.filter(({ what }) => what === 'organization')).toHaveLength(102);
  expect(told.filter(({ what }) => what === 'user')).toHaveLength(205);
  const members = 'SELECT FROM members m JOIN tenants t ON t.id = m.tenant_id WHERE logto_org_id = $1';
  expect(await sql(members, [crowd])).toHaveLength(205);
}, 60_000);
