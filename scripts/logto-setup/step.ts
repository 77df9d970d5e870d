import type { ManagementApi } from '#app/logto/management-api.server.ts';

export type SetupContext = {
  api: ManagementApi;
  /** The app's base URL without a slash at its end. */
  appUrl: string;
  apiResource: string;
};

/** One difference between what Logto has and what the app needs. */
export type Change = {
  /** What will happen, for a person who decides about it; no secrets. */
  what: string;
  apply: () => Promise<unknown>;
};

/** Looking changes nothing and works on an untouched Logto; once a step's changes are applied, it finds none. */
export type SetupStep = {
  name: string;
  look: (context: SetupContext) => Promise<Change[]>;
};
