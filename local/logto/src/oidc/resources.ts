import type { ResourceServer } from 'oidc-provider';
import type { Store } from '../store/store.ts';
import { organizationResourceScopes, resourceScopesOf } from '../users/permissions.ts';
import { errors } from './library.ts';

export const ORGANIZATIONS_RESOURCE = 'urn:logto:resource:organizations';
export const ORGANIZATIONS_SCOPE = 'urn:logto:scope:organizations';
export const organizationAudience = (organizationId: string) => `urn:logto:organization:${organizationId}`;

const jwt = { sign: { alg: 'ES384' as const } };
const TTL_SECONDS = 3600;

export const resourceServer = (audience: string, scopes: Iterable<string>, ttl = TTL_SECONDS): ResourceServer =>
  ({ audience, scope: [...scopes].join(' '), accessTokenTTL: ttl, accessTokenFormat: 'jwt', jwt }) as ResourceServer;

export function findResource(store: Store, indicator: string) {
  const resource = [...store.resources.values()].find((candidate) => candidate.indicator === indicator);
  if (!resource) throw new errors.InvalidTarget('resource indicator is missing, or unknown');
  return resource;
}

/**
 * What can be asked of a resource at sign-in. For organizations that is the whole template, whoever asks: a role
 * given later works without a new sign-in, a permission added later does not (observed).
 */
export function requestable(store: Store, indicator: string, userId: string | undefined): ResourceServer {
  if (indicator === ORGANIZATIONS_RESOURCE) {
    return resourceServer(
      indicator,
      [...store.organizationScopes.values()].map(({ name }) => name),
    );
  }
  const resource = findResource(store, indicator);
  const user = userId === undefined ? undefined : store.users.get(userId);
  const own = user ? resourceScopesOf(store, user.roleIds, resource.id) : [];
  const organizations = user ? store.members.organizationsOf(user.id) : [];
  const inOrganizations = organizations.flatMap((id) =>
    organizationResourceScopes(store, store.members.roles(id, user?.id ?? '') ?? [], resource.id),
  );
  return resourceServer(indicator, new Set([...own, ...inOrganizations]), resource.accessTokenTtl);
}
