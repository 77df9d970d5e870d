import type { AccessToken, KoaContextWithOIDC, RefreshToken } from 'oidc-provider';
import type { Store } from '../store/store.ts';
import type { Tenant } from '../tenant.ts';
import { organizationResourceScopes, permissionsIn, resourceScopesOf } from '../users/permissions.ts';
import { findAccount } from './account.ts';
import { requireOrganizationAccess } from './organization-access.ts';
import { findResource, ORGANIZATIONS_SCOPE, organizationAudience, resourceServer } from './resources.ts';
import { errors, type Provider } from './library.ts';

type Grant = InstanceType<Provider['Grant']>;

/**
 * The refresh grant with Logto's `organization_id`: an organization token (no resource), a token for an API resource
 * in an organization, one for an API resource, or a plain opaque one. Refusals come before the rotation, so a 403
 * does not use up a token.
 */
export function refreshTokenGrant(provider: Provider, tenant: Tenant) {
  const { store } = tenant;
  return async (ctx: KoaContextWithOIDC) => {
    const params = ctx.oidc.params as Record<string, string | undefined>;
    const { resource, organization_id: organizationId } = params;
    const token = await findToken(provider, ctx, params.refresh_token);
    const grant = await findGrant(provider, ctx, token);
    const scopes = requestedScopes(token, params.scope, organizationId);
    const accountId = signedInAccount(tenant, ctx, token, grant);
    if (organizationId) requireOrganizationAccess(store, organizationId, accountId);

    const access = newAccessToken(provider, ctx, token);
    if (resource && !resourcesOf(token).has(resource))
      throw new errors.InvalidTarget('resource indicator is missing, or unknown');
    if (organizationId)
      aimAtOrganization(provider, store, { access, grant, scopes, accountId, organizationId, resource });
    else if (resource) aimAtResource(provider, store, { access, grant, scopes, accountId, resource });
    else Object.assign(access, { claims: token.claims, scope: grant.getOIDCScopeFiltered(scopes) });

    const current = await rotate(provider, ctx, store, token);
    ctx.oidc.entity('AccessToken', access);
    ctx.oidc.entity('Grant', grant);
    const value = await access.save();
    ctx.body = {
      access_token: value,
      expires_in: access.expiration,
      id_token: await newIdToken(provider, ctx, token, grant, scopes, value),
      refresh_token: current,
      scope: access.scope ?? '',
      token_type: access.tokenType,
    };
  };
}

async function findToken(
  provider: Provider,
  ctx: KoaContextWithOIDC,
  value: string | undefined,
): Promise<RefreshToken> {
  if (!value) throw new errors.InvalidRequest("missing required parameter 'refresh_token'");
  const token = await provider.RefreshToken.find(value, { ignoreExpiration: true });
  if (!token) throw new errors.InvalidGrant('refresh token not found');
  if (token.clientId !== ctx.oidc.client?.clientId) throw new errors.InvalidGrant('client mismatch');
  if (token.isExpired) throw new errors.InvalidGrant('refresh token is expired');
  if (!token.consumed) return token;
  // Reuse after the grace time: the whole grant dies, new tokens too.
  await revokeGrant(provider, token.grantId);
  throw new errors.InvalidGrant('refresh token already used');
}

export async function revokeGrant(provider: Provider, grantId: string | undefined): Promise<void> {
  if (!grantId) return;
  await Promise.all([provider.AccessToken.revokeByGrantId(grantId), provider.RefreshToken.revokeByGrantId(grantId)]);
  await provider.Grant.adapter.destroy(grantId);
}

async function findGrant(provider: Provider, ctx: KoaContextWithOIDC, token: RefreshToken): Promise<Grant> {
  const grant = await provider.Grant.find(token.grantId ?? '', { ignoreExpiration: true });
  if (!grant || grant.isExpired || grant.clientId !== ctx.oidc.client?.clientId)
    throw new errors.InvalidGrant('grant not found');
  return grant;
}

function requestedScopes(
  token: RefreshToken,
  scope: string | undefined,
  organizationId: string | undefined,
): Set<string> {
  if (organizationId && !token.scopes.has(ORGANIZATIONS_SCOPE)) {
    throw new errors.InsufficientScope('refresh token missing required scope', ORGANIZATIONS_SCOPE);
  }
  if (!scope) return token.scopes;
  const requested = new Set(scope.split(' '));
  const missing = [...requested].filter((name) => !token.scopes.has(name));
  if (missing.length > 0) {
    throw new errors.InvalidScope(
      `refresh token missing requested ${missing.length > 1 ? 'scopes' : 'scope'}`,
      missing.join(' '),
    );
  }
  return requested;
}

