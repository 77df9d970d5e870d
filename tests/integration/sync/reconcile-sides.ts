/** What Logto has and what the copy has, in the same words, with everything that the copy keeps of it. */
import type pg from 'pg';
import { isRole, roleNames } from '#app/permissions.ts';
import { logto } from '#app/logto/logto.server.ts';

export type Sides = { users: Record<string, unknown>; organizations: Record<string, unknown> };

type Sql = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const listed: T[] = [];
  for await (const row of rows) listed.push(row);
  return listed;
}

const names = (roles: { name: string }[]) => roles.map(({ name }) => name).sort();
const byId = <T extends { id: string }>(rows: T[], of: (row: T) => unknown) =>
  Object.fromEntries(rows.map((row) => [row.id, of(row)]));

/** An organization that the copy does not have is left out while it has no member: it belongs to nobody. */
export async function wholeLogto(copy: Sides): Promise<Sides> {
  const organizations: Record<string, unknown> = {};
  for (const { id, ...facts } of await all(logto().organizations.listAll())) {
    const members = await all(logto().members.list(id));
    if (members.length === 0 && !(id in copy.organizations)) continue;
    const machines = await all(logto().applications.list(id));
    const { joining, invitations } = logto();
    const connectors = await joining.ssoConnectors(id);
    organizations[id] = {
      facts: [facts.name, facts.description, facts.isMfaRequired, facts.logoUrl],
      members: byId(members, ({ roles }) => names(roles)),
      invitations: byId(await invitations.list({ organizationId: id }), ({ invitee, status, roles, expiresAt }) => {
        const role =
          roleNames.find((name) => names(roles).includes(name)) ?? names(roles).find((name) => !isRole(name));
        const open = status === 'Pending' && [role ?? '', expiresAt.getTime()];
        return [invitee.toLowerCase(), status.toLowerCase(), open];
      }),
      machines: byId(machines, ({ name, roles }) => [name, names(roles)]),
      domains: (await joining.domains(id)).sort(),
      joiningRoles: names(await joining.roles(id)),
      connectors: byId(connectors, ({ name, domains }) => [name, domains]),
    };
  }
  const users = byId(await all(logto().users.listAll()), ({ name, email, avatar, isSuspended }) => {
    return [name, email?.toLowerCase() ?? null, avatar, isSuspended];
  });
  return { users, organizations };
}

/** An invitation that ended here and that Logto has no more is history. */
export async function wholeCopy(sql: Sql): Promise<Sides> {
  const organizations: Record<string, unknown> = {};
  for (const tenant of await sql('SELECT * FROM tenants')) {
    const of = (table: string) => sql(`SELECT * FROM ${table} WHERE tenant_id = $1`, [tenant['id']]);
    const pairs = <T extends pg.QueryResultRow>(rows: T[], key: string, value: (row: T) => unknown) =>
      Object.fromEntries(rows.map((row) => [row[key], value(row)]));
    const invitations = (await of('invitations')).map((row) => ({
      ...row,
      open: row['status'] === 'pending' && [row['role'], row['expires_at'].getTime()],
    }));
    const known = new Set(
      (await logto().invitations.list({ organizationId: tenant['logto_org_id'] })).map((i) => i.id),
    );
    const connectors = tenant['sso_connectors'] as { id: string; name: string; domains: string[] }[];
    organizations[tenant['logto_org_id']] = {
      facts: [tenant['name'], tenant['description'], tenant['is_mfa_required'], tenant['logo_url']],
      members: pairs(await of('members'), 'user_id', (row) => row['roles'].toSorted()),
      invitations: pairs(
        (invitations as pg.QueryResultRow[]).filter((row) => known.has(row['logto_invitation_id']) || row['open']),
        'logto_invitation_id',
        (row) => [row['email'], row['status'], row['open']],
      ),
      machines: pairs(await of('machines'), 'application_id', (row) => [row['name'], row['roles'].toSorted()]),
      domains: [
        ...tenant['domains_in_logto'],
        ...(await of('email_domains')).filter((row) => row['active']).map((row) => row['domain']),
      ].sort(),
      joiningRoles: tenant['joining_roles'].toSorted(),
      connectors: byId(connectors, ({ name, domains }) => [name, domains]),
    };
  }
  const users = await sql('SELECT * FROM users');
  const facts = users.map((row) => [row['id'], [row['name'], row['email'], row['avatar_url'], row['suspended']]]);
  return { users: Object.fromEntries(facts), organizations };
}
