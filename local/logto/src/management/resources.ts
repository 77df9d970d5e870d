import { z } from 'zod/v3';
import { LogtoError, notExistsWithId, notFound } from '../errors.ts';
import { longId } from '../ids.ts';
import type { Resource, ResourceScope } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { optionallyPaged } from './pagination.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

const CreateResource = z.object({
  name: z.string().min(1),
  indicator: z.string().url(),
  isDefault: z.boolean().optional(),
  accessTokenTtl: z.number().optional(),
});
const UpdateResource = CreateResource.omit({ indicator: true }).partial();
const CreateScope = z.object({
  name: z.string().min(1).max(256).regex(/^\S+$/),
  description: z.string().nullable().optional(),
});

export const resourceEntity = (resource: Resource) => ({ ...resource });
export const resourceScopeEntity = (_store: Store, scope: ResourceScope) => ({ ...scope });

/** API resources and their permissions. */
export function registerResources(routes: Routes): void {
  routes.add('GET', '/resources', {}, (call) => {
    const { store } = call.tenant;
    const withScopes = ['1', 'true', 'yes', 'y'].includes(call.query.get('includeScopes') ?? '');
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
  routes.add('GET', '/resources/:id', {}, (call) => ok(find(call)));
  routes.add('PATCH', '/resources/:id', { body: UpdateResource }, (call) => ok(Object.assign(find(call), call.body)));
  routes.add('DELETE', '/resources/:id', {}, (call) => {
    const { store } = call.tenant;
    const { id } = find(call);
    for (const scope of scopesOf(store, id)) deleteScope(store, scope.id);
    store.resources.delete(id);
    return noContent();
  });

  routes.add('GET', '/resources/:id/scopes', {}, (call) =>
    optionallyPaged(call, scopesOf(call.tenant.store, find(call).id)),
  );
  routes.add('POST', '/resources/:id/scopes', { body: CreateScope, event: 'Scope.Created' }, (call) => {
    const { store } = call.tenant;
    const resource = find(call);
    if (scopesOf(store, resource.id).some(({ name }) => name === call.body.name))
      throw new LogtoError('scope.name_exists', 422, { variables: { name: call.body.name } });
    const scope: ResourceScope = {
      tenantId: TENANT,
      id: longId(),
      resourceId: resource.id,
      name: call.body.name,
      description: call.body.description ?? null,
      createdAt: Date.now(),
    };
    store.resourceScopes.set(scope.id, scope);
    return created(scope);
  });
  routes.add(
    'PATCH',
    '/resources/:id/scopes/:scopeId',
    { body: CreateScope.partial(), event: 'Scope.Data.Updated' },
    (call) => ok(Object.assign(findScope(call), call.body)),
  );
  routes.add('DELETE', '/resources/:id/scopes/:scopeId', { event: 'Scope.Deleted' }, (call) => {
    deleteScope(call.tenant.store, findScope(call).id);
    return noContent();
  });
}

const scopesOf = (store: Store, resourceId: string) =>
  [...store.resourceScopes.values()].filter((scope) => scope.resourceId === resourceId);

function deleteScope(store: Store, scopeId: string): void {
  store.resourceScopes.delete(scopeId);
  for (const role of store.roles.values()) role.scopeIds = role.scopeIds.filter((id) => id !== scopeId);
  for (const role of store.organizationRoles.values())
    role.resourceScopeIds = role.resourceScopeIds.filter((id) => id !== scopeId);
}

function find({ tenant: { store }, params: { id = '' } }: Call): Resource {
  const resource = store.resources.get(id);
  if (!resource) throw notExistsWithId('resources', id);
  return resource;
}

function findScope({ tenant: { store }, params: { id = '', scopeId = '' } }: Call): ResourceScope {
  const scope = store.resourceScopes.get(scopeId);
  if (!scope || scope.resourceId !== id) throw notFound();
  return scope;
}
