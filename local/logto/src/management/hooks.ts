import { z } from 'zod/v3';
import { LogtoError, notExists, notExistsWithId, notFound, nothingToUpdate } from '../errors.ts';
import { longId, secret } from '../ids.ts';
import type { Hook } from '../store/entities.ts';
import { TENANT } from '../store/store.ts';
import { hookEvents } from '../webhooks/events.ts';
import { sendTest } from '../webhooks/webhooks.ts';
import { isYes } from './guards.ts';
import { optionallyPaged, paged } from './pagination.ts';
import { created, noContent, ok, type Call, type Routes } from './route.ts';

const events = z
  .enum(hookEvents)
  .array()
  .nonempty()
  .transform((list) => [...new Set(list)]);
const config = z.object({
  url: z.string(),
  headers: z.record(z.string()).optional(),
  retries: z.number().gte(0).lte(3).optional(),
});
const CreateHook = z.object({
  name: z.string().max(256).optional(),
  event: z.enum(hookEvents).optional(),
  events: events.optional(),
  config,
  enabled: z.boolean().optional(),
});
const UpdateHook = CreateHook.partial();
const TestHook = z.object({ events, config });

export function registerHooks(routes: Routes): void {
  routes.add('GET', '/hooks', {}, (call) =>
    optionallyPaged(call, [...call.tenant.store.hooks.values()].reverse(), (hook) =>
      isYes(call.query.get('includeExecutionStats')) ? withStats(call, hook) : hook,
    ),
  );

  routes.add('POST', '/hooks', { body: CreateHook }, ({ tenant: { store }, body }) => {
    if (!body.events && !body.event) throw new LogtoError('hook.missing_events', 400);
    const hook: Hook = {
      tenantId: TENANT,
      id: longId(),
      name: body.name ?? '',
      event: body.event ?? null,
      events: body.events ?? [],
      config: body.config,
      signingKey: secret(),
      enabled: body.enabled ?? true,
      createdAt: Date.now(),
    };
    store.hooks.set(hook.id, hook);
    return created(hook);
  });

  routes.add('GET', '/hooks/:id', {}, (call) => {
    const hook = call.tenant.store.hooks.get(call.params.id ?? '');
    if (!hook) throw notExistsWithId('hooks', call.params.id ?? '');
    return ok(call.query.get('includeExecutionStats') ? withStats(call, hook) : hook);
  });

  routes.add('PATCH', '/hooks/:id', { body: UpdateHook }, (call) => {
    if (Object.keys(call.body).length === 0) throw nothingToUpdate();
    return ok(Object.assign(known(call), call.body));
  });

  routes.add('PATCH', '/hooks/:id/signing-key', {}, (call) => ok(Object.assign(known(call), { signingKey: secret() })));

  routes.add('DELETE', '/hooks/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    if (!store.hooks.delete(id)) throw notFound();
    return noContent();
  });

  // No 404 for an unknown hook: an empty list.
  routes.add('GET', '/hooks/:id/recent-logs', {}, (call) => {
    const key = call.query.get('logKey');
    const rows = call.tenant.webhooks.log.of(call.params.id ?? '').filter((row) => !key || row.key === key);
    return paged(call, rows);
  });

  routes.add(
    'POST',
    '/hooks/:id/test',
    { body: TestHook },
    async ({ tenant: { store }, params: { id = '' }, body }) => {
      const hook = store.hooks.get(id);
      if (!hook) throw notExistsWithId('hooks', id);
      await sendTest(hook, body.events, body.config);
      return noContent();
    },
  );
}

function known({ tenant: { store }, params: { id = '' } }: Call): Hook {
  const hook = store.hooks.get(id);
  if (!hook) throw notExists('hooks');
  return hook;
}

const withStats = ({ tenant }: Call, hook: Hook) => ({ ...hook, executionStats: tenant.webhooks.log.statsOf(hook.id) });
