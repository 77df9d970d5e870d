/** What Logto has and what the copy has, in the same words; without roles and invitations, of which no event tells. */
import { logto } from '#app/logto/logto.server.ts';
import type { Stage } from './stage.ts';

type Sides = { users: Record<string, unknown>; organizations: Record<string, unknown> };

/** An organization that the copy does not have is left out while it has no member: it belongs to nobody. */
export async function inLogto(copy: Sides): Promise<Sides> {
  const [users, organizations]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for await (const { id, name, email, avatar, isSuspended } of logto().users.listAll()) {
    users[id] = { name, email: email?.toLowerCase() ?? null, avatar, isSuspended };
  }
  for await (const { id, name, description, isMfaRequired, logoUrl } of logto().organizations.listAll()) {
    const members: string[] = [];
    for await (const member of logto().members.list(id)) members.push(member.id);
    if (members.length === 0 && !(id in copy.organizations)) continue;
    organizations[id] = { name, description, isMfaRequired, logoUrl, members: members.sort() };
  }
  return { users, organizations };
}

export async function inTheCopy({ sql }: Pick<Stage, 'sql'>): Promise<Sides> {
  const users = await sql<{ id: string } & Record<string, unknown>>(
    'SELECT id, name, email, avatar_url AS avatar, suspended AS "isSuspended" FROM users',
  );
  const tenants = await sql<{ id: string } & Record<string, unknown>>(
    `SELECT logto_org_id AS id, name, description, is_mfa_required AS "isMfaRequired", logo_url AS "logoUrl",
            ARRAY(SELECT user_id::text FROM members WHERE tenant_id = tenants.id ORDER BY user_id COLLATE "C") AS members
       FROM tenants`,
  );
  const byId = (rows: ({ id: string } & Record<string, unknown>)[]) =>
    Object.fromEntries(rows.map(({ id, ...row }) => [id, row]));
  return { users: byId(users), organizations: byId(tenants) };
}
