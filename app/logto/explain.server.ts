/**
 * A failure in one line for who operates the app: which setting is wrong, and what to do. Never a secret. The start of the
 * app, `npm run doctor` and `npm run logto:setup` say it in the same words.
 */
import { isLogtoError, type LogtoError } from './errors.server.ts';
import { machineEndpoint, type MachineCredentials } from './machine-token.server.ts';

type Settings = MachineCredentials;

const indicators = 'open source has https://default.logto.app/api, Cloud https://<tenant-id>.logto.app/api';
const role = 'Logto Management API access';

export const explainLogtoFailure = (error: unknown, options: Settings): string => {
  if (isLogtoError(error)) return explain(error, options);
  return error instanceof Error ? error.message : String(error);
};

const explain = (error: LogtoError, { endpoint, managementApi, m2m }: Settings): string => {
  const asked = whoWasAsked(error, { endpoint, managementApi });
  switch (error.kind) {
    case 'unreachable':
      return explainConnection(error.code, asked);
    case 'timeout':
      return `${asked.named} did not answer in time: is it up, and does a firewall let this machine through?`;
    case 'rate-limited':
      return `Logto asks for a pause (429)${waitOf(error)}: run it again then.`;
    case 'unauthorized':
      return explainUnauthorized(error, asked, { endpoint, managementApi, m2m });
    case 'forbidden':
      return (
        `LOGTO_M2M_APP_ID ${m2m.id} may not use the Management API: give that application the role “${role}” ` +
        `(Console → Applications → it → Roles)${managementApi.endsWith('.logto.app/api') ? '' : `, or correct LOGTO_MANAGEMENT_API: ${indicators}`}.`
      );
    case 'unavailable':
      return explainStranger(error, asked);
    case 'not-found':
    case 'refused':
      return explainRefusal(error, { endpoint, managementApi, m2m });
  }
};

/** The address that was asked, and the setting that names it. */
type Asked = { named: string; address: string };

/** Behind a custom domain of Cloud the Management API and its token are asked at the tenant’s own address. */
const whoWasAsked = (error: LogtoError, { endpoint, managementApi }: Omit<Settings, 'm2m'>): Asked => {
  const byMachine = /^(POST \/oidc\/token:|\w+ \/api\/)/.test(error.message);
  const address = byMachine && managementApi ? machineEndpoint({ endpoint, managementApi }) : endpoint;
  return new URL(address).origin === new URL(endpoint).origin
    ? { named: `LOGTO_ENDPOINT ${endpoint}`, address: endpoint }
    : { named: `LOGTO_MANAGEMENT_API ${managementApi}`, address };
};

const waitOf = ({ retryAfterMs }: LogtoError) => (retryAfterMs ? ` of ${Math.ceil(retryAfterMs / 1000)} s` : '');

const selfSigned = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
];

const explainConnection = (code: string | undefined, { named, address }: Asked): string => {
  const { host, hostname, protocol } = new URL(address);
  if (code === 'ENOTFOUND') return `${named}: no such host as ${hostname}. Is it spelled right?`;
  if (code === 'EAI_AGAIN') {
    return `${named}: the name ${hostname} could not be looked up. Is this machine online?`;
  }
  if (code === 'ECONNREFUSED') return `${named}: nothing listens there. Is Logto started?`;
  if (selfSigned.includes(code ?? '')) {
    return (
      `${named}: its TLS certificate is of no authority known here (${code}). Name that authority’s ` +
      'file in NODE_EXTRA_CA_CERTS.'
    );
  }
  if (code === 'CERT_HAS_EXPIRED') return `${named}: its TLS certificate has expired. Renew it.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `${named}: its TLS certificate is for another host than ${hostname}.`;
  }
  if (code?.startsWith('ERR_SSL') || code === 'EPROTO') {
    return `${named}: no TLS is spoken there (${code}). Try http://${host}.`;
  }
  const scheme = protocol === 'http:' ? ' If it speaks TLS, begin LOGTO_ENDPOINT with https://.' : '';
  return `${named}: no connection${code ? ` (${code})` : ''}.${scheme}`;
};

const explainUnauthorized = (
  { code, status }: LogtoError,
  { address }: Asked,
  { managementApi, m2m }: Settings,
): string => {
  if (code === 'oidc.invalid_client') {
    // 400 for an id that it does not know, 401 for a wrong secret (observed on 1.37 and 1.41).
    return status === 400
      ? `LOGTO_M2M_APP_ID ${m2m.id} is no application of ${address}: copy the id from Console → Applications.`
      : `LOGTO_M2M_APP_SECRET is not a secret of application ${m2m.id}: copy it from Console → Applications.`;
  }
  return `${address} refuses the token for LOGTO_MANAGEMENT_API ${managementApi}, which is another Logto’s: ${indicators}.`;
};

const explainStranger = ({ status = 0 }: LogtoError, { named }: Asked): string =>
  status >= 500
    ? `${named}: Logto, or a proxy before it, answers ${status}. Look into its log, and run it again.`
    : `${named} is no Logto: it answers ${status || 'something else'} where Logto has its API.`;

const explainRefusal = (error: LogtoError, { managementApi, m2m }: Settings): string => {
  const { code } = error;
  const forToken = error.message.startsWith('POST /oidc/token');
  if (code === 'oidc.invalid_target') {
    return `LOGTO_MANAGEMENT_API ${managementApi} is unknown to this Logto: ${indicators}.`;
  }
  if (forToken && (code === 'oidc.invalid_request' || code === 'oidc.unauthorized_client')) {
    return `LOGTO_M2M_APP_ID ${m2m.id} is no machine-to-machine application: make one in Console → Applications.`;
  }
  return `Logto refuses ${error.message}.`;
};
