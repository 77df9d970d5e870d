import { z } from 'zod/v3';
import { alreadyExists, notExists, notExistsWithId, notFound, nothingToUpdate } from '../errors.ts';
import { longId } from '../ids.ts';
import type { OrganizationScope } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { matches } from './like.ts';
import { byName } from './organization-roles.ts';
import { optionallyPaged } from './pagination.ts';
import { created, noContent, ok, type Routes } from './route.ts';

const CreateScope = z.object({
  name: z.string().min(1).max(256),
  description: z.string().max(256).nullable().optional(),
});
const UpdateScope = CreateScope.partial();

export function registerOrganizationScopes(routes: Routes): void {
  routes.add('GET', '/organization-scopes', {}, (call) => {
    const matching = matches(call.query.get('q'));
    const rows = [...call.tenant.store.organizationScopes.values()].filter(({ id, name, description }) =>
      matching(id, name, description),
    );
    return optionallyPaged(call, rows.sort(byName));
  });

  routes.add(
    'POST',
    '/organization-scopes',
    { body: CreateScope, event: 'OrganizationScope.Created' },
    ({ tenant: { store }, body }) => {
      requireFreeName(store, body.name);
      const scope: OrganizationScope = {
        tenantId: TENANT,
        id: longId(),
        name: body.name,
        description: body.description ?? null,
      };
      store.organizationScopes.set(scope.id, scope);
      return created(scope);
    },
  );

  routes.add('GET', '/organization-scopes/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    const scope = store.organizationScopes.get(id);
    if (!scope) throw notExistsWithId('organization_scopes', id);
    return ok(scope);
  });

  routes.add(
    'PATCH',
    '/organization-scopes/:id',
    { body: UpdateScope, event: 'OrganizationScope.Data.Updated' },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const scope = store.organizationScopes.get(id);
      if (Object.keys(body).length === 0) throw nothingToUpdate();
      if (!scope) throw notExists('organization_scopes');
      if (body.name !== undefined && body.name !== scope.name) requireFreeName(store, body.name);
      return ok(Object.assign(scope, body));
    },
  );

  routes.add(
    'DELETE',
    '/organization-scopes/:id',
    { event: 'OrganizationScope.Deleted' },
    ({ tenant: { store }, params: { id = '' } }) => {
      if (!store.organizationScopes.delete(id)) throw notFound();
      for (const role of store.organizationRoles.values())
        role.scopeIds = role.scopeIds.filter((scopeId) => scopeId !== id);
      return noContent();
    },
  );
}

/** Names are unique and case-sensitive. */
function requireFreeName(store: Store, name: string): void {
  if ([...store.organizationScopes.values()].some((scope) => scope.name === name)) throw alreadyExists();
}
