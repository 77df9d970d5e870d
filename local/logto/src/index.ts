import { createApp } from './app.ts';
import { Calls } from './control/calls.ts';
import { Faults } from './control/faults.ts';
import { Mailer } from './mail/mailer.ts';
import { OidcRows } from './oidc/adapter.ts';
import { loadKeys } from './oidc/keys.ts';
import { createProvider } from './oidc/provider.ts';
import { seed, type Credentials } from './seed.ts';
import { HttpServer } from './server.ts';
import { Store } from './store/store.ts';
import type { Tenant, Version } from './tenant.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export type { Credentials } from './seed.ts';
export type { Fault } from './control/faults.ts';
export type { Mail } from './store/entities.ts';
export { sign } from './webhooks/webhooks.ts';
export { totpCode } from './experience/totp.ts';

export interface LocalLogtoOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  /** Default 127.0.0.1: nobody but this machine. */
  host?: string;
  /** The sign-in settings of a freshly seeded server (user name and password) instead of e-mail with code and password. */
  empty?: boolean;
  /** Keeps everything in this JSON file. Without it, everything is gone at the end. */
  stateFile?: string;
  /** Prefix of the cookies. Cookies ignore ports, so two instances on one host need two names (default: by port). */
  cookieName?: string;
  /** `1.37` answers like that older server where the two differ. */
  version?: Version;
  /** `false`: no e-mail connector, so that whatever sends mail answers 501. */
  connector?: boolean;
  /** `false`: more than 10 mails per recipient and 10 minutes go through. */
  mailLimit?: boolean;
}

export interface LocalLogto {
  endpoint: string;
  /** A machine-to-machine application that may use the Management API. */
  m2m: Credentials;
  /** One that may not: its tokens carry no scope. */
  noScope: Credentials;
  /** Writes the state file and closes every connection. */
  stop: () => Promise<void>;
}

export async function startLocalLogto(options: LocalLogtoOptions = {}): Promise<LocalLogto> {
  const { port = 0, host = '127.0.0.1', empty = false, connector = true, version = '1.41', mailLimit = true } = options;
  const store = new Store(options.stateFile);
  const keys = await loadKeys(store);
  const { m2m, noScope } = seed(store, { empty, connector });
  store.changed();

  const server = new HttpServer();
  const actualPort = await server.listen(port, host);
  const endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`;
  const cookieName = options.cookieName ?? `logto${actualPort}`;

  const rows = new OidcRows(store);
  const webhooks = new Webhooks(store);
  const faults = new Faults();
  const calls = new Calls();
  const tenant: Tenant = {
    store,
    endpoint,
    issuer: `${endpoint}/oidc`,
    version,
    keys,
    webhooks,
    mailer: new Mailer(store, mailLimit),
    lists: { shuffled: false },
    signOutEverywhere: (userId) => rows.deleteAccount(userId),
  };
  const provider = createProvider(tenant, rows, cookieName);
  server.connect(provider, createApp({ tenant, provider, rows, faults, calls, cookieName }), faults);

  const stop = async () => {
    await server.close();
    await webhooks.idle();
    await store.close();
  };
  return { endpoint, m2m, noScope, stop };
}
