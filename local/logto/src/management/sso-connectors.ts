import { z } from 'zod/v3';
import { alreadyExists, badRequest } from '../errors.ts';
import { longId } from '../ids.ts';
import type { SsoConnector } from '../store/entities.ts';
import { TENANT } from '../store/store.ts';
import { jsonObject } from './guards.ts';
import { paged } from './pagination.ts';
import { ok, type Routes } from './route.ts';

const CreateSsoConnector = z.object({
  providerName: z.enum(['OIDC', 'SAML', 'AzureAD', 'AzureAdOidc', 'GoogleWorkspace', 'Okta']),
  connectorName: z.string().min(1).max(128),
  config: jsonObject.default({}),
  domains: z.string().array().default([]),
  branding: z
    .object({ displayName: z.string(), logo: z.string().url(), darkLogo: z.string().url() })
    .partial()
    .default({}),
  syncProfile: z.boolean().default(false),
  enableTokenStorage: z.boolean().default(false),
});

/** Enterprise single sign-on, as far as organizations and their settings see it: nobody signs in by one here. */
export function registerSsoConnectors(routes: Routes): void {
  routes.add('GET', '/sso-connectors', {}, (call) => paged(call, [...call.tenant.store.ssoConnectors.values()]));
  routes.add('POST', '/sso-connectors', { body: CreateSsoConnector }, ({ tenant: { store }, body }) => {
    const rows = [...store.ssoConnectors.values()];
    if (rows.some(({ connectorName }) => connectorName === body.connectorName)) throw alreadyExists();
    if (new Set(body.domains).size < body.domains.length) throw badRequest('Duplicated domains.', 422);
    const connector: SsoConnector = { tenantId: TENANT, id: longId(), ...body, createdAt: Date.now() };
    store.ssoConnectors.set(connector.id, connector);
    return ok(connector);
  });
}
