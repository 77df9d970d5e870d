import type { Access } from '#app/auth/organization.server.ts';
import type { Facts } from '#app/auth/person.ts';
import type { Actor } from './operation.server.ts';

/** What others see of a person: their name, and their address until they have one. */
export const displayName = (person: Pick<Facts, 'name' | 'email' | 'userId'>): string =>
  person.name ?? person.email ?? person.userId;

export const actorOf = (person: Facts, tenantId?: string): Actor => ({
  userId: person.userId,
  name: displayName(person),
  ip: person.ip,
  ...(tenantId !== undefined && { tenantId }),
});

/** Who acts on the people of an organization. */
export const actorIn = (access: Access): Actor => ({
  ...actorOf(access, access.tenantId),
  permissions: access.permissions,
  ...(access.machine && { machine: access.machine }),
});
