/**
 * What a failure of our own credentials or of Logto's address means for whoever operates the app: one line that names the
 * setting and what to do. The start of the app, `npm run doctor` and `npm run logto:setup` say it in the same words.
 */
import { isLogtoError, type LogtoError } from './errors.server.ts';
import type { MachineCredentials } from './machine-token.server.ts';

type Settings = Pick<MachineCredentials, 'endpoint' | 'managementApi'>;

/** Holds addresses and names of settings, never their secrets. What is no `LogtoError` is a bug of ours and is told as it is. */
export const explainLogtoFailure = (error: unknown, settings: Settings): string => {
  if (!isLogtoError(error)) return error instanceof Error ? error.message : String(error);
  switch (error.kind) {
    case 'unreachable':
      return unreachable(error, settings);
    case 'timeout':
      return `LOGTO_ENDPOINT: ${settings.endpoint} does not answer in time. Is that Logto’s address, and is it well?`;
    case 'unavailable':
      return strange(error, settings);
    case 'unauthorized':
      return unauthorized(error);
    case 'forbidden':
      return 'The machine-to-machine application LOGTO_M2M_APP_ID lacks the role “Logto Management API access”: give it that role in Logto’s console.';
    case 'rate-limited':
      return 'Logto answers that there were too many requests: wait a minute and try again.';
    case 'refused':
    case 'not-found':
      return refused(error, settings);
  }
};

const unreachable = ({ code = '' }: LogtoError, { endpoint }: Settings): string => {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `LOGTO_ENDPOINT: no host has the name ${new URL(endpoint).hostname}. Correct the address.`;
  }
  if (/CERT|SELF_SIGNED|TLS|SSL|VERIFY/.test(code)) {
    return `LOGTO_ENDPOINT: the certificate of ${endpoint} is not trusted (${code}). Renew it, or name its authority in NODE_EXTRA_CA_CERTS.`;
  }
  return `LOGTO_ENDPOINT: nothing answers at ${endpoint}. Start Logto, or correct the address.`;
};

const strange = ({ status = 0 }: LogtoError, { endpoint }: Settings): string => {
  if (status >= 500)
    return `Logto at ${endpoint} fails (${status}): its own log, or that of the proxy before it, says why.`;
  if (status >= 300 && status < 400) {
    return `LOGTO_ENDPOINT: ${endpoint} redirects elsewhere (${status}). Set the address that it leads to.`;
  }
  return `LOGTO_ENDPOINT: what answers at ${endpoint} is not Logto (${status}). Set Logto’s own address, not that of its console or of this app.`;
};

// 401 for a wrong secret, 400 for an unknown id (observed on 1.37 and 1.41); another 401 is the Management API's own.
const unauthorized = ({ status, code }: LogtoError): string => {
  if (code !== 'oidc.invalid_client') {
    return 'LOGTO_MANAGEMENT_API: Logto gave a token and then refused it. Set the indicator of this server’s own Management API.';
  }
  return status === 401
    ? 'LOGTO_M2M_APP_SECRET is wrong: copy the secret of the machine-to-machine application again.'
    : 'LOGTO_M2M_APP_ID is wrong: Logto knows no application of this id. Copy it again, and see that LOGTO_ENDPOINT is the right server.';
};

const refused = (error: LogtoError, { endpoint, managementApi }: Settings): string => {
  switch (error.code) {
    case 'oidc.invalid_target':
      return `LOGTO_MANAGEMENT_API is wrong: Logto knows no API ${managementApi}. Set ${indicatorFor(endpoint)}.`;
    case 'oidc.invalid_request':
    case 'oidc.unauthorized_client':
      return 'LOGTO_M2M_APP_ID is an application of another type: set the id and the secret of a machine-to-machine application.';
    default:
      return `Logto refused (${error.message}).`;
  }
};

const indicatorFor = (endpoint: string): string => {
  const { hostname } = new URL(endpoint);
  return hostname.endsWith('.logto.app')
    ? `https://${hostname}/api`
    : 'https://default.logto.app/api (open source) or https://<tenant-id>.logto.app/api (Cloud)';
};
