import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Store } from '../store/store.ts';
import { organizationResourceScopes, permissionsIn, resourceScopesOf } from '../users/permissions.ts';
import { accessDenied } from './organization-access.ts';
import { findResource, organizationAudience, resourceServer } from './resources.ts';
import { errors, type Provider } from './library.ts';

/** Tokens for machines. A scope that no role gives is dropped without a word, down to no `scope` claim at all (observed). */
export function clientCredentialsGrant(provider: Provider, store: Store) {
  return async (ctx: KoaContextWithOIDC) => {
    const { client, params } = ctx.oidc;
    const { resource, organization_id: organizationId, scope = '' } = params as Record<string, string | undefined>;
    if (!client) throw new errors.InvalidClient();
    if (!resource && !organizationId)
      throw new errors.InvalidTarget('both `resource` and `organization_id` are not provided');
    const granted = organizationId
      ? organizationGrant(store, client.clientId, organizationId, resource)
      : resourceGrant(store, client.clientId, resource ?? '');
    const asked = new Set(scope.split(' '));
    const scopes = granted.scopes.filter((name) => asked.has(name));

    const token = new provider.ClientCredentials({ client, scope: scopes.join(' ') || undefined } as never);
    const server = resourceServer(granted.audience, granted.scopes, granted.ttl);
    token.resourceServer = new provider.ResourceServer(granted.audience, server as never);
    ctx.oidc.entity('ClientCredentials', token);
    const value = await token.save();
    ctx.body = {
      access_token: value,
      expires_in: token.expiration,
      token_type: token.tokenType,
      ...(token.scope && { scope: token.scope }),
    };
  };
}

interface Granted {
  audience: string;
  scopes: string[];
  ttl?: number;
}

function resourceGrant(store: Store, applicationId: string, indicator: string): Granted {
  const resource = findResource(store, indicator);
  const roleIds = store.applications.get(applicationId)?.roleIds ?? [];
  return { audience: indicator, scopes: resourceScopesOf(store, roleIds, resource.id), ttl: resource.accessTokenTtl };
}

function organizationGrant(
  store: Store,
  applicationId: string,
  organizationId: string,
  indicator: string | undefined,
): Granted {
  const roleIds = store.machineMembers.roles(organizationId, applicationId);
  if (!roleIds) throw accessDenied('app has not associated with the organization');
  if (!indicator)
    return {
      audience: organizationAudience(organizationId),
      scopes: permissionsIn(store, roleIds).map(({ name }) => name),
    };
  const resource = findResource(store, indicator);
  return {
    audience: indicator,
    scopes: organizationResourceScopes(store, roleIds, resource.id),
    ttl: resource.accessTokenTtl,
  };
}
