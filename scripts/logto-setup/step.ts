import type { MachineCredentials } from '#app/logto/machine-token.server.ts';
import type { ManagementApi } from '#app/logto/management-api.server.ts';

export type SetupOptions = MachineCredentials & {
  appUrl: string;
  /** Identifies the API for good; needs not resolve. Left out: `/api/v1` under the app's URL. */
  apiResource?: string;
  /** The application in use (`LOGTO_APP_ID`). Left out, or not on this server: the one that carries our mark. */
  appId?: string;
  /** The secret in use (`LOGTO_APP_SECRET`): kept as long as Logto takes it. */
  appSecret?: string;
  /** Before looking whether a call whose answer was lost has had its effect; milliseconds. */
  settleMs?: number;
};

export type SetupContext = {
  api: ManagementApi;
  endpoint: string;
  managementApi: string;
  /** The app's base URL without a slash at its end. */
  appUrl: string;
  apiResource: string;
  appId: string | undefined;
  appSecret: string | undefined;
  settleMs: number;
};

/** One difference between what Logto has and what the app needs. */
export type Change = {
  /** What will happen, for a person who decides about it; what is changed is named as it is now, too. No secrets. */
  what: string;
  apply: () => Promise<unknown>;
};

/**
 * Looking changes nothing and works on an untouched Logto; once a step's changes are applied, it finds none. What it
 * sees must not depend on the changes of other steps: a plan is made by looking once, before the first change. It throws
 * a `SetupRefusal` where something of somebody else is in the way.
 */
export type SetupStep = {
  name: string;
  look: (context: SetupContext) => Promise<Change[]>;
};

/** Something that a person has to put right first. The message is one line: what it is and what to do. */
export class SetupRefusal extends Error {
  override readonly name = 'SetupRefusal';
}
