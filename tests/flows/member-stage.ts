/** Organizations with people of all roles, in Logto and in the copy, and how both sides have them afterwards. */
import type { Access } from '#app/auth/organization.server.ts';
import { isPermission } from '#app/permissions.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { strangeRole } from '#tests/member-cases.ts';
import type { TestLogto } from '#tests/support/logto.ts';
import { newPerson } from './people.ts';

export type Party = Awaited<ReturnType<MemberStage['organization']>>;
export type MemberStage = ReturnType<typeof memberStage>;

let made = 0;

export function memberStage(server: TestLogto) {
  const people = new Map<string, Promise<SignedIn>>();
  /** The same person in every organization: making one takes longer than all else. */
  const person = (name: string): Promise<SignedIn> => {
    if (!people.has(name)) people.set(name, newPerson(server, name));
    return people.get(name)!;
  };

  const makeStrangeRole = async () =>
    void (await bodyOf(server.api.POST('/api/organization-roles', { body: { name: strangeRole } } as never)));

  /** `{ ada: ['owner'], bob: [] }`: a role by its name, or several, or none. */
  async function organization(members: Record<string, string[]>) {
    const slug = `party-${++made}`;
    const { id: organizationId } = await logto().organizations.create({ name: slug });
    const everybody = new Map<string, SignedIn>();
    for (const [name, roles] of Object.entries(members)) {
      const someone = await person(name);
      everybody.set(name, someone);
      await logto().members.add(organizationId, someone.userId);
      if (roles.length > 0) await logto().members.setRoles(organizationId, someone.userId, roles);
    }
    const { id: tenantId } = await asSystem((db) =>
      db.tenant.create({
        data: { logtoOrgId: organizationId, name: slug, slug, state: 'active', createdById: 'somebody' },
        select: { id: true },
      }),
    );
    await asSystem((db) =>
      db.member.createMany({
        data: [...everybody].map(([name, { userId, email }]) => ({
          tenantId,
          userId,
          roles: members[name]!,
          name,
          email,
          sortName: name.toLowerCase(),
        })),
      }),
    );
    const of = (name: string) => everybody.get(name)!;
    const nameOf = (userId: string | null) => [...everybody].find(([, each]) => each.userId === userId)?.[0] ?? userId;

    return {
      organizationId,
      tenantId,
      slug,
      id: (name: string) => of(name).userId,
      ids: (...names: string[]) => names.map((name) => of(name).userId),

      /** As the guard would hand it to a flow, with what Logto permits now. */
      async access(name: string): Promise<Access> {
        const someone = of(name);
        const scopes = await logto().members.scopes(organizationId, someone.userId);
        const inside = {
          tenantId,
          organizationId,
          slug,
          organizationName: slug,
          logoUrl: null,
          roles: [],
          stale: false,
        };
        return { ...someone, ...inside, permissions: scopes.filter(isPermission) } as unknown as Access;
      },

      /** As somebody with Logto's console would, without an event. */
      console: {
        setRoles: (name: string, roles: string[]) => logto().members.setRoles(organizationId, of(name).userId, roles),
        remove: (name: string) => logto().members.remove(organizationId, of(name).userId),
        suspend: (name: string, isSuspended = true) =>
          server.api.PATCH('/api/users/{userId}/is-suspended', {
            params: { path: { userId: of(name).userId } },
            body: { isSuspended },
          }),
      },

      /** Who is a member with which roles, on both sides, which have to agree. */
      async members(): Promise<Record<string, string[]>> {
        const inLogto: Record<string, string[]> = {};
        for (const [name, { userId }] of everybody) {
          const roles = await logto().members.roles(organizationId, userId);
          if (roles) inLogto[name] = roles.map((role) => role.name).sort();
        }
        const rows = await asSystem((db) =>
          db.member.findMany({ where: { tenantId }, select: { userId: true, roles: true, changingBy: true } }),
        );
        const inCopy = Object.fromEntries(rows.map(({ userId, roles }) => [nameOf(userId), roles.toSorted()]));
        const sorted = (of: Record<string, string[]>) =>
          Object.entries(of).sort(([one], [two]) => one.localeCompare(two));
        if (JSON.stringify(sorted(inLogto)) !== JSON.stringify(sorted(inCopy))) {
          throw new Error(`Logto has ${JSON.stringify(inLogto)} and the copy ${JSON.stringify(inCopy)}`);
        }
        const marked = rows.filter(({ changingBy }) => changingBy !== null);
        if (marked.length > 0) throw new Error(`Somebody still carries a mark: ${JSON.stringify(marked)}`);
        return inLogto;
      },
      owners: async () =>
        (await asSystem((db) => db.member.findMany({ where: { tenantId, roles: { has: 'owner' } } }))).map(
          ({ userId }) => nameOf(userId),
        ),

      async audit() {
        const events = await asSystem((db) =>
          db.auditEvent.findMany({ where: { tenantId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
        );
        return events.map(({ actorId, action, targetId, details, ip }) => ({
          actor: nameOf(actorId),
          action,
          target: nameOf(targetId),
          details,
          ip,
        }));
      },

      /** The cached access of somebody's session. */
      async signedIn(name: string): Promise<void> {
        const id = `${Math.random()}`.slice(2).padEnd(64, '0').slice(0, 64);
        const { userId } = of(name);
        const until = new Date(Date.now() + 3_600_000);
        await asSystem(async (db) => {
          await db.session.create({ data: { id, userId, refreshToken: Buffer.of(), expiresAt: until } });
          await db.organizationAccess.create({
            data: { sessionId: id, tenantId, userId, scopes: ['read:data'], expiresAt: until },
          });
        });
      },
      withAccess: async () =>
        (await asSystem((db) => db.organizationAccess.findMany({ where: { tenantId } }))).map(({ userId }) =>
          nameOf(userId),
        ),

      /** What the worker would do once the time has come; as often as it takes. */
      async settle(): Promise<void> {
        for (let round = 0; round < 20; round++) {
          const open = await asSystem((db) =>
            db.operation.findMany({
              where: { tenantId, state: { in: ['running', 'interrupted'] } },
              select: { id: true },
            }),
          );
          if (open.length === 0) return;
          for (const { id } of open) {
            await asSystem((db) => db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } }));
            await settleOperation(id);
          }
        }
        throw new Error('An operation never ends.');
      },
      operations: () => asSystem((db) => db.operation.findMany({ where: { tenantId }, orderBy: { createdAt: 'asc' } })),
    };
  }

  return {
    organization,
    person,
    makeStrangeRole,
    someoneElse: async () => asUserId((await person('stranger')).userId),
  };
}
