import { z } from 'zod';
import type { UserId } from '#app/logto/ids.ts';
import { type CopiedOrganization, findTenant, sameOrganization, touchTenant } from '#app/tenants/copy.server.ts';
import { findUser, meetUser, type Person, samePerson, touchUser } from '#app/tenants/copy-users.server.ts';
import { cutOffEverybody, cutOffMembers, cutOffUser } from '#app/tenants/cut-off.server.ts';
import type { Db } from '#app/tenants/db.server.ts';
import { letWait } from '#app/tenants/deliveries.server.ts';
import { noteMachinesGone } from '#app/tenants/machines.server.ts';
import {
  askForMachines,
  askForMembers,
  askForOrganization,
  askForOrganizationLater,
  askForUser,
  askForUserLater,
} from './jobs.server.ts';
import * as payloads from './payloads.server.ts';

/**
 * What each event of Logto's means for the copy. Who loses access loses it here, before Logto has its answer; all else
 * is a job that asks Logto how things are now. docs/decisions/0040-events-are-hints.md
 */
export type Reaction = (take: Take) => Promise<unknown>;

export type Take = {
  db: Db;
  /** Of the body: names the delivery. */
  hash: string;
  /** An older one may tell of what is no longer so: nothing is done on its word that a job could not take back. */
  isFresh: boolean;
};

const on =
  <Event>(schema: z.ZodType<Event>, react: (take: Take, event: Event) => Promise<unknown>) =>
  (payload: unknown): z.ZodSafeParseResult<Reaction> =>
    schema
      .transform(
        (event): Reaction =>
          (take) =>
            react(take, event),
      )
      .safeParse(payload);

const permissionsChanged = on(z.unknown(), ({ db }) => cutOffEverybody(db));

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
  ['OrganizationScope.Data.Updated', permissionsChanged],
]);

/** Nobody is asked about a person who is new to the copy: a hundred thousand may be imported at once. */
async function meet(take: Take, person: Person): Promise<unknown> {
  const isNew = take.isFresh && (await meetUser(take.db, person));
  return isNew || compareUser(take, person);
}

/** Who was asked about before this does not write any more, even if the event agrees with the copy: it may be older. */
async function compareUser({ db }: Take, person: Person | null): Promise<void> {
  if (!person) return;
  await touchUser(db, person.id);
  if (!samePerson(person, await findUser(db, person.id))) await askForUser(db, person.id);
}

/** Events may change places, so a job looks which was the last. Ended sessions are no harm: people sign in again. */
async function suspend({ db, isFresh }: Take, person: Person): Promise<void> {
  if (person.suspended && isFresh) await cutOffUser(db, person.id);
  await askForUser(db, person.id);
}

/** An event of before, which brings them into the copy, may come after: they are looked at when none is believed any more. */
async function deleteUser({ db, isFresh }: Take, userId: UserId): Promise<void> {
  if (isFresh) await cutOffUser(db, userId);
  if (await findUser(db, userId)) await askForUser(db, userId);
  await askForUserLater(db, userId);
}

/** One that the copy does not have may be on its way into it, as it was before. */
async function compareOrganization({ db }: Take, organization: CopiedOrganization): Promise<void> {
  await touchTenant(db, organization.id);
  const tenant = await findTenant(db, organization.id);
  if (!tenant) return void (await askForOrganizationLater(db, organization.id));
  // Whoever has no second factor is out with their next request, not with the hour of their token.
  if (organization.isMfaRequired && !tenant.isMfaRequired) await cutOffMembers(db, tenant.id);
  if (!sameOrganization(organization, tenant)) await askForOrganization(db, organization.id);
}

async function deleteOrganization({ db }: Take, id: payloads.OrganizationDeleted): Promise<void> {
  const tenant = await findTenant(db, id);
  if (!tenant) return void (await askForOrganizationLater(db, id));
  await cutOffMembers(db, tenant.id);
  await askForOrganization(db, id);
}

async function changeMembers({ db, hash, isFresh }: Take, event: payloads.MembershipChanged): Promise<void> {
  const { organizationId, added, removed, anybody, machines } = event;
  const mayHaveAccess = anybody || machines.some || removed.length > 0;
  const tenant = mayHaveAccess ? await findTenant(db, organizationId) : null;
  // A machine that was taken out is refused from the next call on, though its token lives.
  if (tenant && isFresh) await noteMachinesGone(db, tenant.id, machines.removed);
  if (tenant && machines.some) await askForMachines(db, organizationId);
  if (tenant && anybody) await cutOffMembers(db, tenant.id);
  if (tenant && removed.length > 0) await cutOffMembers(db, tenant.id, removed);
  if (!anybody && added.length + removed.length === 0) return;
  await letWait(db, hash, organizationId, { added, removed });
  await askForMembers(db, organizationId);
}
