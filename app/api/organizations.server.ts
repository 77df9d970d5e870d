import { z } from 'zod';
import { changeSlug } from '#app/flows/change-slug.server.ts';
import { closeOrganization as close } from '#app/flows/close-organization.server.ts';
import { CreateOrganization, createOrganization as create } from '#app/flows/create-organization.server.ts';
import { leaveOrganization as leave } from '#app/flows/leave-organization.server.ts';
import { transferOwnership as transfer } from '#app/flows/transfer-ownership.server.ts';
import { updateOrganization as update } from '#app/flows/update-organization.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import type { UserId } from '#app/logto/ids.ts';
import { findByKey } from '#app/tenants/operations.server.ts';
import {
  findInside,
  findListed,
  listOrganizations as list,
  type OrganizationPlace,
} from '#app/tenants/organization-list.server.ts';
import { proposeSlug } from '#app/tenants/tenants.server.ts';
import { requireAccess } from './caller.server.ts';
import { endpoint } from './endpoint.server.ts';
import { listPlaces } from './list-place.server.ts';
import { organizationView } from './organization-view.server.ts';
import { listOf, Organization, OrganizationInside, page, search } from './shapes.server.ts';
import { siteOf } from './site-of.server.ts';

const { name, slug, description } = CreateOrganization.shape;

export const listOrganizations = endpoint(
  {
    id: 'listOrganizations',
    method: 'GET',
    path: '/organizations',
    group: 'organizations',
    scope: 'organizations:read',
    query: z.strictObject({ search, ...page({ most: 1_000, usual: 100 }) }),
    answer: listOf(Organization).extend({ total: z.int() }),
    failures: ['cursor-invalid'],
  },
  async ({ args, query: { search, limit, cursor }, caller, person }) => {
    if (!person) {
      const own = await inside(await requireAccess(args, caller, caller.organizationId!));
      const found = !search || own.name.toLowerCase().includes(search.toLowerCase());
      return success({ items: found ? [organizationView(own)] : [], next: null, total: found ? 1 : 0 });
    }
    const places = listPlaces<OrganizationPlace>(['organizations', person.userId, search], ['name', 'id']);
    const after = places.read(cursor);
    if (!after.ok) return after;
    const only = caller.organizationId ?? undefined;
    const narrowed = { only, origin: siteOf(caller) };
    const { organizations, total, next } = await list(person.userId, {
      search,
      limit,
      after: after.value,
      ...narrowed,
    });
    return success({ items: organizations.map(organizationView), next: places.write(next), total });
  },
);

export const createOrganization = endpoint(
  {
    id: 'createOrganization',
    method: 'POST',
    path: '/organizations',
    group: 'organizations',
    caller: 'person',
    everywhere: true,
    scope: 'organizations:create',
    body: z.strictObject({ name, slug: slug.optional(), description: description.optional() }),
    answer: Organization,
    status: 201,
    failures: [
      ...(['name-missing', 'name-too-long', 'slug-invalid', 'slug-reserved', 'slug-taken'] as const),
      ...(['description-too-long', 'organizations-used-up', 'account-being-deleted'] as const),
    ],
  },
  async ({ caller, person, body, key }) => {
    const origin = siteOf(caller); // else it would be missing on the page that it was made on
    const created = await createAt(body.slug);
    if (!created.ok) return created;
    const found = await findListed(person.userId, created.value);
    if (!found) return failure('not-found'); // closed and erased since
    return success(organizationView(found));

    async function createAt(given: string | undefined, triesLeft = 3): Promise<Result<{ slug: string }>> {
      const slug = given ?? (await slugFor(person.userId, body.name, key));
      const asked = {
        name: body.name,
        slug,
        description: body.description ?? null,
        ...(origin !== undefined && { origin }),
      };
      const created = await create(person, asked, key);
      const wasTaken = !created.ok && created.code === 'slug-taken' && given === undefined && triesLeft > 1;
      return wasTaken ? createAt(given, triesLeft - 1) : created;
    }
  },
);

/** Made of the name, and for a key that was sent before the one that was made then. */
async function slugFor(userId: UserId, name: string, key: string): Promise<string> {
  const proposed = await proposeSlug(name);
  const before = await findByKey(userId, 'create-organization', key);
  return before ? (before.input as { slug: string }).slug : proposed;
}

export const getOrganization = endpoint(
  {
    id: 'getOrganization',
    method: 'GET',
    path: '/organizations/{organization}',
    group: 'organizations',
    scope: 'organizations:read',
    answer: OrganizationInside,
    failures: [],
  },
  async ({ access }) => success(await insideView(access)),
);

export const updateOrganization = endpoint(
  {
    id: 'updateOrganization',
    method: 'PATCH',
    path: '/organizations/{organization}',
    group: 'organizations',
    permission: 'manage:organization',
    body: z.strictObject({
      name: name.optional(),
      slug: slug.optional(),
      description: z.preprocess((text) => text ?? '', description).optional(),
    }),
    answer: OrganizationInside,
    failures: [
      ...(['name-missing', 'name-too-long', 'description-too-long', 'slug-invalid', 'slug-reserved'] as const),
      ...(['slug-taken', 'settings-busy'] as const),
    ],
  },
  async ({ access, body: { name, slug, description }, key }) => {
    // First what may be refused.
    const moved = slug === undefined ? success(null) : await changeSlug(access, { slug });
    if (!moved.ok) return moved;
    if (name !== undefined || description !== undefined) {
      // What is left out is sent as the form sends what nobody touched.
      const asked = {
        ...(name === undefined ? { name: '', shownName: '' } : { name }),
        ...(description === undefined ? { description: null, shownDescription: '' } : { description }),
      };
      const updated = await update(access, asked, key);
      if (!updated.ok) return updated;
    }
    return success(await insideView(access));
  },
);

export const closeOrganization = endpoint(
  {
    id: 'closeOrganization',
    method: 'DELETE',
    path: '/organizations/{organization}',
    group: 'organizations',
    caller: 'person',
    permission: 'delete:organization',
    body: z.strictObject({ confirmation: z.string().max(256) }),
    failures: ['name-does-not-match'],
  },
  ({ access, body }) => close(access, body),
);

export const leaveOrganization = endpoint(
  {
    id: 'leaveOrganization',
    method: 'POST',
    path: '/organizations/{organization}/leave',
    group: 'organizations',
    caller: 'person',
    scope: 'membership:leave',
    grave: true,
    mayTakeLonger: true,
    failures: ['last-owner', 'owner-change-under-way', 'changed-meanwhile'],
  },
  ({ access, key }) => leave(access, key),
);

export const transferOwnership = endpoint(
  {
    id: 'transferOwnership',
    method: 'POST',
    path: '/organizations/{organization}/transfer',
    group: 'organizations',
    caller: 'person',
    scope: 'ownership:transfer',
    permission: 'delete:organization',
    grave: true,
    body: z.strictObject({ user: z.string().min(1).max(64) }),
    mayTakeLonger: true,
    failures: ['not-oneself', 'member-suspended', 'owner-change-under-way', 'changed-meanwhile'],
  },
  async ({ access, body, key }) => {
    const handedOver = await transfer(access, { userId: body.user }, key);
    return handedOver.ok ? success(null) : handedOver;
  },
);

async function inside({ tenantId, roles }: Access) {
  const found = await findInside(tenantId, roles);
  if (!found) throw new Error('An organization that somebody is inside of is gone');
  return found;
}

const insideView = async (access: Access) => ({
  ...organizationView(await inside(access)),
  permissions: access.permissions,
});
