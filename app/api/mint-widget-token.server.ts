import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { asUserId, type UserId } from '#app/logto/ids.ts';
import type { Permission } from '#app/permissions.ts';
import { findMember } from '#app/tenants/members.server.ts';
import { allowsOrigin, organizationsAllowing } from '#app/tenants/widget-origins.server.ts';
import { widgetOriginOf } from '#app/widget-origin.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';
import type { Caller } from './caller.server.ts';
import { isOperatorOrigin } from './cors.server.ts';
import { mintWidgetToken } from './widget-token.server.ts';

/** Who gets a widget token for what: never for more than the credential that asks for it covers. */

export type WidgetTokenInput = {
  origin?: string | undefined;
  scopes?: readonly WidgetScope[] | undefined;
  /** Whom it is for: of an API key, which is nobody. */
  user?: string | undefined;
};

export type Asking = {
  caller: Caller;
  /** In the only organization that the token is to be good for; null: in whichever of the person's allow the site. */
  access: Access | null;
  input: WidgetTokenInput;
  /** The request's own, which no page can choose. */
  header: string | null;
  appUrl: string;
};

export type Minted = { token: string; expiresAt: Date; scopes: WidgetScope[] };

/**
 * Fails with `not-permitted` (a machine, a widget, a key whose role covers nothing of it), `origin-invalid`,
 * `origin-not-allowed`, `value-invalid` (`user` or `organization` missing), `not-found` (a user that is no member),
 * `waits-for-seat`.
 */
export async function mintFor(asking: Asking): Promise<Result<Minted>> {
  const { caller, access, input } = asking;
  if (!mayAsk.includes(caller.kind)) return failure('not-permitted');
  const user = caller.person ? success(caller.person.userId) : await userOfKey(asking);
  if (!user.ok) return user;
  const origin = await siteOf(asking, user.value);
  if (!origin.ok) return origin;
  const scopes = covered(input.scopes ?? usualScopes, caller, access);
  if (scopes.length === 0) return failure('not-permitted', { field: 'scopes' });
  const { token, expiresAt } = await mintWidgetToken({
    userId: user.value,
    origin: origin.value,
    scopes,
    organizationId: access?.organizationId ?? null,
    keyId: caller.machine?.id ?? null,
    permissions: caller.person ? caller.proof.permissions : undefined, // of a key, its role says so at every call
  });
  return success({ token, expiresAt, scopes });
}

const mayAsk: readonly Caller['kind'][] = ['session', 'user-token', 'api-key'];

/** What `<org-switcher>` needs. */
const usualScopes: readonly WidgetScope[] = ['organizations:read', 'organizations:create', 'invitations:answer'];

async function userOfKey({ access, input: { user } }: Asking): Promise<Result<UserId>> {
  if (user === undefined || !access) return failure('value-invalid', { field: 'user' });
  const member = await findMember(access.tenantId, user);
  if (!member) return failure('not-found', { field: 'user' });
  return member.waitsForSeat ? failure('waits-for-seat') : success(asUserId(member.userId));
}

async function siteOf(asking: Asking, userId: UserId): Promise<Result<string>> {
  const { caller, input, header, appUrl } = asking;
  const wanted = asOrigin(input.origin);
  if (wanted === null) return failure('origin-invalid', { field: 'origin' });
  // A page gets tokens for itself alone. The session's page is ours, and may show what is on a site of the workspace.
  const page = caller.kind === 'user-token' ? header : null;
  const isFramed = wanted === appUrl; // by a page that shows a widget in a frame of ours
  if (page !== null && wanted !== undefined && wanted !== page && !isFramed) return notAllowed;
  const asks = page ?? wanted ?? (caller.kind === 'session' ? appUrl : undefined);
  if (asks === undefined) return failure('value-invalid', { field: 'origin' });
  const allowed = await allowedSite(asking, userId, asks);
  return allowed.ok && isFramed ? success(appUrl) : allowed;
}

async function allowedSite({ caller, access }: Asking, userId: UserId, origin: string): Promise<Result<string>> {
  if (isOperatorOrigin(origin)) return success(origin);
  if (access) return (await allowsOrigin(access.tenantId, origin)) ? success(origin) : notAllowed;
  if (caller.kind === 'session') return failure('value-invalid', { field: 'organization' });
  return (await organizationsAllowing(userId, origin)).length > 0 ? success(origin) : notAllowed;
}

const notAllowed = failure('origin-not-allowed', { field: 'origin' });

/** The operator's own may be what no organization can add. */
const asOrigin = (given: string | undefined): string | null | undefined =>
  given === undefined || isOperatorOrigin(given) ? given : widgetOriginOf(given);

/** Inside an organization a token covers no more than whoever asks may do there: a role, an API key's or a token's. */
function covered(wanted: readonly WidgetScope[], { person }: Caller, access: Access | null): WidgetScope[] {
  const may = (scope: WidgetScope): boolean => {
    const needed = neededFor[scope];
    return needed === undefined || !access || access.permissions.includes(needed);
  };
  const distinct = [...new Set(wanted)].filter(may);
  return person ? distinct : distinct.filter((scope) => scopesOfKeys.includes(scope));
}

const neededFor: Partial<Record<WidgetScope, Permission>> = {
  'members:manage': 'manage:member',
  'invitations:manage': 'invite:member',
  'ownership:transfer': 'delete:organization',
};

/** What a person does with themselves, or outside the key's organization, no key hands out. */
const scopesOfKeys: readonly WidgetScope[] = [
  'organizations:read',
  'members:read',
  'members:manage',
  'invitations:manage',
];
