import type { Keys } from './oidc/keys.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Store } from './store/store.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** Which server to behave like: what 1.41 answers (the default), or the older bodies of 1.37. */
export type Version = '1.41' | '1.37';

/** What every part of the local Logto needs to know about the one tenant it serves. */
export interface Tenant {
  readonly store: Store;
  readonly endpoint: string;
  readonly issuer: string;
  readonly version: Version;
  readonly keys: Keys;
  readonly webhooks: Webhooks;
  readonly mailer: Mailer;
  /** Whether every page is cut out of a list in another order, as a server without ORDER BY may. */
  readonly lists: { shuffled: boolean };
  /** Ends the sessions, grants and tokens of a user, as suspending and deleting do. */
  readonly signOutEverywhere: (userId: string) => void;
}
