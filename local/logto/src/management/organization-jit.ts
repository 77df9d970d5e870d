import { z } from 'zod/v3';
import { alreadyExists, foreignKeyNotFound, notExistsWithId, notFound } from '../errors.ts';
import type { Jit } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { ids, nonEmptyIds } from './guards.ts';
import { requireRoles } from './member-roles.ts';
import { byName, roleEntity } from './organization-roles.ts';
import { optionallyPaged } from './pagination.ts';
import { created, createdText, noContent, type Call, type Routes } from './route.ts';

const domain = z.string().min(1).max(128);

/** Just-in-time provisioning: which sign-ups join by themselves, and with which roles. */
export function registerOrganizationJit(routes: Routes): void {
  const domains = '/organizations/:id/jit/email-domains';
  routes.add('GET', domains, {}, (call) => {
    const { id = '' } = call.params;
    const rows = jitOf(call.tenant.store, id).emailDomains.slice().sort();
    return optionallyPaged(call, rows, (emailDomain) => ({ tenantId: TENANT, organizationId: id, emailDomain }));
  });
  routes.add(
    'POST',
    domains,
    { body: z.object({ emailDomain: domain }) },
    ({ tenant: { store }, params: { id = '' }, body: { emailDomain } }) => {
      const { emailDomains } = known(store, id);
      if (emailDomains.includes(emailDomain)) throw alreadyExists();
      emailDomains.push(emailDomain);
      return created({ tenantId: TENANT, organizationId: id, emailDomain });
    },
  );
  routes.add(
    'PUT',
    domains,
    { body: z.object({ emailDomains: domain.array() }) },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      known(store, id).emailDomains = [...new Set(body.emailDomains)];
      return noContent();
    },
  );
  routes.add(
    'DELETE',
    `${domains}/:emailDomain`,
    {},
    ({ tenant: { store }, params: { id = '', emailDomain = '' } }) => {
      remove(jitOf(store, id).emailDomains, emailDomain);
      return noContent();
    },
  );

  const roles = '/organizations/:id/jit/roles';
  routes.add('GET', roles, {}, (call) => {
    const { store } = call.tenant;
    requireOrganization(call);
    const rows = jitOf(store, call.params.id ?? '').roleIds.flatMap(
      (roleId) => store.organizationRoles.get(roleId) ?? [],
    );
    return optionallyPaged(call, rows.sort(byName), roleEntity);
  });
  routes.add(
    'POST',
    roles,
    { body: z.object({ organizationRoleIds: nonEmptyIds }) },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const jit = known(store, id);
      requireRoles(store, body.organizationRoleIds, 'User');
      jit.roleIds = [...new Set([...jit.roleIds, ...body.organizationRoleIds])];
      return createdText();
    },
  );
  routes.add(
    'PUT',
    roles,
    { body: z.object({ organizationRoleIds: ids }) },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const jit = known(store, id);
      requireRoles(store, body.organizationRoleIds, 'User');
      jit.roleIds = [...new Set(body.organizationRoleIds)];
      return noContent();
    },
  );
  routes.add('DELETE', `${roles}/:roleId`, {}, ({ tenant: { store }, params: { id = '', roleId = '' } }) => {
    remove(jitOf(store, id).roleIds, roleId);
    return noContent();
  });

  const connectors = '/organizations/:id/jit/sso-connectors';
  routes.add('GET', connectors, {}, (call) => {
    const { store } = call.tenant;
    requireOrganization(call);
    const rows = jitOf(store, call.params.id ?? '').ssoConnectorIds.flatMap((id) => store.ssoConnectors.get(id) ?? []);
    return optionallyPaged(call, rows);
  });
  routes.add(
    'POST',
    connectors,
    { body: z.object({ ssoConnectorIds: nonEmptyIds }) },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const jit = known(store, id);
      requireConnectors(store, body.ssoConnectorIds);
      jit.ssoConnectorIds = [...new Set([...jit.ssoConnectorIds, ...body.ssoConnectorIds])];
      return createdText();
    },
  );
  routes.add(
    'PUT',
    connectors,
    { body: z.object({ ssoConnectorIds: ids }) },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const jit = known(store, id);
      requireConnectors(store, body.ssoConnectorIds);
      jit.ssoConnectorIds = [...new Set(body.ssoConnectorIds)];
      return noContent();
    },
  );
  routes.add(
    'DELETE',
    `${connectors}/:ssoConnectorId`,
    {},
    ({ tenant: { store }, params: { id = '', ssoConnectorId = '' } }) => {
      remove(jitOf(store, id).ssoConnectorIds, ssoConnectorId);
      return noContent();
    },
  );
}

function requireConnectors(store: Store, wanted: string[]): void {
  if (!wanted.every((id) => store.ssoConnectors.has(id))) throw foreignKeyNotFound();
}

/** 404 for roles and connectors; the e-mail domains of an unknown organization are an empty list. */
function requireOrganization({ tenant: { store }, params: { id = '' } }: Call): void {
  if (!store.organizations.has(id)) throw notExistsWithId('organizations', id);
}

function jitOf(store: Store, organizationId: string): Jit {
  const jit = store.jit.get(organizationId) ?? { emailDomains: [], roleIds: [], ssoConnectorIds: [] };
  if (store.organizations.has(organizationId)) store.jit.set(organizationId, jit);
  return jit;
}

function known(store: Store, organizationId: string): Jit {
  if (!store.organizations.has(organizationId)) throw foreignKeyNotFound();
  return jitOf(store, organizationId);
}

function remove(list: string[], value: string): void {
  const index = list.indexOf(value);
  if (index === -1) throw notFound();
  list.splice(index, 1);
}
