import { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { changeMemberRoles } from '#app/flows/change-member-roles.server.ts';
import { removeMembers } from '#app/flows/remove-members.server.ts';
import { mostSelected } from '#app/flows/selected-members.ts';
import { memberPlace } from '#app/member-query.server.ts';
import { grantableRoles } from '#app/permissions.ts';
import { listMembers as list, type NumberedPlace } from '#app/tenants/member-list.server.ts';
import { memberSorts } from '#app/tenants/member-rows.server.ts';
import { findMember } from '#app/tenants/members.server.ts';
import type { Caller } from './caller.server.ts';
import { endpoint } from './endpoint.server.ts';
import { invalid, listPlaces } from './list-place.server.ts';
import { memberView, whatTheyMay } from './member-view.server.ts';
import { memberOutcome } from './outcomes.server.ts';
import { listOf, Member, MembersPermissions, Outcome, page, Role, search } from './shapes.server.ts';

type Place = Record<'key' | 'userId' | 'number', string>;

export const listMembers = endpoint(
  {
    id: 'listMembers',
    method: 'GET',
    path: '/organizations/{organization}/members',
    group: 'members',
    scope: 'members:read',
    query: z.strictObject({
      search,
      role: z.union([Role, z.literal('other')], 'role-unknown').optional(),
      sort: z.enum(memberSorts).default('name'),
      ...page({ most: 200, usual: 50 }),
      offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
    }),
    answer: listOf(Member).extend({
      first: z.int(),
      total: z.int(),
      totalIsExact: z.boolean(),
      permissions: MembersPermissions,
      grantable: z.array(Role),
    }),
    failures: ['cursor-invalid', 'role-unknown'],
  },
  async ({ access, caller, query: { search, role, sort, limit, cursor, offset } }) => {
    const { tenantId } = access;
    if (cursor !== undefined && offset !== undefined) return failure('value-invalid', { field: 'offset' });
    const places = listPlaces<Place>(['members', tenantId, search, role, sort], ['key', 'userId', 'number']);
    const after = places.read(cursor);
    if (!after.ok) return after;
    const from = after.value && memberPlace('after', sort, after.value);
    if (after.value && !from) return invalid;
    const found = await list(tenantId, { search, role, sort, from, limit, offset });
    const before = from?.number ?? offset ?? 0;
    // Nobody is left beyond the place: a page would show the first ones again.
    const isOver = before > 0 && found.first === 1;
    return success({
      first: before + 1,
      items: isOver ? [] : found.members.map((member) => memberView(member, found.owners, access, caller)),
      next: isOver || !found.next ? null : places.write(placeOf(found.next)),
      total: found.total.count,
      totalIsExact: !found.total.more,
      permissions: whatTheyMay(found.owners, access, caller),
      grantable: grantableRoles(access.permissions),
    });
  },
);

const placeOf = ({ key, userId, number }: NumberedPlace): Place => ({ key, userId, number: String(number) });

export const getMember = endpoint(
  {
    id: 'getMember',
    method: 'GET',
    path: '/organizations/{organization}/members/{user}',
    group: 'members',
    scope: 'members:read',
    answer: Member,
    failures: [],
  },
  ({ access, caller, params: { user } }) => oneMember(user, access, caller),
);

const refusals = [
  ...(['role-above-own', 'member-above-own', 'last-owner', 'owner-change-under-way', 'changed-meanwhile'] as const),
] as const;

export const changeMemberRole = endpoint(
  {
    id: 'changeMemberRole',
    method: 'PUT',
    path: '/organizations/{organization}/members/{user}/role',
    group: 'members',
    scope: 'members:manage',
    permission: 'manage:member',
    body: z.strictObject({ role: Role }),
    answer: Member,
    mayTakeLonger: true,
    failures: [...refusals, 'role-unknown', 'own-role-upward'],
  },
  async ({ access, caller, params: { user }, body: { role }, key }) => {
    const changed = await changeMemberRoles(access, { userIds: [user], role }, key);
    return changed.ok ? oneMember(user, access, caller) : changed;
  },
);

export const removeMember = endpoint(
  {
    id: 'removeMember',
    method: 'DELETE',
    path: '/organizations/{organization}/members/{user}',
    group: 'members',
    scope: 'members:manage',
    permission: 'manage:member',
    mayTakeLonger: true,
    failures: [...refusals, 'not-oneself'],
  },
  async ({ access, params: { user }, key }) => {
    const removed = await removeMembers(access, { userIds: [user] }, key);
    return removed.ok ? success(null) : removed;
  },
);

const users = z
  .array(z.string().min(1).max(64))
  .min(1, 'nobody-selected')
  .max(mostSelected, 'too-many-selected')
  .transform((ids) => [...new Set(ids)]);

export const changeMembers = endpoint(
  {
    id: 'changeMembers',
    method: 'POST',
    path: '/organizations/{organization}/members/bulk',
    group: 'members',
    scope: 'members:manage',
    permission: 'manage:member',
    body: z.strictObject({
      ...{ action: z.enum(['change-role', 'remove']), users, role: Role.optional() },
      delaySeconds: z.int().min(1).max(10).optional(),
    }),
    answer: z.object({ outcomes: z.array(Outcome) }),
    mayTakeLonger: true,
    failures: [
      ...([...refusals, 'own-role-upward', 'not-oneself', 'nobody-selected', 'too-many-selected'] as const),
      ...(['role-unknown', 'cancelled'] as const),
    ],
  },
  async ({ args, access, body: { action, users: userIds, role, delaySeconds }, key }) => {
    if ((action === 'remove') === (role !== undefined)) return failure('role-unknown', { field: 'role' });
    if (role !== undefined && delaySeconds !== undefined) return failure('value-invalid', { field: 'delaySeconds' });
    const changed = await (role === undefined
      ? removeMembers(access, { userIds, delaySeconds }, key)
      : changeMemberRoles(access, { userIds, role }, key));
    if (changed.ok) {
      return success({ outcomes: changed.value.map((outcome) => memberOutcome(args.request, outcome)) });
    }
    return changed;
  },
);

async function oneMember(
  userId: string,
  access: Access,
  caller: Caller,
): Promise<Result<ReturnType<typeof memberView>>> {
  const member = await findMember(access.tenantId, userId);
  if (!member) return failure('not-found');
  // Enough to know whether somebody else is an owner.
  const owners = member.anotherOwner ? ['somebody else'] : [];
  return success(memberView(member, owners, access, caller));
}
