import { z } from 'zod';
import type { UserId } from '#app/logto/ids.ts';
import { type CopiedOrganization, findTenant, sameOrganization } from '#app/tenants/copy.server.ts';
import { findUser, meetUser, type Person, samePerson } from '#app/tenants/copy-users.server.ts';
import { cutOffEverybody, cutOffMembers, cutOffUser } from '#app/tenants/cut-off.server.ts';
import type { Db } from '#app/tenants/db.server.ts';
import { noteMachinesGone } from '#app/tenants/machines.server.ts';
import { askForMachines, askForMembers, askForMembership, askForOrganization, askForUser } from './jobs.server.ts';
import * as payloads from './payloads.server.ts';

/**
 * What each event of Logto's means for the copy. Who loses access loses it here, before Logto has its answer; all else
 * is a job that asks Logto how things are now. docs/decisions/0040-events-are-hints.md
 */
export type Reaction = (db: Db) => Promise<unknown>;

const on =
  <Event>(schema: z.ZodType<Event>, react: (db: Db, event: Event) => Promise<unknown>) =>
  (payload: unknown): z.ZodSafeParseResult<Reaction> =>
    schema
      .transform(
        (event): Reaction =>
          (db) =>
            react(db, event),
      )
      .safeParse(payload);

const permissionsChanged = on(z.unknown(), cutOffEverybody);

/** `Organization.Created` is not among them: an organization is taken over with its first member. */
export const reactions = new Map([
  ['PostRegister', on(payloads.SignedIn, meet)],
  ['PostSignIn', on(payloads.SignedIn, meet)],
  ['User.Created', on(payloads.UserEvent, meet)],
  ['User.Data.Updated', on(payloads.UserChanged, compareUser)],
  ['User.SuspensionStatus.Updated', on(payloads.UserEvent, suspend)],
  ['User.Deleted', on(payloads.UserDeleted, deleteUser)],
  ['Organization.Data.Updated', on(payloads.OrganizationChanged, compareOrganization)],
  ['Organization.Deleted', on(payloads.OrganizationDeleted, deleteOrganization)],
  ['Organization.Membership.Updated', on(payloads.MembershipChanged, changeMembers)],
  ['OrganizationRole.Deleted', permissionsChanged],
  ['OrganizationRole.Scopes.Updated', permissionsChanged],
  ['OrganizationScope.Deleted', permissionsChanged],
]);

/** Above this many, one list of all members is cheaper than a question for each. */
const askForEach = 50;

/** A console adds a member first and gives the roles a moment later, and our own flows are about to write it down. */
const rolesTakeMs = 1_000;

/** Nobody is asked about a person who is new to the copy: a hundred thousand may be imported at once. */
async function meet(db: Db, person: Person): Promise<unknown> {
  return (await meetUser(db, person)) || compareUser(db, person);
}

async function compareUser(db: Db, person: Person | null): Promise<void> {
  if (person && !samePerson(person, await findUser(db, person.id))) await askForUser(db, person.id);
}

/** Events may change places, so a job looks which was the last. Ended sessions are no harm: people sign in again. */
async function suspend(db: Db, person: Person): Promise<void> {
  if (person.suspended) await cutOffUser(db, person.id);
  await askForUser(db, person.id);
}

async function deleteUser(db: Db, userId: UserId): Promise<void> {
  await cutOffUser(db, userId);
  if (await findUser(db, userId)) await askForUser(db, userId);
}

async function compareOrganization(db: Db, organization: CopiedOrganization): Promise<void> {
  const tenant = await findTenant(db, organization.id);
  if (tenant && !sameOrganization(organization, tenant)) await askForOrganization(db, organization.id);
}

async function deleteOrganization(db: Db, id: payloads.OrganizationDeleted): Promise<void> {
  const tenant = await findTenant(db, id);
  if (!tenant) return;
  await cutOffMembers(db, tenant.id);
  await askForOrganization(db, id);
}

async function changeMembers(db: Db, event: payloads.MembershipChanged) {
  const { organizationId, added, removed, anybody, machines } = event;
  const tenant = await findTenant(db, organizationId);
  // A machine that was taken out is refused from the next call on, though its token lives.
  if (tenant) await noteMachinesGone(db, tenant.id, machines.removed);
  if (tenant && machines.some) await askForMachines(db, organizationId);
  if (tenant && anybody) await cutOffMembers(db, tenant.id);
  if (tenant && removed.length > 0) await cutOffMembers(db, tenant.id, removed);
  if (anybody || added.length + removed.length > askForEach) return askForMembers(db, organizationId);
  const job = { organizationId, at: new Date().toISOString(), looks: 0 };
  // In one order, so that two events at once do not wait for each other's jobs.
  for (const userId of removed.toSorted()) await askForMembership(db, { ...job, userId, change: 'removed' });
  for (const userId of added.toSorted()) await askForMembership(db, { ...job, userId, change: 'added' }, rolesTakeMs);
}
