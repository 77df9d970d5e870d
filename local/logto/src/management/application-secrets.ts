import { z } from 'zod/v3';
import { badRequest, foreignKeyNotFound, LogtoError, notExists, notFound } from '../errors.ts';
import { secret } from '../ids.ts';
import type { Application, ApplicationSecret } from '../store/entities.ts';
import { TENANT } from '../store/store.ts';
import { findApplication } from './applications.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

const name = z.string().min(1).max(256);
const CreateSecret = z.object({ name, expiresAt: z.number().nullable().optional() });

/** The secrets of an application, told apart by their names. */
export function registerApplicationSecrets(routes: Routes): void {
  const path = '/applications/:id/secrets';

  routes.add('GET', path, {}, (call) => ok(findApplication(call).secrets));

  routes.add('POST', path, { body: CreateSecret }, (call) => {
    const { expiresAt = null } = call.body;
    if (expiresAt !== null && expiresAt <= Date.now())
      throw badRequest('The value of `expiresAt` must be in the future.');
    const app = call.tenant.store.applications.get(call.params.id ?? '');
    if (!app) throw foreignKeyNotFound();
    requireFreeName(app, call.body.name);
    const added: ApplicationSecret = {
      tenantId: TENANT,
      applicationId: app.id,
      name: call.body.name,
      value: secret(),
      createdAt: Date.now(),
      expiresAt,
    };
    app.secrets.push(added);
    return created(added);
  });

  routes.add('PATCH', `${path}/:name`, { body: z.object({ name }) }, (call) => {
    const app = call.tenant.store.applications.get(call.params.id ?? '');
    const found = app?.secrets.find((candidate) => candidate.name === call.params.name);
    if (!app || !found) throw notExists('application_secrets');
    if (call.body.name !== found.name) requireFreeName(app, call.body.name);
    return ok(Object.assign(found, call.body));
  });

  routes.add('DELETE', `${path}/:name`, {}, (call: Call) => {
    const app = call.tenant.store.applications.get(call.params.id ?? '');
    const rest = app?.secrets.filter((candidate) => candidate.name !== call.params.name) ?? [];
    if (!app || rest.length === app.secrets.length) throw notFound();
    app.secrets = rest;
    return noContent();
  });
}

function requireFreeName(app: Application, wanted: string): void {
  if (app.secrets.some((other) => other.name === wanted)) throw new LogtoError('application.secret_name_exists', 422);
}
