/** People as the guards would hand them to a flow, made without signing anybody in: what is tested here is behind the guards. */
import type { Access } from '#app/auth/organization.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import { isPermission } from '#app/permissions.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { upsertUser } from '#app/tenants/users.server.ts';
import type { TestLogto } from '#tests/support/logto.ts';

let keys = 0;

export const newKey = (): string => `key-of-a-form-${process.pid}-${++keys}`;

export async function newPerson(server: TestLogto, name: string, email?: string): Promise<SignedIn> {
  const user = await server.createUser({ name, ...(email !== undefined && { email }) });
  return known(user);
}

export async function known(user: { id: string; email: string; name: string }): Promise<SignedIn> {
  const userId = asUserId(user.id);
  const profile = { email: user.email, name: user.name, avatarUrl: null };
  await upsertUser({ id: userId, ...profile });
  return {
    sessionId: '0'.repeat(64),
    userId,
    ...profile,
    signedInAt: new Date(),
    grantedScopes: [],
    ip: '192.0.2.1',
  } as unknown as SignedIn;
}

export async function newWorkspace(owner: SignedIn, slug: string): Promise<Access> {
  const created = await createOrganization(owner, { name: `The ${slug}`, slug, description: null }, newKey());
  if (!created.ok) throw new Error(`The workspace was refused: ${created.code}`);
  return accessTo(slug, owner);
}

/** With the permissions that Logto says the person has now. */
export async function accessTo(slug: string, person: SignedIn): Promise<Access> {
  const tenant = await asSystem((db) => db.tenant.findUniqueOrThrow({ where: { slug } }));
  const organizationId = asOrganizationId(tenant.logtoOrgId ?? '');
  const scopes = await logto().members.scopes(organizationId, person.userId);
  const inside = {
    tenantId: tenant.id,
    organizationId,
    slug,
    organizationName: tenant.name,
    logoUrl: null,
    roles: [],
    stale: false,
  };
  return { ...person, ...inside, permissions: scopes.filter(isPermission) } as unknown as Access;
}
