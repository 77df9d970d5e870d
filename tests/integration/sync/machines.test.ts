/** Machines that somebody adds and removes in Logto’s console: by the events of either version. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { asApplicationId, asOrganizationId, type ApplicationId, type OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { noteMachines } from '#app/tenants/machines.server.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

beforeEach(() => stage.sql('DELETE FROM graphile_worker._private_jobs'));

const organization = async () => stage.organization('Acme', { [(await stage.person('Ada')).id]: 'owner' });

let made = 0;
/** As in Logto’s console: no flow of ours knows of it. */
const application = async (operationId?: string): Promise<ApplicationId> => {
  const { data } = await stage.server.api.POST('/api/applications', {
    body: {
      name: `Robot ${++made}`,
      type: 'MachineToMachine',
      ...(operationId !== undefined && { customData: { operationId } }),
    },
  });
  return asApplicationId(data!.id);
};
const event = 'Organization.Membership.Updated';
const join = (to: OrganizationId, id: ApplicationId) => stage.awaiting(event, () => logto().applications.join(to, id));
const leave = (from: OrganizationId, id: ApplicationId) =>
  stage.awaiting(event, () => logto().applications.leave(from, id));
const give = async (to: OrganizationId, id: ApplicationId, role: string) =>
  logto().applications.setRoles(to, id, await logto().roles.idsOf([role]));

const machines = (organizationId: string) =>
  stage.sql<{ application_id: string; roles: string[]; made_here: boolean }>(
    `SELECT application_id, roles, made_here FROM machines m JOIN tenants t ON t.id = m.tenant_id
      WHERE t.logto_org_id = $1 ORDER BY m.name`,
    [organizationId],
  );
const log = async (organizationId: string) =>
  (
    await stage.sql<{ action: string; actor_id: string; details: unknown }>(
      `SELECT action, actor_id, details FROM audit_events e JOIN tenants t ON t.id = e.tenant_id
        WHERE t.logto_org_id = $1 AND action LIKE 'machine.%' ORDER BY e.at, e.id`,
      [organizationId],
    )
  ).map(({ action, actor_id, details }) => [action, actor_id, details]);

const operation = (tenantId: string, id: string, kind: string, input: object) =>
  stage.sql(
    `INSERT INTO operations (id, kind, actor_id, tenant_id, key, input_hash, input, context, state, lease_until, updated_at)
     VALUES ($1::uuid, $2, 'somebody', $3, $1::text, '', $4, '{}', 'running', now() + interval '1 minute', now())`,
    [id, kind, tenantId, JSON.stringify(input)],
  );

describe('a machine that was removed here while Logto was asked', () => {
  it('does not come back by a list that is older', async () => {
    const acme = await organization();
    const robot = await application();
    const [tenant] = await stage.sql<{ id: string }>('SELECT id FROM tenants WHERE logto_org_id = $1', [acme]);
    const asked = new Date(Date.now() - 1_000);
    await operation(tenant!.id, randomUUID(), 'remove-machine', { applicationId: robot });
    await stage.sql(`UPDATE operations SET state = 'done', updated_at = now() WHERE tenant_id = $1`, [tenant!.id]);
    const listed = [{ id: robot, name: 'Robot', operationId: null, roles: ['machine-admin'] }];
    const write = (since: Date) => asSystem((db) => noteMachines(db, tenant!.id, listed, new Map(), since));
    await write(asked);
    expect(await machines(acme)).toEqual([]);
    await write(new Date(Date.now() + 1_000)); // a later one
    expect(await machines(acme)).toMatchObject([{ application_id: robot }]);
  });
});

