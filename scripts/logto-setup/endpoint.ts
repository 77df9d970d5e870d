/** Whether LOGTO_ENDPOINT leads to Logto, before anything is asked of it: what is wrong there looks like anything later. */
import { createExchange } from '#app/logto/exchange.server.ts';
import { SetupRefusal } from './step.ts';

const isConsoleOfCloud = (endpoint: string) => new URL(endpoint).hostname === 'cloud.logto.io';

/** The console's server sends its front page to `/console`, and answers OpenID requests too, as another tenant. */
const isConsole = async (endpoint: string) => {
  if (isConsoleOfCloud(endpoint)) return true;
  const answer = await fetch(`${endpoint}/`, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  const location = answer?.headers.get('location');
  return Boolean(location && new URL(location, endpoint).pathname.startsWith('/console'));
};

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Names of one machine for itself lead to the same Logto; browsers are sent to the one by which it calls itself. */
export const sameServer = (one: string, other: string) => {
  const [left, right] = [new URL(one), new URL(other)];
  const local = loopback.includes(left.hostname) && loopback.includes(right.hostname);
  return left.origin === right.origin || (local && left.protocol === right.protocol && left.port === right.port);
};

/**
 * Answers the address by which Logto calls itself: this one, or the same machine’s other name. Throws a `SetupRefusal`, or a
 * `LogtoError` when nothing answers.
 */
export const checkEndpoint = async (endpoint: string): Promise<string> => {
  if (await isConsole(endpoint)) {
    throw new SetupRefusal(
      `LOGTO_ENDPOINT ${endpoint} is Logto’s console: use the “Logto endpoint” that it shows at your application, ` +
        'such as http://localhost:3001 or https://<tenant-id>.logto.app.',
    );
  }
  const name = 'GET /oidc/.well-known/openid-configuration';
  const answer = await createExchange()(new Request(`${endpoint}/oidc/.well-known/openid-configuration`), {
    name,
    repeatable: true,
    acts: false,
  });
  const { issuer } = (await answer.json().catch(() => ({}))) as { issuer?: unknown };
  if (typeof issuer !== 'string' || !issuer.endsWith('/oidc')) {
    throw new SetupRefusal(`LOGTO_ENDPOINT ${endpoint} is no Logto: its OpenID configuration is somebody else’s.`);
  }
  const itself = issuer.slice(0, -'/oidc'.length);
  if (!sameServer(itself, endpoint)) {
    throw new SetupRefusal(
      `LOGTO_ENDPOINT is ${endpoint}, and Logto calls itself ${itself}: set LOGTO_ENDPOINT=${itself}, or start an ` +
        `open-source Logto with ENDPOINT=${endpoint}.`,
    );
  }
  return new URL(itself).origin;
};
