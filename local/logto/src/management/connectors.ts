import { z } from 'zod/v3';
import { LogtoError, notFound } from '../errors.ts';
import { longId } from '../ids.ts';
import { HTTP_EMAIL } from '../mail/mailer.ts';
import type { Connector } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';
import { jsonObject } from './guards.ts';
import { noContent, ok, type Call, type Routes } from './route.ts';

/** The connector that only fills the mailbox page. Not in the real server's catalogue. */
export const MAILBOX = 'local-mailbox';
const httpEmailConfig = z.object({ endpoint: z.string(), authorization: z.string().optional() });
const CreateConnector = z.object({
  connectorId: z.string().max(128),
  config: jsonObject.optional(),
  metadata: jsonObject.optional(),
  syncProfile: z.boolean().optional(),
  id: z.string().max(128).optional(),
});
const UpdateConnector = CreateConnector.pick({ config: true, metadata: true, syncProfile: true }).partial();

const factory = (id: string, name: string) => ({
  id,
  type: 'Email',
  target: id,
  platform: null,
  name: { en: name },
  description: { en: `${name}.` },
  logo: '',
  logoDark: null,
  readme: '',
  isDemo: false,
});
const factories = [factory(HTTP_EMAIL, 'HTTP Email'), factory(MAILBOX, 'Local mailbox')];

export function registerConnectors(routes: Routes): void {
  routes.add('GET', '/connector-factories', {}, () => ok(factories));
  routes.add('GET', '/connectors', {}, ({ tenant: { store } }) =>
    ok([...store.connectors.values()].map(connectorEntity)),
  );

  // 200, and it replaces the tenant's e-mail connector (observed).
  routes.add('POST', '/connectors', { body: CreateConnector }, ({ tenant: { store }, body }) => {
    if (!factories.some(({ id }) => id === body.connectorId))
      throw new LogtoError('connector.not_found_with_connector_id', 422);
    if (body.connectorId === HTTP_EMAIL) requireConfig(body.config);
    const connector = newConnector(body.connectorId, body.config ?? {});
    for (const [id, other] of store.connectors) if (other.metadata.type === 'Email') store.connectors.delete(id);
    store.connectors.set(connector.id, connector);
    return ok(connectorEntity(connector));
  });

  routes.add('GET', '/connectors/:id', {}, (call) => ok(connectorEntity(find(call))));
  routes.add('PATCH', '/connectors/:id', { body: UpdateConnector }, (call) => {
    const connector = find(call);
    if (call.body.config && connector.connectorId === HTTP_EMAIL) requireConfig(call.body.config);
    if (call.body.config) connector.config = call.body.config;
    return ok(connectorEntity(connector));
  });
  routes.add('DELETE', '/connectors/:id', {}, (call) => {
    call.tenant.store.connectors.delete(find(call).id);
    return noContent();
  });
}

export function newConnector(connectorId: string, config: Record<string, unknown>): Connector {
  return {
    tenantId: TENANT,
    id: longId(),
    connectorId,
    config,
    metadata: { type: 'Email' },
    syncProfile: false,
    enableTokenStorage: false,
    createdAt: Date.now(),
  };
}

export const hasEmailConnector = (store: Store): boolean =>
  [...store.connectors.values()].some(({ metadata }) => metadata.type === 'Email');

function connectorEntity({ id, connectorId, config, syncProfile, enableTokenStorage }: Connector) {
  const { id: _, ...about } =
    factories.find((candidate) => candidate.id === connectorId) ?? factory(connectorId, connectorId);
  return { id, connectorId, config, syncProfile, enableTokenStorage, metadata: {}, ...about, extraInfo: {} };
}

function requireConfig(config: unknown): void {
  const result = httpEmailConfig.safeParse(config);
  if (!result.success) throw new LogtoError('connector.invalid_config', 400, { data: result.error.issues });
}

function find({ tenant: { store }, params: { id = '' } }: Call): Connector {
  const connector = store.connectors.get(id);
  if (!connector) throw notFound();
  return connector;
}
