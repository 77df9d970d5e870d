import { z } from 'zod/v3';
import { badRequest, LogtoError, notExistsWithId } from '../errors.ts';
import { longId, secret } from '../ids.ts';
import { applicationTypes, type Application, type ApplicationSecret } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { jsonObject } from './guards.ts';
import { like } from './like.ts';
import { optionallyPaged } from './pagination.ts';
import { noContent, ok, type Call, type Routes } from './route.ts';

const uri = z.string().url();
const oidcClientMetadata = z.object({
  redirectUris: uri.array(),
  postLogoutRedirectUris: uri.array(),
  backchannelLogoutUri: uri.optional(),
  backchannelLogoutSessionRequired: z.boolean().optional(),
  logoUri: z.string().optional(),
});
const customClientMetadata = z
  .object({
    corsAllowedOrigins: z.string().array(),
    idTokenTtl: z.number(),
    refreshTokenTtl: z.number(),
    refreshTokenTtlInDays: z.number().int().min(1).max(180),
    tenantId: z.string(),
    alwaysIssueRefreshToken: z.boolean(),
    rotateRefreshToken: z.boolean(),
  })
  .partial();
const fields = {
  name: z.string().min(1).max(256),
  description: z.string().nullable().optional(),
  oidcClientMetadata: oidcClientMetadata.optional(),
  customClientMetadata: customClientMetadata.optional(),
  customData: jsonObject.optional(),
  isThirdParty: z.boolean().optional(),
};
const CreateApplication = z.object({ ...fields, type: z.enum(applicationTypes) });
const UpdateApplication = z
  .object(fields)
  .omit({ isThirdParty: true })
  .partial()
  .extend({ isAdmin: z.boolean().optional() });

export function registerApplications(routes: Routes): void {
  routes.add('GET', '/applications', {}, (call) => {
    const types = call.query.getAll('types').concat(call.query.getAll('types[]'));
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const rows = [...call.tenant.store.applications.values()].reverse();
    const excludedRole = call.query.get('excludeRoleId');
    const excludedOrganization = call.query.get('excludeOrganizationId');
    if (excludedRole && excludedOrganization)
      throw badRequest('Parameter `excludeRoleId` and `excludeOrganizationId` cannot be used at the same time.');
    const thirdParty = call.query.get('isThirdParty');
    const { machineMembers } = call.tenant.store;
    const found = rows
      .filter((app) => !excludedRole || !app.roleIds.includes(excludedRole))
      .filter((app) => !excludedOrganization || !machineMembers.has(excludedOrganization, app.id))
      .filter((app) => !thirdParty || String(app.isThirdParty) === thirdParty)
      .filter((app) => types.length === 0 || types.includes(app.type))
      .filter((app) => [app.id, app.name, app.description].some(matching));
    return optionallyPaged(call, found, applicationEntity);
  });

  // 200, not 201 (observed).
  routes.add('POST', '/applications', { body: CreateApplication }, ({ tenant: { store }, body }) => {
    if (body.type === 'Protected') throw new LogtoError('application.protected_app_metadata_is_required', 400);
    if (body.type === 'SAML') throw new LogtoError('application.use_saml_app_api', 400);
    if (body.isThirdParty && body.type !== 'Traditional')
      throw new LogtoError('application.invalid_third_party_application_type', 400);
    return ok(applicationEntity(createApplication(store, body)));
  });

  routes.add('GET', '/applications/:id', {}, (call) =>
    ok({ ...applicationEntity(findApplication(call)), isAdmin: false }),
  );

  routes.add('PATCH', '/applications/:id', { body: UpdateApplication }, (call) => {
    const app = findApplication(call);
    const { isAdmin: _, ...changes } = call.body; // `{}` is fine here, unlike elsewhere
    return ok(applicationEntity(Object.assign(app, changes)));
  });

  routes.add('PATCH', '/applications/:id/custom-data', { body: jsonObject }, (call) => {
    const app = findApplication(call);
    app.customData = { ...app.customData, ...call.body };
    return ok(app.customData);
  });

  routes.add('DELETE', '/applications/:id', {}, (call) => {
    const app = findApplication(call);
    call.tenant.store.applications.delete(app.id);
    call.tenant.store.machineMembers.removeMember(app.id);
    return noContent();
  });
}

export function createApplication(store: Store, body: z.infer<typeof CreateApplication>): Application {
  const id = longId();
  const createdAt = Date.now();
  const defaultSecret: ApplicationSecret = {
    tenantId: TENANT,
    applicationId: id,
    name: 'Default secret',
    value: secret(),
    createdAt,
    expiresAt: null,
  };
  const app: Application = {
    tenantId: TENANT,
    id,
    name: body.name,
    // What the API shows as the secret is of no use; the real one is under /secrets (observed).
    secret: `#internal:${secret()}`,
    description: body.description ?? null,
    type: body.type,
    oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [], ...body.oidcClientMetadata },
    customClientMetadata: body.customClientMetadata ?? {},
    protectedAppMetadata: null,
    customData: body.customData ?? {},
    isThirdParty: body.isThirdParty ?? false,
    createdAt,
    secrets: body.type === 'Native' || body.type === 'SPA' ? [] : [defaultSecret],
    roleIds: [],
  };
  store.applications.set(id, app);
  return app;
}

export function applicationEntity(app: Application) {
  const { secrets: _, roleIds: __, ...entity } = app;
  return { ...entity, appLevelAccessControlEnabled: false };
}

export function findApplication({ tenant: { store }, params: { id = '' } }: Call): Application {
  const app = store.applications.get(id);
  if (!app) throw notExistsWithId('applications', id);
  return app;
}
