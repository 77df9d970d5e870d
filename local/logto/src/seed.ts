import { emailSignIn, signInExperience } from './experience/settings.ts';
import { createApplication } from './management/applications.ts';
import { MANAGEMENT_API } from './management/auth.ts';
import { MAILBOX, newConnector } from './management/connectors.ts';
import { longId } from './ids.ts';
import { TENANT, type Store } from './store/store.ts';

export interface Credentials {
  id: string;
  secret: string;
}

export interface Seed {
  m2m: Credentials;
  noScope: Credentials;
}

interface Options {
  empty: boolean;
  connector: boolean;
}

/**
 * What a tenant has before anybody touches it: the Management API as a resource, the role that opens it, and two
 * machines, one with that role and one without. Done once per state file.
 */
export function seed(store: Store, { empty, connector }: Options): Seed {
  const done = store.documents.get('seed') as { m2m: string; noScope: string } | undefined;
  if (done) return { m2m: credentials(store, done.m2m), noScope: credentials(store, done.noScope) };

  store.resources.set('management-api', {
    tenantId: TENANT,
    id: 'management-api',
    name: 'Logto Management API',
    indicator: MANAGEMENT_API,
    isDefault: false,
    accessTokenTtl: 3600,
  });
  store.resourceScopes.set('management-api-all', {
    tenantId: TENANT,
    id: 'management-api-all',
    resourceId: 'management-api',
    name: 'all',
    description: 'Default scope for Management API, allows all permissions.',
    createdAt: Date.now(),
  });
  const role = {
    tenantId: TENANT,
    id: longId(),
    name: 'Logto Management API access',
    description: 'This default role grants access to the Logto management API.',
    type: 'MachineToMachine' as const,
    isDefault: false,
    scopeIds: ['management-api-all'],
  };
  store.roles.set(role.id, role);
  const m2m = createApplication(store, {
    name: 'Local backend',
    type: 'MachineToMachine',
    description: 'May use the Management API.',
  });
  m2m.roleIds = [role.id];
  const noScope = createApplication(store, { name: 'Local backend without roles', type: 'MachineToMachine' });
  if (connector) {
    const mailbox = newConnector(MAILBOX, {});
    store.connectors.set(mailbox.id, mailbox);
  }
  if (!empty && connector)
    store.documents.set('signInExperience', { ...signInExperience(store), ...emailSignIn } as never);
  store.documents.set('seed', { m2m: m2m.id, noScope: noScope.id });
  return { m2m: credentials(store, m2m.id), noScope: credentials(store, noScope.id) };
}

function credentials(store: Store, id: string): Credentials {
  const value = store.applications.get(id)?.secrets[0]?.value;
  if (!value)
    throw new Error(
      `The state file has lost the application ${id} that this server runs on. Delete the file to start anew.`,
    );
  return { id, secret: value };
}
