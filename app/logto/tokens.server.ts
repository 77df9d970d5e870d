/**
 * What the app does with a person's refresh token: renew their access to one organization, see what it was granted,
 * revoke it. By `@logto/js`'s functions, since the client class asks for a whole ID token each time, fetches the key set
 * each time and serves a demoted member's token for its full hour.
 */
import { fetchTokenByRefreshToken, revoke, type Requester } from '@logto/js';
import { isLogtoError, LogtoError } from './errors.server.ts';
import { createExchange, type ExchangeCall, type ExchangeOptions } from './exchange.server.ts';
import type { OrganizationId } from './ids.ts';
import { basicAuthorization } from './machine-token.server.ts';
import { refusalOf, type Refusal } from './refusals.server.ts';

export type UserTokensOptions = ExchangeOptions & { endpoint: string; appId: string; appSecret: string };

export type OrganizationAccess = {
  ok: true;
  /** Permission names, live from Logto: what the roles permit of the names asked for. May be empty. */
  scopes: string[];
  expiresAt: Date;
  /** Another one than before when Logto rotated it (after 70 % of its life): store it before anything else. */
  refreshToken: string;
};

export type UserTokens = ReturnType<typeof createUserTokens>;

const revocationMs = 3_000;

export const createUserTokens = ({ endpoint: base, appId, appSecret, ...options }: UserTokensOptions) => {
  const endpoint = base.replace(/\/$/, '');
  const exchange = createExchange(options);
  const shortMs = Math.min(options.timeoutMs ?? revocationMs, revocationMs);
  const briefly = createExchange({ ...options, timeoutMs: shortMs, deadlineMs: shortMs });
  const authorization = basicAuthorization(appId, appSecret);

  const requester =
    (send: typeof exchange, call: ExchangeCall): Requester =>
    async <T>(...[input, init]: Parameters<typeof fetch>) => {
      const request = new Request(input, init);
      request.headers.set('authorization', authorization);
      const body = await (await send(request, call)).text();
      return JSON.parse(body || '{}') as T;
    };

  return {
    /**
     * The gate into an organization: a refresh grant with `organization_id`, where Logto enforces membership, required
     * MFA and suspension. https://docs.logto.io/authorization/organization-permissions
     * `scopes` are the permission names this session was granted at sign-in. With at least one name and no `openid` no
     * ID token is built (9 ms instead of 300 for a person in 1,000 organizations; observed on 1.37 and 1.41).
     * Throws only on bugs.
     */
    renewOrganizationAccess: async (input: {
      refreshToken: string;
      organizationId: OrganizationId;
      scopes: readonly string[];
    }): Promise<OrganizationAccess | Refusal> => {
      const { refreshToken, organizationId, scopes } = input;
      // Not repeated: a rotated-out token used again after 3 s ends the session's whole grant.
      const call = { name: 'POST /oidc/token', repeatable: false, acts: true };
      const asked = Date.now();
      try {
        const answer = await fetchTokenByRefreshToken(
          {
            clientId: appId,
            tokenEndpoint: `${endpoint}/oidc/token`,
            refreshToken,
            organizationId,
            scopes: [...scopes],
          },
          requester(exchange, call),
        );
        if (typeof answer.expiresIn !== 'number') return { ok: false, refusal: 'unreachable' };
        return {
          ok: true,
          scopes: names(answer.scope),
          expiresAt: new Date(asked + answer.expiresIn * 1000),
          refreshToken: answer.refreshToken ?? refreshToken,
        };
      } catch (error) {
        if (error instanceof LogtoError) return refusalOf(error);
        throw error;
      }
    },

    /** All scope names of a refresh token, permissions among them. `sign-in-again` when it is dead. Throws only on bugs. */
    introspectRefreshToken: async (refreshToken: string): Promise<{ ok: true; scopes: string[] } | Refusal> => {
      const call = { name: 'POST /oidc/token/introspection', repeatable: true, acts: false };
      try {
        const answer = await requester(exchange, call)<{ active: boolean; scope?: string }>(
          `${endpoint}/oidc/token/introspection`,
          { method: 'POST', body: new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token' }) },
        );
        return answer.active ? { ok: true, scopes: names(answer.scope) } : { ok: false, refusal: 'sign-in-again' };
      } catch (error) {
        if (error instanceof LogtoError) return refusalOf(error);
        throw error;
      }
    },

    /**
     * Ends the token; ending Logto's session does not (observed on 1.37 and 1.41). Takes 3 s at most and never throws,
     * so that signing out always works; `false` when Logto could not be asked.
     */
    revokeRefreshToken: async (refreshToken: string): Promise<boolean> => {
      const call = { name: 'POST /oidc/token/revocation', repeatable: true, acts: true };
      try {
        await revoke(`${endpoint}/oidc/token/revocation`, appId, refreshToken, requester(briefly, call));
        return true;
      } catch (error) {
        if (isLogtoError(error)) return false;
        throw error;
      }
    },
  };
};

const names = (scope = ''): string[] => scope.split(' ').filter(Boolean);
