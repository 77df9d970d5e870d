import { z } from 'zod/v3';
import { LogtoError, notFound, nothingToUpdate } from '../errors.ts';
import type { User } from '../store/entities.ts';
import { digestOf, isPassword } from '../users/passwords.ts';
import { organizationRoleNames, userInfo, userProfile } from '../users/profile.ts';
import { deleteUser, newUser, requireFreeIdentifiers } from '../users/users.ts';
import { isYes, jsonObject, userProfileFields } from './guards.ts';
import { paged } from './pagination.ts';
import { noContent, ok, type Call, type Routes } from './route.ts';
import { userSearch } from './user-search.ts';

const email = z.string().regex(/^\S+@\S+\.\S+$/);
const phone = z.string().regex(/^\d+$/);
const username = z.string().regex(/^[A-Z_a-z]\w*$/);
const url = z.string().url().or(z.literal('')).nullable();
const orEmpty = <T extends z.ZodString>(schema: T) => schema.or(z.literal('')).nullable();

const CreateUser = z
  .object({
    primaryPhone: phone,
    primaryEmail: email,
    username,
    password: z.string().min(1),
    passwordDigest: z.string(),
    passwordAlgorithm: z.enum(['Argon2i', 'Argon2id', 'Argon2d', 'SHA1', 'SHA256', 'MD5', 'Bcrypt', 'Legacy']),
    name: z.string(),
    avatar: url,
    customData: jsonObject,
    profile: userProfileFields,
  })
  .partial();
const UpdateUser = z
  .object({
    username: orEmpty(username),
    primaryEmail: orEmpty(email),
    primaryPhone: orEmpty(phone),
    name: orEmpty(z.string()),
    avatar: url,
    customData: jsonObject,
    profile: userProfileFields,
  })
  .partial();
const Password = z.object({ password: z.string().min(1) });

/** `/users`. The admin's routes apply no password policy: "1" is accepted, and so is a user with nothing at all. */
export function registerUsers(routes: Routes): void {
  routes.add('GET', '/users', {}, (call) => {
    const matching = userSearch(call.query);
    const rows = [...call.tenant.store.users.values()].filter(matching);
    return paged(call, rows.reverse(), userProfile);
  });

  routes.add('POST', '/users', { body: CreateUser, event: 'User.Created' }, ({ tenant: { store }, body }) => {
    const { password, passwordDigest, passwordAlgorithm, ...fields } = body;
    if (password && passwordDigest) throw new LogtoError('user.password_and_digest');
    if (passwordDigest && !passwordAlgorithm) throw new LogtoError('user.password_algorithm_required');
    requireFreeIdentifiers(store, fields);
    const user = newUser({ ...fields, passwordDigest: password ? digestOf(password) : (passwordDigest ?? null) });
    store.users.set(user.id, user);
    return ok(userProfile(user));
  });

  routes.add('GET', '/users/:userId', {}, (call) =>
    ok({ ...userProfile(find(call)), ...(isYes(call.query.get('includeSsoIdentities')) && { ssoIdentities: [] }) }),
  );

  routes.add('PATCH', '/users/:userId', { body: UpdateUser, event: 'User.Data.Updated' }, (call) => {
    const user = find(call);
    if (Object.keys(call.body).length === 0) throw nothingToUpdate();
    requireFreeIdentifiers(call.tenant.store, call.body, user.id);
    update(user, call.body);
    call.tenant.store.users.set(user.id, user);
    return ok(userProfile(user));
  });

  routes.add('DELETE', '/users/:userId', {}, (call) => {
    const user = find(call);
    call.tenant.signOutEverywhere(user.id);
    deleteUser(call.tenant.store, user.id);
    call.emit('User.Deleted', { data: userInfo(user) }, true);
    return noContent();
  });

  registerParts(routes);
  registerPassword(routes);
  registerMembership(routes);
}

function registerParts(routes: Routes): void {
  routes.add('GET', '/users/:userId/custom-data', {}, (call) => ok(find(call).customData));
  routes.add(
    'PATCH',
    '/users/:userId/custom-data',
    { body: z.object({ customData: jsonObject }), event: 'User.Data.Updated' },
    (call) => {
      const user = find(call);
      return ok(update(user, { customData: { ...user.customData, ...call.body.customData } }).customData);
    },
  );
  routes.add(
    'PATCH',
    '/users/:userId/profile',
    { body: z.object({ profile: userProfileFields }), event: 'User.Data.Updated' },
    (call) => {
      const user = find(call);
      return ok(update(user, { profile: { ...user.profile, ...call.body.profile } }).profile);
    },
  );
  routes.add(
    'PATCH',
    '/users/:userId/is-suspended',
    { body: z.object({ isSuspended: z.boolean() }), event: 'User.SuspensionStatus.Updated' },
    (call) => {
      const user = update(find(call), { isSuspended: call.body.isSuspended });
      if (user.isSuspended) call.tenant.signOutEverywhere(user.id);
      return ok(userProfile(user));
    },
  );
}

function registerPassword(routes: Routes): void {
  routes.add('PATCH', '/users/:userId/password', { body: Password, event: 'User.Data.Updated' }, (call) =>
    ok(userProfile(update(find(call), { passwordDigest: digestOf(call.body.password) }))),
  );
  routes.add('POST', '/users/:userId/password/verify', { body: Password }, (call) => {
    if (!isPassword(find(call).passwordDigest, call.body.password))
      throw new LogtoError('session.invalid_credentials', 422);
    return noContent();
  });
  routes.add('GET', '/users/:userId/has-password', {}, (call) =>
    ok({ hasPassword: find(call).passwordDigest !== null }),
  );
}

function registerMembership(routes: Routes): void {
  // Never paged; organizations the user was never added to do not appear.
  routes.add('GET', '/users/:userId/organizations', {}, (call) => {
    const { store } = call.tenant;
    const user = find(call);
    const rows = store.members.organizationsOf(user.id).flatMap((id) => store.organizations.get(id) ?? []);
    return ok(rows.map((row) => ({ ...row, organizationRoles: organizationRoleNames(store, row.id, user.id) })));
  });
}

export function find({ tenant: { store }, params: { userId = '' } }: Call): User {
  const user = store.users.get(userId);
  if (!user) throw notFound();
  return user;
}

export const update = (user: User, fields: Partial<User>): User =>
  Object.assign(user, fields, { updatedAt: Date.now() });
