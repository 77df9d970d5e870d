/**
 * The token with which we call the Management API: fetched by one request at a time, kept until a minute before its
 * end (Logto gives 3600 s), dropped when Logto refuses it.
 * https://docs.logto.io/integrate-logto/interact-with-management-api
 */
import { LogtoError } from './errors.server.ts';
import type { Exchange } from './exchange.server.ts';

export type MachineCredentials = {
  /** Logto's base URL, such as `https://auth.example.com`; on Cloud the tenant's, or a custom domain. */
  endpoint: string;
  m2m: { id: string; secret: string };
  /** The Management API's indicator: `https://default.logto.app/api` on open-source servers, on Cloud with the tenant's id. */
  managementApi: string;
};

export type MachineToken = {
  get: () => Promise<string>;
  /** Forget this token; a newer one that another call has fetched meanwhile stays. */
  drop: (refused: string) => void;
};

const earlyMs = 60_000;

/**
 * Where machines ask: at Logto's address, except when that is a custom domain of Logto Cloud. Those are for people and
 * browsers; the Management API and its tokens are at the tenant's own address, which the indicator names.
 * https://docs.logto.io/integrate-logto/interact-with-management-api
 */
export const machineEndpoint = ({
  endpoint,
  managementApi,
}: Pick<MachineCredentials, 'endpoint' | 'managementApi'>): string => {
  const [asked, indicator] = [new URL(endpoint), new URL(managementApi)];
  const ofCloud = /^(?!default\.)[a-z0-9-]+\.logto\.app$/.test(indicator.hostname);
  // A port, http or an address in numbers: somebody's own server, and the indicator is wrong. It will say so itself.
  const isDomain = asked.protocol === 'https:' && asked.port === '' && /\.[a-z-]+$/.test(asked.hostname);
  return ofCloud && isDomain && !asked.hostname.endsWith('.logto.app') ? indicator.origin : trimmed(endpoint);
};

const trimmed = (endpoint: string): string => endpoint.replace(/\/+$/, '');

export const basicAuthorization = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

export const createMachineToken = (credentials: MachineCredentials, exchange: Exchange): MachineToken => {
  const { m2m, managementApi } = credentials;
  const endpoint = machineEndpoint(credentials);
  let held: { token: string; until: number } | undefined;
  let underWay: Promise<string> | undefined;

  const fetchToken = async () => {
    const call = { name: 'POST /oidc/token', repeatable: true, acts: false };
    const asked = Date.now();
    const answer = await exchange(
      new Request(`${endpoint}/oidc/token`, {
        method: 'POST',
        headers: { authorization: basicAuthorization(m2m.id, m2m.secret) },
        // Without `scope` Logto issues a token that may do nothing (observed on 1.37 and 1.41).
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: managementApi, scope: 'all' }),
      }),
      call,
    );
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    const { access_token: token, expires_in: seconds, scope } = body;
    if (typeof token !== 'string' || typeof seconds !== 'number') {
      throw new LogtoError(call.name, { kind: 'unavailable', status: answer.status, effect: 'none' });
    }
    // An application without the role gets 200 and a token without scope. Not kept: once the role is given, the next
    // call works, not the one in an hour.
    if (scope !== 'all') throw new LogtoError(call.name, { kind: 'forbidden', code: 'auth.forbidden', effect: 'none' });
    held = { token, until: asked + seconds * 1000 - earlyMs };
    return token;
  };

  return {
    get: async () => {
      if (held && Date.now() < held.until) return held.token;
      underWay ??= fetchToken().finally(() => (underWay = undefined));
      return underWay;
    },
    drop: (refused) => {
      if (held?.token === refused) held = undefined;
    },
  };
};
