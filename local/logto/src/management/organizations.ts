import { z } from 'zod/v3';
import { alreadyExists, notExists, notExistsWithId, notFound, nothingToUpdate } from '../errors.ts';
import { shortId } from '../ids.ts';
import type { Organization, User } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { branding, color, isYes, jsonObject } from './guards.ts';
import { matches } from './like.ts';
import { paged } from './pagination.ts';
import { created, noContent, ok, type Routes } from './route.ts';

const fields = {
  name: z.string().min(1).max(128),
  description: z.string().max(256).nullable().optional(),
  customData: jsonObject.optional(),
  isMfaRequired: z.boolean().optional(),
  color: color.optional(),
  branding: branding.optional(),
  customCss: z.string().nullable().optional(),
  createdAt: z.number().optional(),
};
const CreateOrganization = z.object(fields);
// An id in a PATCH really changes the id (observed).
const UpdateOrganization = z.object({
  id: z.string().min(1).max(21).optional(),
  ...fields,
  name: fields.name.optional(),
});

export function registerOrganizations(routes: Routes): void {
  routes.add('GET', '/organizations', {}, (call) => {
    const { store } = call.tenant;
    const matching = matches(call.query.get('q'));
    const rows = sortedById(store).filter(({ id, name }) => matching(id, name));
    const featured = isYes(call.query.get('showFeatured'));
    return paged(call, rows, featured ? (row) => withFeatured(store, row) : undefined);
  });

  routes.add(
    'POST',
    '/organizations',
    { body: CreateOrganization, event: 'Organization.Created' },
    ({ tenant, body }) => {
      const {
        name,
        description = null,
        customData = {},
        isMfaRequired = false,
        color = {},
        branding = {},
        customCss = null,
        createdAt = Date.now(),
      } = body;
      const organization: Organization = {
        tenantId: TENANT,
        id: shortId(),
        name,
        description,
        customData,
        isMfaRequired,
        color,
        branding,
        customCss,
        createdAt,
      };
      tenant.store.organizations.set(organization.id, organization);
      return created(organization);
    },
  );

  routes.add('GET', '/organizations/:id', {}, ({ tenant, params: { id = '' } }) => {
    const organization = tenant.store.organizations.get(id);
    if (!organization) throw notExistsWithId('organizations', id);
    return ok(organization);
  });

  routes.add(
    'PATCH',
    '/organizations/:id',
    { body: UpdateOrganization, event: 'Organization.Data.Updated' },
    ({ tenant, params: { id = '' }, body }) => {
      const organization = tenant.store.organizations.get(id);
      if (Object.keys(body).length === 0) throw nothingToUpdate();
      if (!organization) throw notExists('organizations');
      if (body.id !== undefined && body.id !== id && tenant.store.organizations.has(body.id)) throw alreadyExists();
      Object.assign(organization, body);
      if (organization.id !== id) renameOrganization(tenant.store, id, organization);
      return ok(organization);
    },
  );

  routes.add('DELETE', '/organizations/:id', { event: 'Organization.Deleted' }, ({ tenant, params: { id = '' } }) => {
    if (!tenant.store.organizations.delete(id)) throw notFound();
    deleteDependents(tenant.store, id);
    return noContent();
  });
}

const byId = <T extends { id: string }>(a: T, b: T) => (a.id < b.id ? -1 : 1);

/** Logto gives no order; as ids are random, this is neither creation nor name order, like the real one. */
const sortedById = (store: Store): Organization[] => [...store.organizations.values()].sort(byId);

function withFeatured(store: Store, organization: Organization) {
  const users = store.members.membersOf(organization.id).flatMap((id) => store.users.get(id) ?? []);
  const featuredUsers = users.slice(0, 3).map(({ id, avatar, name }: User) => ({ id, avatar, name }));
  return { ...organization, usersCount: users.length, featuredUsers };
}

function renameOrganization(store: Store, from: string, organization: Organization): void {
  store.organizations.delete(from);
  store.organizations.set(organization.id, organization);
  store.members.renameOrganization(from, organization.id);
  store.machineMembers.renameOrganization(from, organization.id);
  for (const invitation of store.invitations.values()) {
    if (invitation.organizationId === from) invitation.organizationId = organization.id;
  }
  const jit = store.jit.get(from);
  if (jit) store.jit.set(organization.id, jit);
  store.jit.delete(from);
}

function deleteDependents(store: Store, organizationId: string): void {
  store.members.removeOrganization(organizationId);
  store.machineMembers.removeOrganization(organizationId);
  store.jit.delete(organizationId);
  for (const [id, invitation] of store.invitations)
    if (invitation.organizationId === organizationId) store.invitations.delete(id);
}
