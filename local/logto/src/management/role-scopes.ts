import { z } from 'zod/v3';
import { LogtoError, notFound } from '../errors.ts';
import { like } from './like.ts';
import { optionallyPaged } from './pagination.ts';
import { findRole, knownScopes } from './roles.ts';
import { created, noContent, type Routes } from './route.ts';

const ScopeIds = z.object({ scopeIds: z.string().min(1).array().nonempty() });

/** Which permissions of API resources a tenant-wide role gives. */
export function registerRoleScopes(routes: Routes): void {
  routes.add('GET', '/roles/:id/scopes', {}, (call) => {
    const { store } = call.tenant;
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const scopes = findRole(call).scopeIds.flatMap((id) => store.resourceScopes.get(id) ?? []);
    const found = scopes.filter((scope) => [scope.id, scope.name, scope.description].some(matching));
    return optionallyPaged(call, found, (scope) => ({ ...scope, resource: store.resources.get(scope.resourceId) }));
  });

  // Answers all scopes of the role, not only the new ones.
  routes.add('POST', '/roles/:id/scopes', { body: ScopeIds, event: 'Role.Scopes.Updated' }, (call) => {
    const role = findRole(call);
    const held = call.body.scopeIds.find((id) => role.scopeIds.includes(id));
    if (held) throw new LogtoError('role.scope_exists', 422, { variables: { scopeId: held } });
    knownScopes(call.tenant.store, call.body.scopeIds);
    role.scopeIds.push(...call.body.scopeIds);
    return created(knownScopes(call.tenant.store, role.scopeIds));
  });

  routes.add('DELETE', '/roles/:id/scopes/:scopeId', { event: 'Role.Scopes.Updated' }, (call) => {
    const role = findRole(call);
    if (!role.scopeIds.includes(call.params.scopeId ?? '')) throw notFound();
    role.scopeIds = role.scopeIds.filter((id) => id !== call.params.scopeId);
    return noContent();
  });
}