function signedInAccount(tenant: Tenant, ctx: KoaContextWithOIDC, token: RefreshToken, grant: Grant): string {
  const account = findAccount(tenant, token.accountId ?? '');
  if (!account || account.accountId !== grant.accountId) throw new errors.InvalidGrant('account not found');
  ctx.oidc.entity('Account', account);
  return account.accountId;
}

function newAccessToken(provider: Provider, ctx: KoaContextWithOIDC, token: RefreshToken): AccessToken {
  const { accountId, expiresWithSession, grantId, sessionUid, sid, gty } = token;
  return new provider.AccessToken({
    accountId,
    client: ctx.oidc.client,
    expiresWithSession,
    grantId,
    sessionUid,
    sid,
    gty: gty ?? 'refresh_token',
  } as never);
}

const resourcesOf = (token: RefreshToken) => new Set([token.resource ?? []].flat());

interface Aim {
  access: AccessToken;
  grant: Grant;
  scopes: Set<string>;
  accountId: string;
  organizationId?: string;
  resource?: string;
}

function aimAtOrganization(
  provider: Provider,
  store: Store,
  { access, grant, scopes, accountId, organizationId = '', resource }: Aim,
): void {
  const roleIds = store.members.roles(organizationId, accountId) ?? [];
  if (!resource) {
    const live = permissionsIn(store, roleIds).map(({ name }) => name);
    const audience = organizationAudience(organizationId);
    access.resourceServer = new provider.ResourceServer(audience, resourceServer(audience, live) as never);
    access.scope = live.filter((name) => scopes.has(name)).join(' ');
    return;
  }
  const { id, accessTokenTtl } = findResource(store, resource);
  const live = organizationResourceScopes(store, roleIds, id);
  access.resourceServer = new provider.ResourceServer(
    resource,
    resourceServer(resource, live, accessTokenTtl) as never,
  );
  access.scope = grant.getResourceScopeFiltered(
    resource,
    live.filter((name) => scopes.has(name)),
  );
}

function aimAtResource(
  provider: Provider,
  store: Store,
  { access, grant, scopes, accountId, resource = '' }: Aim,
): void {
  const { id, accessTokenTtl } = findResource(store, resource);
  const live = resourceScopesOf(store, store.users.get(accountId)?.roleIds ?? [], id);
  access.resourceServer = new provider.ResourceServer(
    resource,
    resourceServer(resource, live, accessTokenTtl) as never,
  );
  access.scope = grant.getResourceScopeFiltered(
    resource,
    live.filter((name) => scopes.has(name)),
  );
}

/** The token to hand out: the same one until 70 % of its 14 days have passed, a new one then. */
async function rotate(provider: Provider, ctx: KoaContextWithOIDC, store: Store, token: RefreshToken): Promise<string> {
  const settings = store.applications.get(token.clientId ?? '')?.customClientMetadata;
  const isPublic = ctx.oidc.client?.clientAuthMethod === 'none';
  const due = settings?.rotateRefreshToken !== false && (isPublic || token.ttlPercentagePassed() >= 70);
  if (!due) return token.jti;
  await token.consume();
  const {
    accountId,
    acr,
    amr,
    authTime,
    claims,
    expiresWithSession,
    iiat,
    grantId,
    gty,
    nonce,
    resource,
    rotations,
    scope,
    sessionUid,
    sid,
  } = token;
  const next = new provider.RefreshToken({
    accountId,
    acr,
    amr,
    authTime,
    claims,
    client: ctx.oidc.client,
    expiresWithSession,
    iiat,
    grantId,
    gty,
    nonce,
    resource,
    rotations: (rotations ?? 0) + 1,
    scope,
    sessionUid,
    sid,
  } as never);
  ctx.oidc.entity('RefreshToken', next);
  return next.save();
}

/** None without `openid` among the scopes: that is what makes renewals cheap for people in many organizations. */
async function newIdToken(
  provider: Provider,
  ctx: KoaContextWithOIDC,
  token: RefreshToken,
  grant: Grant,
  scopes: Set<string>,
  accessToken: string,
): Promise<string | undefined> {
  if (!scopes.has('openid') || !ctx.oidc.account) return undefined;
  const scope = grant.getOIDCScopeFiltered(scopes);
  const claims = await ctx.oidc.account.claims('id_token', scope, {}, []);
  const idToken = new provider.IdToken({ ...claims, auth_time: token.authTime }, { ctx });
  Object.assign(idToken, { scope });
  idToken.set('nonce', token.nonce);
  idToken.set('at_hash', accessToken);
  idToken.set('sid', token.sid);
  return idToken.issue({ use: 'idtoken' });
}
