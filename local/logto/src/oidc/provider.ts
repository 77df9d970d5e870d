import type { ClientAuthMethod, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { signOutPage, signedOutPage } from '../pages/sign-out.ts';
import type { Tenant } from '../tenant.ts';
import { findAccount, scopeClaims } from './account.ts';
import { adapterFactory, type OidcRows } from './adapter.ts';
import { clientCredentialsGrant } from './client-credentials.ts';
import { isSecretOf } from './clients.ts';
import { logtoErrors } from './errors.ts';
import { refreshTokenGrant } from './refresh-token.ts';
import { requestable } from './resources.ts';
import { consentUrl, extraParams, signInUrl } from './sign-in-url.ts';
import { interactionPolicy, Provider } from './library.ts';

const DAY = 24 * 60 * 60;

/** The OpenID provider: the library that Logto itself builds on, with Logto's outside. */
export function createProvider(tenant: Tenant, rows: OidcRows, cookieName: string): Provider {
  const provider = new Provider(tenant.issuer, configuration(tenant, rows, cookieName));
  provider.proxy = false;
  provider.use(logtoErrors());
  provider.registerGrantType('client_credentials', clientCredentialsGrant(provider, tenant.store), [
    'resource',
    'organization_id',
    'scope',
  ]);
  provider.registerGrantType('refresh_token', refreshTokenGrant(provider, tenant), [
    'refresh_token',
    'resource',
    'organization_id',
    'scope',
  ]);
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientId: string }, given: string) {
      return isSecretOf(tenant.store.applications.get(this.clientId), given);
    },
  });
  return provider;
}

function configuration(tenant: Tenant, rows: OidcRows, cookieName: string): Configuration {
  const { store, keys } = tenant;
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', signed: true, overwrite: true } as const;
  return {
    adapter: adapterFactory(store, rows),
    jwks: { keys: [keys.privateJwk as never] },
    findAccount: (_ctx, id) => findAccount(tenant, id),
    claims: scopeClaims,
    scopes: ['offline_access', ...Object.keys(scopeClaims)],
    extraParams,
    conformIdTokenClaims: false,
    clientDefaults: { id_token_signed_response_alg: 'ES384' },
    enabledJWA: { idTokenSigningAlgValues: ['ES384'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'] as ClientAuthMethod[],
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    cookies: {
      keys: [keys.cookieKey],
      names: {
        interaction: `${cookieName}_interaction`,
        resume: `${cookieName}_interaction_resume`,
        session: `${cookieName}_session`,
      },
      long: cookie,
      short: cookie,
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 600,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 3600,
      Grant: 14 * DAY,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: (_ctx, _token, client) =>
        (store.applications.get(client.clientId)?.customClientMetadata.refreshTokenTtlInDays ?? 14) * DAY,
      Session: 14 * DAY,
    },
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    routes: {
      authorization: '/auth',
      token: '/token',
      userinfo: '/me',
      jwks: '/jwks',
      revocation: '/token/revocation',
      introspection: '/token/introspection',
      end_session: '/session/end',
    },
    interactions: {
      policy: policy(),
      url: (_ctx, interaction) =>
        interaction.prompt.name === 'consent' ? consentUrl(interaction.params) : signInUrl(interaction.params),
    },
    // Logto issues refresh tokens to some applications without offline_access; those die with the session.
    issueRefreshToken: (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') &&
      (code.scopes.has('offline_access') ||
        store.applications.get(client.clientId)?.customClientMetadata.alwaysIssueRefreshToken === true),
    extraTokenClaims: (ctx) => {
      const { resource, organization_id: id } = (ctx.oidc.params ?? {}) as Record<string, string | undefined>;
      return resource && id && ctx.oidc.route === 'token' ? { organization_id: id } : undefined;
    },
    renderError: (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(ctx.get('accept-language'), form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = signedOutPage(ctx.get('accept-language'));
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined as never,
        getResourceServerInfo: (ctx, indicator) => requestable(store, indicator, accountOf(ctx)),
        useGrantedResource: () => false,
      },
    },
  };
}

/** A one-time token always gets its page, also over a live session: that page decides whose session goes on. */
function policy() {
  const prompts = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const check = new Check('one_time_token', 'the one-time token has to be verified', 'login_required', ({ oidc }) =>
    oidc.params?.one_time_token !== undefined && !oidc.result?.login && !oidc.result?.consent
      ? Check.REQUEST_PROMPT
      : Check.NO_NEED_TO_PROMPT,
  );
  prompts.get('login')?.checks.add(check);
  return prompts;
}

const accountOf = (ctx: KoaContextWithOIDC): string | undefined =>
  ctx.oidc.account?.accountId ?? ctx.oidc.session?.accountId;
