/** Changes that somebody makes straight in Logto, by its console or its API. */
import fc from 'fast-check';
import { asUserId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { TestLogto } from '#tests/support/local-logto.ts';

export type RandomChange = { what: string; who: number; other: number; where: number; yes: boolean };

export function changesIn(server: TestLogto) {
  const { api } = server;
  const people: { id: UserId; email: string }[] = [];
  const organizations: OrganizationId[] = [];
  let made = 0;

  /** One of the latest: what happens to the same one in a row is what may go wrong. */
  const at = (all: unknown[], index: number) => all.length - 1 - (index % Math.min(all.length, 6));
  const of = <T>(all: T[], index: number): T => all[at(all, index)]!;
  const take = <T>(all: T[], index: number): T => all.splice(at(all, index), 1)[0]!;
  const org = ({ where }: RandomChange) => of(organizations, where);
  const person = ({ who }: RandomChange) => of(people, who);
  const atUser = (change: RandomChange) => ({ params: { path: { userId: person(change).id } } });
  const atOrganization = (change: RandomChange) => ({ params: { path: { id: org(change) } } });
  /** Some of them, the person first. */
  const several = (change: RandomChange) => [
    ...new Set([person(change).id, of(people, change.other).id, of(people, change.who + change.other).id]),
  ];

  const newPerson = async () => {
    const { id, email } = await server.createUser({ name: `Person ${++made}` });
    people.push({ id: asUserId(id), email });
  };
  const newOrganization = async (change: RandomChange) => {
    const { id } = await logto().organizations.create({ name: `Organization ${++made}` });
    organizations.push(id);
    await logto().members.add(id, person(change).id);
  };
  const addOne = (change: RandomChange) => logto().members.add(org(change), person(change).id);
  const removeOne = (change: RandomChange) => logto().members.remove(org(change), person(change).id);

  const kinds: Record<string, (change: RandomChange) => Promise<unknown>> = {
    'a person is made': newPerson,
    'a person is renamed': (change) => logto().users.patch(person(change).id, { name: `Renamed ${++made}` }),
    'a person is renamed back': (change) => logto().users.patch(person(change).id, { name: 'As before' }),
    'a person gets a picture': (change) =>
      logto().users.patch(person(change).id, { avatar: `https://a.test/${++made}` }),
    'a person gets an address': async (change) => {
      const email = `Person-${++made}@example.test`;
      person(change).email = email;
      await api.PATCH('/api/users/{userId}', { ...atUser(change), body: { primaryEmail: email } });
    },
    'a person is suspended or not': (change) =>
      api.PATCH('/api/users/{userId}/is-suspended', { ...atUser(change), body: { isSuspended: change.yes } }),
    'a person is deleted': async ({ who }) => people.length > 4 && logto().users.delete(take(people, who).id),
    'an organization is made': newOrganization,
    'an organization is renamed': (change) => logto().organizations.update(org(change), { name: `Other ${++made}` }),
    'an organization is described': (change) =>
      logto().organizations.update(org(change), { description: `What it is for ${++made}` }),
    'an organization asks for a second factor or not': (change) =>
      logto().organizations.update(org(change), { isMfaRequired: change.yes }),
    'an organization is deleted': async ({ where }) =>
      organizations.length > 2 && logto().organizations.delete(take(organizations, where)),
    'somebody is added': addOne,
    'somebody is added again': async (change) => {
      await addOne(change);
      await addOne(change);
    },
    'several are added': (change) =>
      api.POST('/api/organizations/{id}/users', { ...atOrganization(change), body: { userIds: several(change) } }),
    'all members are replaced': (change) =>
      api.PUT('/api/organizations/{id}/users', { ...atOrganization(change), body: { userIds: several(change) } }),
    'somebody is removed': removeOne,
    'somebody is removed and comes back': async (change) => {
      await removeOne(change);
      await addOne(change);
    },
    'somebody comes and goes': async (change) => {
      await addOne(change);
      await removeOne(change);
    },
    'somebody gets a role': async (change) => {
      await addOne(change);
      await logto().members.setRoles(org(change), person(change).id, [change.yes ? 'admin' : 'member']);
    },
    'somebody accepts an invitation': async (change) => {
      await removeOne(change); // Logto invites nobody who is a member
      const { id } = await bodyOf(
        api.POST('/api/organization-invitations', {
          body: {
            organizationId: org(change),
            invitee: person(change).email,
            expiresAt: Date.now() + 86_400_000,
            organizationRoleIds: await logto().roles.idsOf(['member']),
            messagePayload: false,
          },
        }),
      );
      await api.PUT('/api/organization-invitations/{id}/status', {
        params: { path: { id } },
        body: { status: 'Accepted', acceptedUserId: person(change).id },
      });
    },
  };

  return {
    people: people as readonly { id: UserId; email: string }[],
    organizations: organizations as readonly OrganizationId[],
    /** To begin with. */
    async populate(): Promise<void> {
      for (let count = 0; count < 4; count++) await newPerson();
      for (let who = 0; who < 3; who++) await newOrganization({ what: '', who, other: 0, where: 0, yes: false });
    },
    arbitrary: fc.record<RandomChange>({
      what: fc.constantFrom(...Object.keys(kinds)),
      who: fc.nat(10_000),
      other: fc.nat(10_000),
      where: fc.nat(10_000),
      yes: fc.boolean(),
    }),
    make: (change: RandomChange): Promise<unknown> => kinds[change.what]!(change),
  };
}
