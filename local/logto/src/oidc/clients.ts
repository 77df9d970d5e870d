import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import type { Application } from '../store/entities.ts';
import type { Store } from '../store/store.ts';
import { errors } from './library.ts';

/** An application as oidc-provider wants its clients. An unknown id is 400 invalid_client, not 401 (observed). */
export function clientMetadata(store: Store, id: string): ClientMetadata {
  const app = store.applications.get(id);
  if (!app) throw new errors.InvalidClient(`invalid client ${id}`, 'client not found');
  const machine = app.type === 'MachineToMachine';
  const confidential = machine || app.type === 'Traditional';
  return {
    client_id: app.id,
    client_name: app.name,
    application_type: app.type === 'Native' ? 'native' : 'web',
    token_endpoint_auth_method: confidential ? 'client_secret_basic' : 'none',
    ...(confidential && { client_secret: app.secret }),
    grant_types: machine ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    response_types: machine ? [] : ['code'],
    redirect_uris: machine ? [] : app.oidcClientMetadata.redirectUris,
    post_logout_redirect_uris: app.oidcClientMetadata.postLogoutRedirectUris,
  };
}

/** An application has any number of secrets, each with a name and maybe an end. */
export function isSecretOf(app: Application | undefined, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const valid = (app?.secrets ?? []).filter(({ expiresAt }) => expiresAt === null || expiresAt > Date.now());
  return valid.some(({ value }) => timingSafeEqual(hash(value), hash(given)));
}
