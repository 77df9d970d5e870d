import { asUserId, type UserId } from '#app/logto/ids.ts';
import type { MachineRole } from '#app/permissions.ts';

/** What acts in an organization without being a person: one of its API keys, or a machine-to-machine application of Logto. */
export type Machine = {
  kind: 'api-key' | 'machine';
  /** Of the key, or the application's in Logto. */
  id: string;
  name: string;
  /** Null for a machine that holds none of ours. */
  role: MachineRole | null;
};

/** As operations and the audit log know it, where people have Logto's id: no id of Logto has a colon. */
export const actorIdOf = ({ kind, id }: Pick<Machine, 'kind' | 'id'>): UserId =>
  asUserId(`${kind === 'api-key' ? 'key' : 'machine'}:${id}`);
