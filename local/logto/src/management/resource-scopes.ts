import { z } from 'zod/v3';
import { LogtoError, notExists, notFound, nothingToUpdate } from '../errors.ts';
import { longId } from '../ids.ts';
import type { ResourceScope } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { like } from './like.ts';
import { paged } from './pagination.ts';
import { changeableResource, deleteScope, scopesOf } from './resources.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

const CreateScope = z.object({
  name: z.string().min(1).max(256),
  description: z.string().nullable().optional(),
});

/** The permissions of an API resource. */
export function registerResourceScopes(routes: Routes): void {
  const path = '/resources/:id/scopes';

  // No 404 for an unknown resource: an empty list.
  routes.add('GET', path, {}, (call) => {
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const rows = scopesOf(call.tenant.store, call.params.id ?? '');
    return paged(
      call,
      rows.filter(({ id, name, description }) => [id, name, description].some(matching)),
    );
  });

  routes.add('POST', path, { body: CreateScope, event: 'Scope.Created' }, (call) => {
    const { store } = call.tenant;
    const { name, description = null } = call.body;
    requireNoSpace(name);
    const resource = changeableResource(call as Call);
    requireFreeName(store, resource.id, name);
    const scope = { tenantId: TENANT, id: longId(), resourceId: resource.id, name, description, createdAt: Date.now() };
    store.resourceScopes.set(scope.id, scope);
    return created(scope);
  });

  routes.add('PATCH', `${path}/:scopeId`, { body: CreateScope.partial(), event: 'Scope.Data.Updated' }, (call) => {
    const { store } = call.tenant;
    const resource = changeableResource(call as Call);
    const { name } = call.body;
    if (name !== undefined) requireNoSpace(name);
    if (name !== undefined) requireFreeName(store, resource.id, name, call.params.scopeId);
    if (Object.keys(call.body).length === 0) throw nothingToUpdate();
    const scope = find(call as Call);
    if (!scope) throw notExists('scopes');
    return ok(Object.assign(scope, call.body));
  });

  routes.add('DELETE', `${path}/:scopeId`, { event: 'Scope.Deleted' }, (call) => {
    changeableResource(call);
    const scope = find(call);
    if (!scope) throw notFound();
    deleteScope(call.tenant.store, scope.id);
    return noContent();
  });
}

const find = ({ tenant: { store }, params: { scopeId = '' } }: Call): ResourceScope | undefined =>
  store.resourceScopes.get(scopeId);

function requireNoSpace(name: string): void {
  if (/\s/.test(name)) throw new LogtoError('scope.name_with_space', 400);
}

function requireFreeName(store: Store, resourceId: string, name: string, ownId?: string): void {
  if (scopesOf(store, resourceId).some((scope) => scope.name === name && scope.id !== ownId))
    throw new LogtoError('scope.name_exists', 422, { variables: { name } });
}
