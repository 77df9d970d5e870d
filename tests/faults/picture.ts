/** How things are, on both sides, with what a case has of its own replaced: so that pictures of two cases can be compared. */
import { asOrganizationId, asUserId, type OrganizationId } from '#app/logto/ids.ts';
import { bodyOf, everyPage } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import type { TestLogto } from '#tests/support/local-logto.ts';
import type { About } from './scenario.ts';

export type Picture = {
  /** What both sides have, of each side: equal when all is well. */
  logto: string;
  copy: string;
  /** What only we have. */
  ours: string;
  /** The audit log's actions with what they were done to, in their order. */
  events: string[];
  mails: number;
  /** What may be there only while an operation is under way. */
  loose: string[];
};

export async function pictureOf(about: About, server: TestLogto): Promise<Picture> {
  const ids = await organizationsOf(about, server);
  const tenants = await tenantsOf(about, ids);
  const tenantIds = [...tenants.map(({ id }) => id), ...erasedTenants(about, tenants)];
  const [inLogto, people, events, mails] = await Promise.all([
    Promise.all(ids.map(organizationInLogto)),
    Promise.all(about.people.map(person)),
    asSystem((db) =>
      db.auditEvent.findMany({ where: { tenantId: { in: tenantIds } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    ),
    server.mails(),
  ]);
  const plain = (value: unknown) => JSON.stringify(inOrder(JSON.parse(replaced(JSON.stringify(value), about.words))));
  const active = tenants.filter(({ state }) => state === 'active').map(copyOf);
  return {
    logto: plain([present(inLogto).sort(byName), people.map(({ inLogto }) => inLogto)]),
    copy: plain([active.sort(byName), people.map(({ inCopy }) => inCopy)]),
    ours: plain(tenants.map(oursOf)),
    events: events.map(({ action, targetName, targetId }) => plain(`${action} ${targetName ?? targetId ?? ''}`)),
    mails: mails.filter(({ to }) => about.words[to]).length,
    loose: [...(await looseEnds(about, tenants)), ...(await orphans(about, server))].map(plain),
  };
}

const present = <T>(all: (T | null)[]): T[] => all.filter((each) => each !== null);
const byName = (one: { name: string }, two: { name: string }) => one.name.localeCompare(two.name);

/** By the words that stand in for names and ids, which are others each time. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [two]) => one.localeCompare(two));
  return Object.fromEntries(entries.map(([key, each]) => [key, inOrder(each)]));
}

const replaced = (text: string, words: Record<string, string>): string =>
  Object.entries(words)
    .sort(([one], [two]) => two.length - one.length)
    .reduce((all, [word, stands]) => all.replaceAll(word, stands), text);

async function organizationsOf({ organizations, names }: About, server: TestLogto): Promise<OrganizationId[]> {
  const ids = new Set(organizations);
  for (const name of names) {
    const found = await bodyOf(server.api.GET('/api/organizations', { params: { query: { q: name } } }));
    for (const each of found) if (each.name === name) ids.add(each.id); // `party-1` finds `party-10` too
  }
  return [...ids].map(asOrganizationId);
}

async function organizationInLogto(id: OrganizationId) {
  const { organizations, members, invitations, applications, joining } = logto();
  const found = await organizations.get(id);
  if (!found) return null;
  const [domains, joiningRoles, invited] = await Promise.all([
    joining.domains(id),
    joining.roles(id),
    invitations.list({ organizationId: id }),
  ]);
  const people: Record<string, string[]> = {};
  for await (const { id: userId, roles } of members.list(id)) people[userId] = roles.map(({ name }) => name).sort();
  const machines: Record<string, string[]> = {};
  for await (const { name, roles } of applications.list(id)) machines[name] = roles.map((role) => role.name).sort();
  return {
    name: found.name,
    description: found.description ?? null,
    isMfaRequired: found.isMfaRequired,
    logoUrl: found.logoUrl,
    members: people,
    machines,
    invitations: invited
      .filter(({ status }) => status === 'Pending')
      .map(({ invitee, roles }) => `${invitee} ${roles.map(({ name }) => name).join()}`)
      .sort(),
    domains: domains.toSorted(),
    joiningRoles: joiningRoles.map(({ name }) => name).sort(),
  };
}

type Tenant = Awaited<ReturnType<typeof tenantsOf>>[number];

const tenantsOf = ({ names }: About, ids: string[]) =>
  asSystem((db) =>
    db.tenant.findMany({
      where: { OR: [{ logtoOrgId: { in: ids } }, { slug: { in: names } }, { name: { in: names } }] },
      include: {
        members: true,
        invitations: { orderBy: { createdAt: 'asc' } },
        emailDomains: true,
        machines: true,
        apiKeys: true,
        widgetOrigins: true,
        oldSlugs: true,
      },
    }),
  );

/** Whose rows are gone; their log is not. */
const erasedTenants = ({ words }: About, tenants: Tenant[]): string[] =>
  Object.keys(words).filter((word) => words[word] === 'tenant' && tenants.every(({ id }) => id !== word));

const copyOf = (tenant: Tenant) => ({
  name: tenant.name,
  description: tenant.description,
  isMfaRequired: tenant.isMfaRequired,
  logoUrl: tenant.logoUrl,
  members: Object.fromEntries(tenant.members.map(({ userId, roles }) => [userId, roles.toSorted()])),
  machines: Object.fromEntries(tenant.machines.map(({ name, roles }) => [name, roles.toSorted()])),
  invitations: tenant.invitations
    .filter(({ status }) => status === 'pending')
    .map(({ email, role }) => `${email} ${role}`)
    .sort(),
  domains: [...tenant.domainsInLogto, ...tenant.emailDomains.map(({ domain }) => domain)].sort(),
  joiningRoles: tenant.joiningRoles.toSorted(),
});

const oursOf = (tenant: Tenant) => ({
  slug: tenant.slug,
  oldSlugs: tenant.oldSlugs.map(({ slug }) => slug),
  state: tenant.state,
  isClosed: tenant.deletionDueAt !== null,
  plan: tenant.plan,
  settings: tenant.settings,
  keys: tenant.apiKeys.map(({ name, revokedAt, previousHash }) => [name, revokedAt !== null, previousHash !== null]),
  origins: tenant.widgetOrigins.map(({ origin }) => origin).sort(),
  invitations: tenant.invitations.map(({ email, role, status }) => `${email} ${role} ${status}`),
});

async function person(id: string) {
  const [found, row] = await Promise.all([
    logto().users.get(asUserId(id)),
    asSystem((db) => db.user.findUnique({ where: { id } })),
  ]);
  const inLogto = found && { name: found.name, avatar: found.avatar || null };
  return { inLogto, inCopy: row && { name: row.name, avatar: row.avatarUrl } };
}

async function looseEnds({ people }: About, tenants: Tenant[]): Promise<string[]> {
  const tenantIds = tenants.map(({ id }) => id);
  const open = await asSystem((db) =>
    db.operation.findMany({
      where: {
        state: { in: ['running', 'interrupted'] },
        OR: [{ tenantId: { in: tenantIds } }, { actorId: { in: people } }],
      },
    }),
  );
  return [
    ...open.map(({ kind, state }) => `operation ${kind} is ${state}`),
    ...tenants.flatMap(({ state }) => (state === 'active' ? [] : ['a tenant that never became one'])),
    ...tenants.flatMap(({ members }) => members.filter(({ changingBy }) => changingBy).map(() => 'a marked member')),
    ...tenants.flatMap(({ emailDomains }) => emailDomains.filter(({ active }) => !active).map(() => 'a kept domain')),
    ...tenants.flatMap((each) =>
      each.invitations.filter(({ status }) => status === 'sending').map(() => 'a mail never sent'),
    ),
    ...tenants.flatMap(({ state, members }) =>
      state === 'active' && members.every(({ roles }) => !roles.includes('owner')) ? ['no owner'] : [],
    ),
  ];
}

/** Machine applications that no organization of ours has. */
async function orphans({ words }: About, server: TestLogto): Promise<string[]> {
  if (!Object.values(words).includes('machine')) return [];
  const all: string[] = [];
  const list = (query: { page: number; page_size: number }) =>
    server.api.GET('/api/applications', { params: { query: { ...query, types: 'MachineToMachine' as const } } });
  for await (const { id, name } of everyPage(list)) if (words[name] === 'machine') all.push(id);
  const kept = await asSystem((db) => db.machine.count({ where: { applicationId: { in: all } } }));
  return all.length > kept ? [`${all.length - kept} applications that are nobody’s`] : [];
}
