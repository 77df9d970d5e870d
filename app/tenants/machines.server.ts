import type { ApplicationId, OrganizationId } from '#app/logto/ids.ts';
import { machineRoleOf } from '#app/permissions.ts';
import { audit, type AuditActor, type AuditRecord, logtoItself } from './audit.server.ts';
import { type Db, forKey, forTenant } from './db.server.ts';

/** Logto's machine-to-machine applications in an organization, as our copy has them. */

export type Machine = {
  applicationId: ApplicationId;
  name: string;
  /** As Logto calls them. */
  roles: string[];
  /** The application was made for this organization, so it goes with its membership. */
  madeHere: boolean;
  addedByName: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const columns = {
  applicationId: true,
  name: true,
  roles: true,
  madeHere: true,
  addedByName: true,
  createdAt: true,
  lastUsedAt: true,
} as const;

/** Whether this could be an application’s id: what a request says is nothing else before it was looked up. */
export const isApplicationId = (id: string): boolean => /^[\w-]{1,21}$/.test(id);

/** Newest first, at most 200. */
export const listMachines = (tenantId: string): Promise<Machine[]> =>
  forTenant(tenantId, (db) =>
    db.machine.findMany({ where: { tenantId }, select: columns, orderBy: { createdAt: 'desc' }, take: 200 }),
  ) as Promise<Machine[]>;

/** Null for a machine of another tenant only, as for an id of nothing. */
export const findMachine = async (tenantId: string, applicationId: string): Promise<Machine | null> =>
  isApplicationId(applicationId) ? forTenant(tenantId, (db) => findMachineThrough(db, tenantId, applicationId)) : null;

export const findMachineThrough = (db: Db, tenantId: string, applicationId: string): Promise<Machine | null> =>
  db.machine.findFirst({
    where: { tenantId, applicationId },
    select: columns,
  }) as Promise<Machine | null>;

/** The tenant of an organization in which this machine is a member: for the claims of a token that Logto has signed. */
export const findTenantOfMachine = (application: string, organizationId: OrganizationId): Promise<string | null> =>
  forKey('', async (db) => {
    const [row] = await db.$queryRaw<{ tenantId: string | null }[]>`
      SELECT tenant_of_machine(${application}, ${organizationId}) AS "tenantId"`;
    return row?.tenantId ?? null;
  });

/** To the minute: another caller of the same minute writes nothing. */
export const touchMachine = (tenantId: string, applicationId: ApplicationId): Promise<unknown> =>
  forTenant(
    tenantId,
    (db) => db.$executeRaw`
      UPDATE machines SET last_used_at = date_trunc('minute', now())
       WHERE tenant_id = ${tenantId}::uuid AND application_id = ${applicationId}
         AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', now()))`,
  );

/** Roles as the log tells of them: by the name that people know. */
const told = (names: readonly string[]): string[] => names.map((name) => machineRoleOf([name]) ?? name);

type Change = { tenantId: string; actor: AuditActor; machine: { applicationId: string; name: string } };

const targetOf = ({ applicationId, name }: Change['machine']) => ({ id: applicationId, name });

/** A machine that a flow made. An event may have brought its row before. */
export async function writeMachine(
  db: Db,
  { tenantId, actor, machine, roles }: Change & { roles: string[] },
): Promise<void> {
  const { applicationId, name } = machine;
  const data = { name, roles, madeHere: true, addedByName: actor.name };
  await db.machine.upsert({
    where: { tenantId_applicationId: { tenantId, applicationId } },
    create: { tenantId, applicationId, ...data },
    update: data,
    select: { applicationId: true },
  });
  await audit(db, {
    tenantId,
    actor,
    action: 'machine.added',
    target: targetOf(machine),
    details: { roles: told(roles) },
  });
}

export async function writeMachineRoles(
  db: Db,
  { tenantId, actor, machine, before, after }: Change & { before: string[]; after: string[] },
): Promise<void> {
  await db.machine.updateMany({ where: { tenantId, applicationId: machine.applicationId }, data: { roles: after } });
  if (sameRoles(before, after)) return;
  const details = { before: told(before), after: told(after) };
  await audit(db, { tenantId, actor, action: 'machine.roles-changed', target: targetOf(machine), details });
}

/** From here on its tokens open nothing of this tenant. The flow tells the log when Logto knows it too. */
export const cutOffMachine = (db: Db, tenantId: string, applicationId: string): Promise<unknown> =>
  db.machine.deleteMany({ where: { tenantId, applicationId } });

export const tellMachineRemoved = (db: Db, { tenantId, actor, machine }: Change): Promise<unknown> =>
  audit(db, { tenantId, actor, action: 'machine.removed', target: targetOf(machine) });

/** Puts a row back as it was. */
export const restoreMachine = (db: Db, tenantId: string, machine: Machine): Promise<unknown> =>
  db.machine.upsert({
    where: { tenantId_applicationId: { tenantId, applicationId: machine.applicationId } },
    create: { tenantId, ...machine },
    update: {},
    select: { applicationId: true },
  });

/** These machines were taken out in Logto itself. By the system's role. */
export async function noteMachinesGone(db: Db, tenantId: string, applicationIds: readonly string[]): Promise<void> {
  for (const applicationId of applicationIds) {
    const row = await db.machine.findUnique({
      where: { tenantId_applicationId: { tenantId, applicationId } },
      select: { name: true },
    });
    const { count } = await db.machine.deleteMany({ where: { tenantId, applicationId } });
    if (!row || count === 0) continue;
    await tellMachineRemoved(db, { tenantId, actor: logtoItself, machine: { applicationId, name: row.name } });
  }
}

export type ListedMachine = { id: ApplicationId; name: string; operationId: string | null; roles: string[] };

export type RolesOfMachines = Map<string, string[]>;

export async function rolesOfMachines(db: Db, tenantId: string): Promise<RolesOfMachines> {
  const rows = await db.machine.findMany({ where: { tenantId }, select: { applicationId: true, roles: true } });
  return new Map(rows.map(({ applicationId, roles }) => [applicationId, roles]));
}

/**
 * These machines are members with these roles, as Logto said after `before` was read: a row that was written since is
 * newer and stays. What an operation of ours is adding, changing or removing is left to it, which tells who did it.
 */
export async function noteMachines(
  db: Db,
  tenantId: string,
  listed: readonly ListedMachine[],
  before: RolesOfMachines,
  asked: Date,
): Promise<void> {
  const underWay = await changesUnderWay(db, tenantId, asked);
  for (const { id, name, operationId, roles } of listed) {
    if (underWay.has(id) || (operationId !== null && underWay.has(operationId))) continue;
    const machine = { applicationId: id, name };
    const had = before.get(id);
    if (!had) {
      const { count } = await db.machine.createMany({ data: { tenantId, ...machine, roles }, skipDuplicates: true });
      if (count > 0) await audit(db, addedInLogto(tenantId, machine, roles));
    } else if (!sameRoles(had, roles)) {
      const data = { roles };
      const where = { tenantId, applicationId: id, roles: { equals: had } };
      const { count } = await db.machine.updateMany({ where, data });
      const change = { tenantId, actor: logtoItself, machine, before: had, after: roles };
      if (count > 0) await writeMachineRoles(db, change);
    }
  }
}

const addedInLogto = (tenantId: string, machine: Change['machine'], roles: string[]): AuditRecord<'machine.added'> => ({
  tenantId,
  actor: logtoItself,
  action: 'machine.added',
  target: targetOf(machine),
  details: { roles: told(roles) },
});

/**
 * Ids of the operations that add a machine, and of the machines that others change or remove, or have done since Logto was
 * asked: its list may be older.
 */
async function changesUnderWay(db: Db, tenantId: string, asked: Date): Promise<Set<string>> {
  const rows = await db.operation.findMany({
    where: {
      tenantId,
      kind: { in: ['add-machine', 'change-machine-role', 'remove-machine'] },
      OR: [{ state: { in: ['running', 'interrupted'] } }, { updatedAt: { gte: asked } }],
    },
    select: { id: true, kind: true, input: true },
  });
  return new Set(
    rows.map(({ id, kind, input }) =>
      kind === 'add-machine' ? id : (input as { applicationId: string }).applicationId,
    ),
  );
}

const sameRoles = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
