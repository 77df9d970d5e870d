import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { asSystem, type Db } from './db.server.ts';

/**
 * Events of Logto's that were taken. A row is written in the transaction of what its event does at once; one of memberships
 * waits until a worker has asked Logto about the people it names. By the system's role.
 */

/** Whose membership changed; everybody's may have when nobody is named. */
export type Named = { added: UserId[]; removed: UserId[] };

export type Waiting = Named & {
  hash: string;
  receivedAt: Date;
  /** They were left to an operation of ours before. */
  again: boolean;
};

/** False when a delivery with this body was taken before, also by a transaction that is just ending. */
export async function noteDelivery(db: Db, hash: string, event: string): Promise<boolean> {
  const { count } = await db.webhookDelivery.createMany({ data: { hash, event }, skipDuplicates: true });
  return count === 1;
}

/** A worker is to ask about these members. */
export const letWait = (db: Db, hash: string, organizationId: OrganizationId, { added, removed }: Named) =>
  db.webhookDelivery.update({ where: { hash }, data: { organizationId, added, removed }, select: { hash: true } });

/** Of what waited, these members were left to an operation of ours. */
export const letWaitOn = (db: Db, hash: string, { added, removed }: Named) =>
  db.webhookDelivery.update({ where: { hash }, data: { added, removed, again: true }, select: { hash: true } });

/** What waits of an organization, oldest first. */
export const waitingOf = (db: Db, organizationId: OrganizationId, atMost: number): Promise<Waiting[]> =>
  db.webhookDelivery.findMany({
    where: { organizationId },
    select: { hash: true, receivedAt: true, added: true, removed: true, again: true },
    orderBy: { receivedAt: 'asc' },
    take: atMost,
  }) as Promise<Waiting[]>;

export const noteAsked = (db: Db, hashes: string[]): Promise<unknown> =>
  db.webhookDelivery.updateMany({ where: { hash: { in: hashes } }, data: nothingWaits });

const nothingWaits = { organizationId: null, added: [], removed: [] };

/** A body that comes again after that is too old to be believed anyway: `freshMs` of sync/intake.server.ts. */
const keptMs = 86_400_000;

/** For the workers: what was taken long ago. What still waits stays. Answers how many. */
export const sweepDeliveries = async (): Promise<number> => {
  const before = new Date(Date.now() - keptMs);
  const where = { organizationId: null, receivedAt: { lt: before } };
  return (await asSystem((db) => db.webhookDelivery.deleteMany({ where }))).count;
};
