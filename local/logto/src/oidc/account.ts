import type { Account } from 'oidc-provider';
import { extendedClaims } from '../management/configs.ts';
import type { Tenant } from '../tenant.ts';
import type { User } from '../store/entities.ts';

export const scopeClaims: Record<string, string[]> = {
  openid: ['sub'],
  profile: [
    'name',
    'picture',
    'updated_at',
    'username',
    'created_at',
    'preferred_username',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'profile',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
  custom_data: ['custom_data'],
  identities: ['identities', 'sso_identities'],
  roles: ['roles'],
  'urn:logto:scope:organizations': ['organizations', 'organization_data'],
  'urn:logto:scope:organization_roles': ['organization_roles'],
};

const extended = new Set([
  'custom_data',
  'identities',
  'sso_identities',
  'roles',
  'organizations',
  'organization_data',
  'organization_roles',
]);

/** A suspended user is nobody: their tokens stop working everywhere. */
export function findAccount(tenant: Tenant, id: string): Account | undefined {
  const user = tenant.store.users.get(id);
  if (!user || user.isSuspended) return undefined;
  return {
    accountId: id,
    async claims(use, scope) {
      const names = new Set(scope.split(' ').flatMap((name) => scopeClaims[name] ?? []));
      const enabled = use === 'id_token' ? extendedClaims(tenant.store) : [...extended];
      const wanted = [...names].filter((name) => !extended.has(name) || enabled.includes(name));
      return { sub: id, ...claimsOf(tenant, user, new Set(wanted)) };
    },
  };
}

/** Only what is asked for is computed: for a person in 1,000 organizations the difference is large. */
function claimsOf(tenant: Tenant, user: User, wanted: Set<string>): Record<string, unknown> {
  const { store } = tenant;
  const organizations = () => store.members.organizationsOf(user.id);
  const source: Record<string, () => unknown> = {
    name: () => user.name,
    picture: () => user.avatar,
    updated_at: () => user.updatedAt,
    created_at: () => user.createdAt,
    username: () => user.username,
    ...(tenant.version !== '1.37' && { preferred_username: () => user.profile.preferredUsername ?? user.username }),
    family_name: () => user.profile.familyName,
    given_name: () => user.profile.givenName,
    middle_name: () => user.profile.middleName,
    nickname: () => user.profile.nickname,
    profile: () => user.profile.profile,
    website: () => user.profile.website,
    gender: () => user.profile.gender,
    birthdate: () => user.profile.birthdate,
    zoneinfo: () => user.profile.zoneinfo,
    locale: () => user.profile.locale,
    address: () => user.profile.address,
    email: () => user.primaryEmail,
    email_verified: () => user.primaryEmail !== null,
    phone_number: () => user.primaryPhone,
    phone_number_verified: () => user.primaryPhone !== null,
    custom_data: () => user.customData,
    identities: () => user.identities,
    sso_identities: () => [],
    roles: () => user.roleIds.flatMap((id) => store.roles.get(id)?.name ?? []),
    organizations,
    organization_data: () =>
      organizations()
        .flatMap((id) => store.organizations.get(id) ?? [])
        .map(({ id, name, description }) => ({ id, name, description })),
    organization_roles: () =>
      organizations().flatMap((id) =>
        [...(store.members.roles(id, user.id) ?? [])].flatMap(
          (roleId) => `${id}:${store.organizationRoles.get(roleId)?.name ?? ''}`,
        ),
      ),
  };
  const entries = Object.entries(source)
    .filter(([name]) => wanted.has(name))
    .map(([name, read]) => [name, read()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
