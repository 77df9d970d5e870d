import { inBackground } from '#app/auth/in-background.server.ts';
import type { FailureCode } from '#app/failures.ts';
import {
  isMachineRole,
  isPermission,
  machineRoleOf,
  type MachineRole,
  type Permission,
  roles,
} from '#app/permissions.ts';
import { findUsableKey, touchApiKey } from '#app/tenants/api-keys.server.ts';
import { findMachine, findTenantOfMachine, touchMachine } from '#app/tenants/machines.server.ts';
import { findWorkspace } from '#app/tenants/workspace-of-caller.server.ts';
import type { ApiArgs } from './endpoint.server.ts';
import { readMachineToken } from './machine-token.server.ts';
import { problem } from './problem.server.ts';

declare const guarded: unique symbol;

/** A machine that calls the API in its organization, with what it may do there. Only `requireMachine` makes one. */
export type Caller = {
  kind: 'api-key' | 'machine';
  /** Of the key, or the application's in Logto. */
  id: string;
  name: string;
  /** Null for a machine that holds none of ours. */
  role: MachineRole | null;
  permissions: Permission[];
  tenantId: string;
  organization: { id: string; slug: string; name: string };
  readonly [guarded]: 'caller';
};

/**
 * The guard of what machines may call: `Authorization: Bearer`, an API key or an organization token of a Logto machine.
 * Looks both up on every call, so whoever was revoked is out at once. Throws a problem: 401 `unauthenticated`, 403
 * `not-permitted`, 410 `organization-closed`, 503 `logto-unreachable` (Logto's keys are not known yet).
 */
export async function requireMachine(args: ApiArgs, permission?: Permission): Promise<Caller> {
  const [, token] = /^bearer +([^ ]+) *$/i.exec(args.request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) throw unauthenticated(args);
  const found = token.startsWith('tnt_') ? await keyOf(token) : await machineOf(token);
  if (found === 'unreachable') throw problem(args, 'logto-unreachable', { 'retry-after': '30' });
  if (!found) throw unauthenticated(args, 'invalid_token');
  const { seen, ...caller } = found;
  const workspace = await findWorkspace(caller.tenantId);
  if (!workspace) throw unauthenticated(args, 'invalid_token');
  if (workspace.closed) throw problem(args, 'organization-closed');
  inBackground(seen(), (err) => args.context.log.warn({ err }, 'when a machine was last used is not written'));
  if (permission && !caller.permissions.includes(permission)) {
    const scope = { 'www-authenticate': `${challenge}, error="insufficient_scope", scope="${permission}"` };
    throw problem(args, 'not-permitted', scope);
  }
  const { id, slug, name } = workspace;
  return { ...caller, organization: { id, slug, name } } as Caller;
}

const challenge = 'Bearer realm="api"';

const unauthenticated = (args: ApiArgs, error?: 'invalid_token'): Response => {
  const code: FailureCode = 'unauthenticated';
  return problem(args, code, { 'www-authenticate': error ? `${challenge}, error="${error}"` : challenge });
};

type Found = Omit<Caller, 'organization' | typeof guarded> & { seen: () => Promise<unknown> };

/** What a key permits is what its role permits today, whatever it was when the key was made. */
async function keyOf(secret: string): Promise<Found | null> {
  const key = await findUsableKey(secret);
  if (!key) return null;
  const { id, name, tenantId } = key;
  const role = isMachineRole(key.role) ? key.role : null; // never an owner’s, whatever stands there
  return {
    ...{ kind: 'api-key', id, name, role, tenantId },
    permissions: role ? [...roles[role].permissions] : [],
    seen: () => touchApiKey(tenantId, id),
  };
}

/**
 * A token lives for an hour, whatever happens meanwhile: so it permits no more than the role that our copy has now, and
 * nothing once the machine is no member any more.
 */
async function machineOf(token: string): Promise<Found | 'unreachable' | null> {
  const claims = await readMachineToken(token);
  if (!claims || claims === 'unreachable') return claims;
  const tenantId = await findTenantOfMachine(claims.applicationId, claims.organizationId);
  const machine = tenantId && (await findMachine(tenantId, claims.applicationId));
  if (!machine) return null;
  const role = machineRoleOf(machine.roles) ?? null;
  const permitted: readonly string[] = role ? roles[role].permissions : [];
  const { applicationId, name } = machine;
  return {
    ...{ kind: 'machine', id: applicationId, name, role, tenantId },
    permissions: claims.scopes.filter(isPermission).filter((permission) => permitted.includes(permission)),
    seen: () => touchMachine(tenantId, applicationId),
  };
}
