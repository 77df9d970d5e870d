import { env } from '#app/env.server.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import type { Db } from '#app/tenants/db.server.ts';
import { untilStaleMs } from './freshness.ts';

/**
 * Jobs that bring one piece of the copy up to what Logto has. They hold ids, never what an event said: so their order
 * does not matter, repeating them does no harm, and no personal data lies in the queue. One that waits already is not
 * added twice; one that runs is followed by another. To be added in the transaction of what made them necessary, by the
 * system's role.
 */

export type UserJob = {
  userId: UserId;
  /** Somebody whom the copy does not have stays out of it, and Logto is not asked. */
  ifKnown?: boolean;
};

export const askForUser = (db: Db, userId: UserId, inMs = 0) => add(db, 'copy-user', userId, { userId }, { inMs });

/** When no event of before now is believed any more. */
export const askForUserLater = (db: Db, userId: UserId) =>
  add(db, 'copy-user', `later:${userId}`, { userId, ifKnown: true }, { inMs: untilStaleMs });

export const askForOrganization = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-organization', organizationId, { organizationId });

/** So long it takes at most to read an organization or a member from Logto and write them. */
const takingOverMs = 30_000;

/** About one that the copy does not have: if it does then, it may have what was so before. */
export const askForOrganizationLater = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-organization', `later:${organizationId}`, { organizationId }, { inMs: takingOverMs });

/**
 * About all members whose deliveries wait, once for a burst. A console adds somebody first and gives the roles a moment
 * later, and our own flows are about to write down what the event tells of.
 */
export const askForMembers = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-members', organizationId, { organizationId }, { ...inTurn(organizationId), inMs: 1_000, burst: true });

/** The same again, when the operation may have ended that they were left to. */
export const askForMembersAgain = (db: Db, organizationId: OrganizationId, inMs: number) =>
  add(db, 'copy-members', `again:${organizationId}`, { organizationId }, { ...inTurn(organizationId), inMs });

export type MembershipJob = {
  organizationId: OrganizationId;
  userId: UserId;
  /** How often somebody without roles was looked at. */
  looks: number;
  /** Who is no member in the copy stays none, and Logto is not asked. */
  ifKnown?: boolean;
};

/** Of who left and is not in the copy: whoever had read before that they are a member has written it by then. */
export const askForMembershipLater = (db: Db, organizationId: OrganizationId, userId: UserId) => {
  const job: MembershipJob = { organizationId, userId, looks: 2, ifKnown: true };
  const options = { ...inTurn(organizationId), inMs: takingOverMs };
  return add(db, 'copy-membership', `later:${organizationId}:${userId}`, job, options);
};

export const askForMembership = (db: Db, job: MembershipJob, inMs: number) =>
  add(db, 'copy-membership', `${job.organizationId}:${job.userId}`, job, { ...inTurn(job.organizationId), inMs });

/** How people come into an organization, of which Logto tells no event. */
export const askForSignInSettings = (db: Db, organizationId: OrganizationId) =>
  add(db, 'copy-sign-in-settings', organizationId, { organizationId });

/** All machines of an organization: there are few. A console adds one first and gives its roles a moment later. */
export const askForMachines = (db: Db, organizationId: OrganizationId, looks = 0) =>
  add(db, 'copy-machines', `${looks}:${organizationId}`, { organizationId, looks }, { inMs: machinesTakeMs(looks) });

const machinesTakeMs = (looks: number): number => [1_000, 5_000, 60_000][looks] ?? 60_000;

/** Events were lost. Not where there is no reconciliation. As the job of every night is called. */
export const askForReconcile = async (db: Db): Promise<void> => {
  if (env().RECONCILE_CRON !== 'off') await add(db, 'reconcile', null, {}, { queue: 'reconcile' });
};

/**
 * One job at a time about the members of an organization: of two that ask at once, the older answer could be written last.
 * Few queues for all of them, since graphile-worker looks at every queue whenever it looks for a job.
 */
const inTurn = (organizationId: OrganizationId) => ({ queue: `members-${sumOf(organizationId) % memberQueues}` });
const memberQueues = 16;
const sumOf = (id: string): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

type Options = { inMs?: number; queue?: string | null; burst?: boolean };

const add = (
  db: Db,
  task: string,
  about: string | null,
  payload: object,
  { inMs = 0, queue = null, burst = false }: Options = {},
) =>
  db.$executeRaw`
    SELECT graphile_worker.add_job(${task}::text, ${JSON.stringify(payload)}::json, queue_name := ${queue}::text,
             run_at := clock_timestamp() + ${inMs}::int * interval '1 ms',
             job_key := ${about === null ? task : `${task}:${about}`}::text,
             job_key_mode := ${burst ? 'preserve_run_at' : 'replace'}::text)`;
