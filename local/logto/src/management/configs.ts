import { z } from 'zod/v3';
import type { Store } from '../store/store.ts';
import { ok, type Routes } from './route.ts';

const claims = [
  'custom_data',
  'identities',
  'sso_identities',
  'roles',
  'organizations',
  'organization_data',
  'organization_roles',
] as const;
const IdTokenConfig = z.object({ enabledExtendedClaims: z.enum(claims).array().optional() });

/** Which of the extended claims go into ID tokens, for the whole tenant. */
export function extendedClaims(store: Store): string[] {
  const config = store.documents.get('idToken') as { enabledExtendedClaims?: string[] } | undefined;
  return config?.enabledExtendedClaims ?? ['roles', 'organizations', 'organization_roles'];
}

export function registerConfigs(routes: Routes): void {
  routes.add('GET', '/configs/id-token', {}, ({ tenant: { store } }) =>
    ok({ enabledExtendedClaims: extendedClaims(store) }),
  );
  routes.add('PUT', '/configs/id-token', { body: IdTokenConfig }, ({ tenant: { store }, body }) => {
    store.documents.set('idToken', body);
    return ok(body);
  });
}
