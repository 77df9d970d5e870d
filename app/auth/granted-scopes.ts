import { isPermission, type Permission, permissionNames, roles } from '#app/permissions.ts';

/**
 * The permission names that Logto granted to a session. A name it was not granted stays out of its organization tokens
 * for good, and asking for it is a 400 (observed on 1.37 and 1.41): a permission that a release adds needs another
 * authorization, which is silent. `-name` notes a name that was asked for and not given, so that it is asked for once.
 */

/** What a new session keeps of what Logto lists for its refresh token. */
export const grantedScopesOf = (listed: readonly string[]): string[] =>
  permissionNames.map((name) => (listed.includes(name) ? name : `-${name}`));

/** What may be asked for when renewing. */
export const askable = (granted: readonly string[]): Permission[] => granted.filter(isPermission);

/** What a role in the organization permits and this session was never asked for. */
export function neverAsked(granted: readonly string[], heldRoles: readonly string[]): Permission[] {
  const known = new Set(granted.map((name) => name.replace(/^-/, '')));
  const permitted = Object.entries(roles).flatMap(([role, { permissions }]) =>
    heldRoles.includes(role) ? [...permissions] : [],
  );
  return [...new Set<Permission>(permitted)].filter((name) => !known.has(name));
}

export const withAsked = (granted: readonly string[], asked: readonly Permission[]): string[] => [
  ...granted,
  ...asked.map((name) => `-${name}`),
];
