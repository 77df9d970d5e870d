import { pass, type Passage } from '#app/auth/gate.server.ts';
import { actorIdOf } from '#app/auth/machine.ts';
import { type Access, accessOf } from '#app/auth/organization.server.ts';
import { beyondSession } from '#app/auth/reauthorization.server.ts';
import type { FailureCode } from '#app/failures.ts';
import { hasSecondStep } from '#app/flows/second-step.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { isPermission, isRole, type Permission, roles } from '#app/permissions.ts';
import { findOrganizationById, findTenantInside, type OrganizationRow } from '#app/tenants/access.server.ts';
import { allowsOrigin } from '#app/tenants/widget-origins.server.ts';
import type { Caller } from './callers/caller.ts';
import type { ApiArgs } from './endpoint.server.ts';
import { problem } from './problem.server.ts';
import { unauthenticated } from './unauthenticated.server.ts';
import { siteOf } from './site-of.server.ts';

/**
 * The guard of every address of the API that is in an organization. What the caller may do there is what their role
 * permits, as far as their credential covers it; flows that change something ask Logto besides (`liveCheck`).
 *
 * Throws a problem: 404 `not-found` (not there, or not theirs to see), 403 `not-permitted`, `origin-not-allowed`,
 * `waits-for-seat`, `mfa-required`, 401 `unauthenticated` (the session has ended), 410 `organization-closed`,
 * 503 `logto-unreachable`.
 */
export async function requireAccess(
  args: ApiArgs,
  caller: Caller,
  organizationId: string,
  permission?: Permission,
): Promise<Access> {
  if (caller.organizationId !== null && caller.organizationId !== organizationId) throw problem(args, 'not-found');
  permission ??= caller.machine ? 'read:data' : undefined; // a person is a member; a machine without a role has nothing here
  const access = await (caller.machine ? machineAccess(args, caller) : personAccess(args, caller, organizationId));
  if (!permission || access.permissions.includes(permission)) return access;
  const permissions = [...access.permissions, ...(await addedByRelease(args, caller, access, permission))];
  if (!permissions.includes(permission)) {
    const scope = { 'www-authenticate': `Bearer realm="api", error="insufficient_scope", scope="${permission}"` };
    throw problem(args, 'not-permitted', scope);
  }
  return { ...access, permissions };
}

async function machineAccess(args: ApiArgs, { machine, proof }: Caller): Promise<Access> {
  const inside = await findTenantInside(proof.tenantId!);
  if (!inside) throw problem(args, 'not-found'); // erased since
  const { name, role } = machine!;
  const who = { userId: actorIdOf(machine!), email: null, name, avatarUrl: null, ip: args.context.clientIp };
  const permissions = covered(role ? roles[role].permissions : [], proof);
  return accessOf(who, { ...inside, roles: role ? [role] : [] }, { permissions, machine });
}

async function personAccess(args: ApiArgs, caller: Caller, id: string): Promise<Access> {
  const { session } = caller.proof;
  const person = caller.person!;
  const who = { userId: person.userId, sessionId: session?.sessionId ?? '' };
  const organization = await findOrganizationById(who, asOrganizationId(id));
  if (!organization) throw problem(args, 'not-found');
  if (organization.deletionDueAt) throw problem(args, 'organization-closed');
  const site = siteOf(caller);
  if (site !== undefined && !(await allowsOrigin(organization.tenantId, site)))
    throw problem(args, 'origin-not-allowed');
  if (organization.waitsForSeat) throw problem(args, 'waits-for-seat');
  if (session) return sessionAccess(args, caller, organization);
  if (organization.isMfaRequired && !caller.proof.passedGate) {
    const has = await hasSecondStep(person.userId);
    if (has !== true) throw problem(args, has === false ? 'mfa-required' : 'logto-unreachable');
  }
  const permitted = organization.roles.filter(isRole).flatMap((role): readonly Permission[] => roles[role].permissions);
  return accessOf(person, organization, { permissions: covered([...new Set(permitted)], caller.proof) });
}

const covered = (permitted: readonly Permission[], { permissions }: Caller['proof']): Permission[] =>
  permitted.filter((permission) => !permissions || permissions.includes(permission));

/** As on our pages: Logto's gate says what the session may do, and is asked at most once an hour. */
async function sessionAccess(args: ApiArgs, { proof, person }: Caller, organization: OrganizationRow): Promise<Access> {
  const reading = args.request.method === 'GET' || args.request.method === 'HEAD';
  const passage = await pass(proof.session!, organization, { reading, context: args.context });
  if (!passage.ok) throw refused(args, passage.refusal);
  const permissions = passage.scopes.filter(isPermission);
  return accessOf(person!, organization, { permissions, stale: passage.stale });
}

/** What a session that is older than a release cannot say (docs/decisions/0033-permissions-added-by-a-release.md). */
async function addedByRelease(args: ApiArgs, { proof }: Caller, access: Access, permission: Permission) {
  if (!proof.session) return [];
  const held = await beyondSession(args, proof.session, access, permission);
  if (held === 'unreachable') throw problem(args, 'logto-unreachable');
  return held;
}

type Refusal = Extract<Passage, { ok: false }>['refusal'];

const refused = (args: ApiArgs, refusal: Refusal): Response =>
  refusal === 'sign-in-again' ? unauthenticated(args) : problem(args, refusals[refusal]);

const refusals: Record<Exclude<Refusal, 'sign-in-again'>, FailureCode> = {
  'mfa-required': 'mfa-required',
  'not-a-member': 'not-found',
  'not-found': 'not-found',
  dropped: 'logto-unreachable',
  misconfigured: 'logto-unreachable',
  unreachable: 'logto-unreachable',
  'rate-limited': 'logto-unreachable',
};