describe('a machine that is added in Logto’s console', () => {
  it('is in the copy with the roles that it got a moment later, told as Logto’s doing', async () => {
    const acme = await organization();
    const robot = await application();
    await join(acme, robot);
    expect((await stage.jobs()).map(({ task }) => task)).toContain('copy-machines');
    await give(acme, robot, 'machine-member');
    await stage.work();
    expect(await machines(acme)).toEqual([{ application_id: robot, roles: ['machine-member'], made_here: false }]);
    expect(await log(acme)).toEqual([['machine.added', '', { roles: ['member'] }]]);
  });

  it('without a role is looked at twice more, and then no more', async () => {
    const acme = await organization();
    const robot = await application();
    await join(acme, robot);
    await stage.work(1);
    expect((await machines(acme))[0]).toMatchObject({ roles: [] });
    await give(acme, robot, 'machine-admin');
    await stage.work(1);
    expect((await machines(acme))[0]).toMatchObject({ roles: ['machine-admin'] });
    await give(acme, robot, 'machine-member');
    await stage.work(2);
    expect(await stage.jobs()).toEqual([]);
    expect(await log(acme)).toEqual([
      ['machine.added', '', { roles: [] }],
      ['machine.roles-changed', '', { before: [], after: ['admin'] }],
    ]);
  });

  it('cuts off nobody’s access: people have nothing to do with it', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    await stage.access(ada.id, acme);
    const robot = await application();
    await join(acme, robot);
    await leave(acme, robot);
    expect(await stage.withAccess(acme)).toEqual([ada.id]);
    expect((await stage.jobs()).map(({ task }) => task)).not.toContain('copy-members');
  });

  it('by a flow of ours is left to the flow', async () => {
    const acme = await organization();
    const { id: tenantId } = (await stage.tenant(acme))!;
    const operationId = crypto.randomUUID();
    await operation(tenantId, operationId, 'add-machine', {});
    const robot = await application(operationId);
    await join(acme, robot);
    await stage.work();
    expect(await machines(acme)).toEqual([]);
    await stage.sql(`UPDATE operations SET state = 'failed' WHERE id = $1`, [operationId]);
    const [one, two] = [await application(), await application()];
    await join(acme, one);
    await operation(tenantId, crypto.randomUUID(), 'remove-machine', { applicationId: two });
    await join(acme, two);
    await stage.work();
    expect((await machines(acme)).map(({ application_id }) => application_id)).toEqual([robot, one]);
  });
});

describe('a machine that is removed in Logto’s console', () => {
  it('is out of the copy before Logto has its answer, and told once', async () => {
    const acme = await organization();
    const [robot, other] = [await application(), await application()];
    await join(acme, robot);
    await join(acme, other);
    await stage.work();
    await leave(acme, robot);
    expect((await machines(acme)).map(({ application_id }) => application_id)).toEqual([other]);
    await stage.work();
    expect((await log(acme)).filter(([action]) => action === 'machine.removed')).toEqual([['machine.removed', '', {}]]);
  });

  it('whose event was lost is missed at the next one', async () => {
    const acme = await organization();
    const [robot, other] = [await application(), await application()];
    await join(acme, robot);
    await stage.work();
    await leave(acme, robot);
    const [tenant] = await stage.sql<{ id: string }>('SELECT id FROM tenants WHERE logto_org_id = $1', [acme]);
    await stage.sql(`INSERT INTO machines (tenant_id, application_id, name, roles) VALUES ($1, $2, 'Robot', '{}')`, [
      tenant!.id,
      robot,
    ]);
    await join(acme, other);
    await stage.work();
    expect((await machines(acme)).map(({ application_id }) => application_id)).toEqual([other]);
  });
});

describe('the events of 1.37', () => {
  const unnamed = (organizationId: OrganizationId, method: string, matchedRoute: string, applicationId?: string) =>
    stage.send(event, { organizationId, method, matchedRoute, params: { id: organizationId, applicationId } });

  it('say that there were machines, and for a removal which', async () => {
    const acme = await organization();
    const robot = await application();
    await join(acme, robot);
    await give(acme, robot, 'machine-member');
    await stage.sql('DELETE FROM graphile_worker._private_jobs');
    await unnamed(acme, 'POST', '/organizations/:id/applications');
    expect((await stage.jobs()).map(({ task }) => task)).toEqual(['copy-machines']);
    await stage.work();
    expect(await machines(acme)).toHaveLength(1);
    await unnamed(acme, 'DELETE', '/organizations/:id/applications/:applicationId', robot);
    expect(await machines(acme)).toEqual([]);
  });
});

describe('an organization that the copy does not have', () => {
  it('gets no machines', async () => {
    const { id } = await logto().organizations.create({ name: 'Unknown' });
    await stage.send(event, { organizationId: asOrganizationId(id), addedApplicationIds: ['robot'] });
    await stage.work();
    expect(await stage.jobs()).toEqual([]);
  });
});
