import { type OrganizationId, type UserId } from '#app/logto/ids.ts';
import type { Db } from '#app/tenants/db.server.ts';

/**
 * Jobs that bring one piece of the copy up to what Logto has. They hold ids, never what an event said: so their order
 * does not matter, repeating them does no harm, and no personal data lies in the queue. One that waits already is not
 * added twice. To be added in the transaction of what made them necessary, by the system's role.
 */
export type MembershipJob = {
  organizationId: OrganizationId;
  userId: UserId;
  change: 'added' | 'removed';
  /** When the event came; ISO. */
  at: string;
  /** How often somebody without roles was looked at. */
  looks: number;
};

export const askForUser = (db: Db, userId: UserId) => add(db, 'copy-user', userId, { userId });

export const askForOrganization = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-organization', organizationId, { organizationId });

export const askForMembership = (db: Db, job: MembershipJob, inMs = 0) =>
  add(db, 'copy-membership', `${job.change}:${job.organizationId}:${job.userId}`, job, { inMs });

/** How people come into an organization, of which Logto tells no event. */
export const askForSignInSettings = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-sign-in-settings', organizationId, { organizationId });

/** All members of an organization, page by page: one list at a time, and one for a burst of events. */
export const askForMembers = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-members', organizationId, { organizationId }, { inMs: 2_000, queue: 'copy-members', burst: true });

/** All machines of an organization: there are few. A console adds one first and gives its roles a moment later. */
export const askForMachines = (db: Db, organizationId: OrganizationId, looks = 0) =>
  add(db, 'copy-machines', `${looks}:${organizationId}`, { organizationId, looks }, { inMs: machinesTakeMs(looks) });

const machinesTakeMs = (looks: number): number => [1_000, 5_000, 60_000][looks] ?? 60_000;

type Options = { inMs?: number; queue?: string | null; burst?: boolean };

const add = (
  db: Db,
  task: string,
  what: string,
  payload: object,
  { inMs = 0, queue = null, burst = false }: Options = {},
) =>
  db.$executeRaw`
    SELECT graphile_worker.add_job(${task}::text, ${JSON.stringify(payload)}::json, queue_name := ${queue}::text,
             run_at := clock_timestamp() + ${inMs}::int * interval '1 ms', job_key := ${`${task}:${what}`}::text,
             job_key_mode := ${burst ? 'preserve_run_at' : 'replace'}::text)`;
