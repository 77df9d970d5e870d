import { z } from 'zod/v3';
import { LogtoError, notExistsWithId, nothingToUpdate } from '../errors.ts';
import { longId } from '../ids.ts';
import type { Resource } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { MANAGEMENT_API } from './auth.ts';
import { isYes } from './guards.ts';
import { optionallyPaged } from './pagination.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

const CreateResource = z.object({
  name: z.string().min(1),
  indicator: z.string().url(),
  isDefault: z.boolean().optional(),
  accessTokenTtl: z.number().optional(),
});
const UpdateResource = CreateResource.pick({ name: true, accessTokenTtl: true }).partial();

/** API resources. The Management API is one of them, and cannot be changed or deleted. */
export function registerResources(routes: Routes): void {
  routes.add('GET', '/resources', {}, (call) => {
    const { store } = call.tenant;
    const withScopes = isYes(call.query.get('includeScopes'));
    return optionallyPaged(call, [...store.resources.values()], (resource) =>
      withScopes ? { ...resource, scopes: scopesOf(store, resource.id) } : resource,
    );
  });
  routes.add('POST', '/resources', { body: CreateResource }, ({ tenant: { store }, body }) => {
    if ([...store.resources.values()].some(({ indicator }) => indicator === body.indicator)) {
      throw new LogtoError('resource.resource_identifier_in_use', 422, { variables: { indicator: body.indicator } });
    }
    const { name, indicator, isDefault = false, accessTokenTtl = 3600 } = body;
    const resource: Resource = { tenantId: TENANT, id: longId(), name, indicator, isDefault, accessTokenTtl };
    store.resources.set(resource.id, resource);
    return created({ ...resource, scopes: [] });
  });
  routes.add('GET', '/resources/:id', {}, (call) => ok(findResource(call)));
  routes.add('PATCH', '/resources/:id', { body: UpdateResource }, (call) => {
    const resource = changeableResource(call);
    if (Object.keys(call.body).length === 0) throw nothingToUpdate();
    return ok(Object.assign(resource, call.body));
  });
  // At most one is the default: setting it here takes it from another.
  routes.add('PATCH', '/resources/:id/is-default', { body: z.object({ isDefault: z.boolean() }) }, (call) => {
    const resource = findResource(call);
    if (call.body.isDefault) for (const other of call.tenant.store.resources.values()) other.isDefault = false;
    return ok(Object.assign(resource, call.body));
  });
  routes.add('DELETE', '/resources/:id', {}, (call) => {
    const { store } = call.tenant;
    const { id } = changeableResource(call, 'resource.cannot_delete_management_api');
    for (const scope of scopesOf(store, id)) deleteScope(store, scope.id);
    store.resources.delete(id);
    return noContent();
  });
}

export const scopesOf = (store: Store, resourceId: string) =>
  [...store.resourceScopes.values()].filter((scope) => scope.resourceId === resourceId);

export function deleteScope(store: Store, scopeId: string): void {
  store.resourceScopes.delete(scopeId);
  for (const role of store.roles.values()) role.scopeIds = role.scopeIds.filter((id) => id !== scopeId);
  for (const role of store.organizationRoles.values())
    role.resourceScopeIds = role.resourceScopeIds.filter((id) => id !== scopeId);
}

export function findResource({ tenant: { store }, params: { id = '' } }: Call): Resource {
  const resource = store.resources.get(id);
  if (!resource) throw notExistsWithId('resources', id);
  return resource;
}

export function changeableResource(call: Call, code = 'resource.cannot_modify_management_api'): Resource {
  const resource = findResource(call);
  if (resource.indicator === MANAGEMENT_API) throw new LogtoError(code, 400);
  return resource;
}
