/** Everything that somebody may change straight in Logto: what events tell of, and what none does. */
import fc from 'fast-check';
import type { ApplicationId, InvitationId } from '#app/logto/ids.ts';
import { asApplicationId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { TestLogto } from '#tests/support/local-logto.ts';
import { changesIn, type RandomChange } from './random-changes.ts';

export function allChangesIn(server: TestLogto) {
  const { api } = server;
  const told = changesIn(server);
  const { people, organizations } = told;
  const invitations: InvitationId[] = [];
  const machines: ApplicationId[] = [];
  const domains: string[] = [];
  let made = 0;

  const of = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];
  const org = ({ where }: RandomChange) => of(organizations, where)!;
  const member = (change: RandomChange) => [org(change), of(people, change.who)!.id] as const;
  const someRoles = ({ other }: RandomChange) => ['owner', 'admin', 'member'].filter((_, bit) => (other >> bit) & 1);
  const machineRoles = async () => {
    const roles = await bodyOf(api.GET('/api/organization-roles', { params: { query: { page_size: 100 } } }));
    return roles.filter(({ type }) => (type as string) === 'MachineToMachine').map(({ id }) => id);
  };
  const jit = (change: RandomChange) => ({ params: { path: { id: org(change) } } });

  const kinds: Record<string, (change: RandomChange) => Promise<unknown>> = {
    'roles are replaced': async (change) => {
      await logto().members.add(...member(change));
      await logto().members.setRoles(...member(change), someRoles(change));
    },
    'somebody is invited': async (change) => {
      const invitee = `invited-${++made}@example.test`;
      const roles = change.yes ? [] : ['admin', 'member'].slice(change.other % 2);
      const roleIds = roles.length > 0 ? await logto().roles.idsOf(roles) : [];
      const expiresAt = new Date(Date.now() + 86_400_000 + change.other);
      const invitation = { organizationId: org(change), invitee, roleIds, expiresAt };
      invitations.push((await logto().invitations.create(invitation)).id);
    },
    'an invitation is withdrawn': async ({ who }) => {
      const id = of(invitations, who);
      const open = id && (await logto().invitations.get(id));
      if (open && open.status === 'Pending') await logto().invitations.revoke(id);
    },
    'an invitation is deleted': async ({ who }) => {
      const id = of(invitations, who);
      if (id) await logto().invitations.delete(id);
    },
    'a machine is made': async (change) => {
      const body = { name: `Robot ${++made}`, type: 'MachineToMachine' as const };
      const id = asApplicationId((await bodyOf(api.POST('/api/applications', { body }))).id);
      machines.push(id);
      await logto().applications.join(org(change), id);
    },
    'a machine joins and gets roles': async (change) => {
      const id = of(machines, change.who);
      if (!id) return;
      await logto().applications.join(org(change), id);
      const roles = (await machineRoles()).filter((_, bit) => (change.other >> bit) & 1);
      await logto().applications.setRoles(org(change), id, roles);
    },
    'a machine leaves': async (change) => {
      const id = of(machines, change.who);
      if (id) await logto().applications.leave(org(change), id);
    },
    'a machine is renamed': async ({ who }) => {
      const id = of(machines, who);
      if (id)
        await api.PATCH('/api/applications/{id}', { params: { path: { id } }, body: { name: `Other ${++made}` } });
    },
    'a machine is deleted': async ({ who }) => {
      if (machines.length > 1) await logto().applications.delete(machines.splice(who % machines.length, 1)[0]!);
    },
    'a domain lets people in': async (change) => {
      const domain = `domain-${++made}.example.test`;
      domains.push(domain);
      await logto().joining.addDomain(org(change), domain);
    },
    'a domain lets nobody in': async (change) => {
      const domain = of(domains, change.who);
      if (domain) await logto().joining.removeDomain(org(change), domain);
    },
    'joining gives other roles': async (change) => {
      const roles = someRoles(change);
      await logto().joining.setRoles(org(change), roles.length > 0 ? await logto().roles.idsOf(roles) : []);
    },
    'single sign-on lets people in or not': async (change) => {
      const body = {
        providerName: 'OIDC',
        connectorName: `Connector ${++made}`,
        domains: [`sso-${made}.example.test`],
      } as never;
      const { id } = await bodyOf(api.POST('/api/sso-connectors', { body }));
      await api.PUT('/api/organizations/{id}/jit/sso-connectors', {
        ...jit(change),
        body: { ssoConnectorIds: change.yes ? [id] : [] },
      });
    },
    'an organization without members is made': async () => {
      await logto().organizations.create({ name: `Nobody’s ${++made}` });
    },
    'a logo is set': (change) => logto().organizations.changeLogo(org(change), `https://a.test/logo-${++made}.png`),
  };

  return {
    ...told,
    kinds: Object.keys(kinds),
    arbitrary: fc.oneof(
      told.arbitrary,
      told.arbitrary.chain((change) => fc.constantFrom(...Object.keys(kinds)).map((what) => ({ ...change, what }))),
    ),
    make: (change: RandomChange): Promise<unknown> => (kinds[change.what] ?? told.make)(change),
  };
}
