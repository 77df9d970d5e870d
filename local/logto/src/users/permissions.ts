import type { OrganizationScope, ResourceScope } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

/** The organization permissions that a set of organization roles amounts to, now. */
export function permissionsIn(store: Store, roleIds: Iterable<string> = []): OrganizationScope[] {
  const scopeIds = new Set([...roleIds].flatMap((id) => store.organizationRoles.get(id)?.scopeIds ?? []));
  return [...scopeIds].flatMap((id) => store.organizationScopes.get(id) ?? []).sort(byName);
}

/** Names of the scopes of one API resource that organization roles give. */
export function organizationResourceScopes(store: Store, roleIds: Iterable<string>, resourceId: string): string[] {
  const scopeIds = [...roleIds].flatMap((id) => store.organizationRoles.get(id)?.resourceScopeIds ?? []);
  return namesOf(store, scopeIds, resourceId);
}

/** Names of the scopes of one API resource that tenant-wide roles give (of a user or a machine). */
export function resourceScopesOf(store: Store, roleIds: Iterable<string>, resourceId: string): string[] {
  return namesOf(
    store,
    [...roleIds].flatMap((id) => store.roles.get(id)?.scopeIds ?? []),
    resourceId,
  );
}

function namesOf(store: Store, scopeIds: string[], resourceId: string): string[] {
  const scopes = scopeIds.flatMap((id): ResourceScope[] =>
    store.resourceScopes.get(id) ? [store.resourceScopes.get(id)!] : [],
  );
  return [...new Set(scopes.filter((scope) => scope.resourceId === resourceId).map(({ name }) => name))];
}
