import { z } from 'zod/v3';
import { foreignKeyNotFound, LogtoError, notExistsWithId, notFound } from '../errors.ts';
import { longId, secret } from '../ids.ts';
import { applicationTypes, type Application, type ApplicationSecret } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { jsonObject } from './guards.ts';
import { like } from './like.ts';
import { optionallyPaged } from './pagination.ts';
import { created, createdText, noContent, ok, type Call, type Routes } from './route.ts';
import { roleEntity } from './roles.ts';

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
const CreateSecret = z.object({ name: z.string().min(1).max(256), expiresAt: z.number().nullable().optional() });

export function registerApplications(routes: Routes): void {
  routes.add('GET', '/applications', {}, (call) => {
    const types = call.query.getAll('types').concat(call.query.getAll('types[]'));
    const search = call.query.get('search');
    const matching = search ? like(search) : () => true;
    const rows = [...call.tenant.store.applications.values()].reverse();
    const found = rows
      .filter((app) => types.length === 0 || types.includes(app.type))
      .filter((app) => [app.id, app.name, app.description].some(matching));
    return optionallyPaged(call, found, applicationEntity);
  });

  // 200, not 201 (observed).
  routes.add('POST', '/applications', { body: CreateApplication }, ({ tenant: { store }, body }) => {
    if (body.type === 'Protected' || body.type === 'SAML')
      throw new LogtoError('application.protected_app_metadata_is_required', 400);
    return ok(applicationEntity(createApplication(store, body)));
  });

  routes.add('GET', '/applications/:id', {}, (call) => ok({ ...applicationEntity(find(call)), isAdmin: false }));

  routes.add('PATCH', '/applications/:id', { body: UpdateApplication }, (call) => {
    const app = find(call);
    const { isAdmin: _, ...changes } = call.body;
    return ok(applicationEntity(Object.assign(app, changes)));
  });

  routes.add('PATCH', '/applications/:id/custom-data', { body: jsonObject }, (call) => {
    const app = find(call);
    app.customData = { ...app.customData, ...call.body };
    return ok(app.customData);
  });

  routes.add('DELETE', '/applications/:id', {}, (call) => {
    const app = find(call);
    call.tenant.store.applications.delete(app.id);
    call.tenant.store.machineMembers.removeMember(app.id);
    return noContent();
  });

  registerSecrets(routes);
  registerApplicationRoles(routes);
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
  return entity;
}

function registerSecrets(routes: Routes): void {
  routes.add('GET', '/applications/:id/secrets', {}, (call) => ok(find(call).secrets));
  routes.add('POST', '/applications/:id/secrets', { body: CreateSecret }, (call) => {
    const app = find(call);
    const { name, expiresAt = null } = call.body;
    if (app.secrets.some((other) => other.name === name)) throw new LogtoError('application.secret_name_exists', 422);
    if (expiresAt !== null && expiresAt <= Date.now())
      throw new LogtoError('request.invalid_input', 400, {
        variables: { details: 'The value of `expiresAt` must be in the future.' },
      });
    const added: ApplicationSecret = {
      tenantId: TENANT,
      applicationId: app.id,
      name,
      value: secret(),
      createdAt: Date.now(),
      expiresAt,
    };
    app.secrets.push(added);
    return created(added);
  });
  routes.add('DELETE', '/applications/:id/secrets/:name', {}, (call) => {
    const app = find(call);
    const rest = app.secrets.filter(({ name }) => name !== call.params.name);
    if (rest.length === app.secrets.length) throw notFound();
    app.secrets = rest;
    return noContent();
  });
}

function registerApplicationRoles(routes: Routes): void {
  const RoleIds = z.object({ roleIds: z.string().min(1).array() });
  routes.add('GET', '/applications/:id/roles', {}, (call) => {
    const { store } = call.tenant;
    return optionallyPaged(
      call,
      find(call).roleIds.flatMap((id) => store.roles.get(id) ?? []),
      roleEntity,
    );
  });
  routes.add('POST', '/applications/:id/roles', { body: RoleIds }, (call) => {
    const { app, roleIds } = assignment(call);
    const known = roleIds.find((id) => app.roleIds.includes(id));
    const old = call.tenant.version === '1.37';
    if (old && known) throw new LogtoError('application.role_exists', 422, { variables: { roleId: known } });
    const addedRoleIds = roleIds.filter((id) => !app.roleIds.includes(id));
    app.roleIds.push(...addedRoleIds);
    return old ? createdText() : created({ roleIds, addedRoleIds });
  });
  routes.add('PUT', '/applications/:id/roles', { body: RoleIds }, (call) => {
    const { app, roleIds } = assignment(call);
    app.roleIds = [...new Set(roleIds)];
    return call.tenant.version === '1.37' ? noContent() : ok({ roleIds });
  });
  routes.add('DELETE', '/applications/:id/roles/:roleId', {}, (call) => {
    const app = find(call);
    if (!app.roleIds.includes(call.params.roleId ?? '')) throw notFound();
    app.roleIds = app.roleIds.filter((id) => id !== call.params.roleId);
    return noContent();
  });
}

function assignment(call: Call<{ roleIds: string[] }>): { app: Application; roleIds: string[] } {
  const app = find(call as Call);
  const roles = call.body.roleIds.map((id) => call.tenant.store.roles.get(id));
  if (roles.some((role) => !role)) throw foreignKeyNotFound();
  if (app.type !== 'MachineToMachine' || roles.some((role) => role?.type !== 'MachineToMachine')) {
    throw new LogtoError('application.invalid_role_type', 422);
  }
  return { app, roleIds: call.body.roleIds };
}

function find({ tenant: { store }, params: { id = '' } }: Call): Application {
  const app = store.applications.get(id);
  if (!app) throw notExistsWithId('applications', id);
  return app;
}
