import type { TaskList } from 'graphile-worker';
import { copySignInSettings } from '#app/flows/copy-sign-in-settings.server.ts';
import type { OrganizationId, UserId } from '#app/logto/ids.ts';
import { copyMachines, type MachinesJob } from './copy-machines.server.ts';
import { copyMembers } from './copy-members.server.ts';
import { copyMembership } from './copy-membership.server.ts';
import { copyOrganization } from './copy-organization.server.ts';
import { copyUser } from './copy-user.server.ts';
import type { MembershipJob } from './jobs.server.ts';

/** What the jobs of `jobs.server.ts` do. One that fails is tried again, later each time. */
export const copyTasks: TaskList = {
  'copy-user': (payload) => copyUser((payload as { userId: UserId }).userId),
  'copy-organization': (payload) => copyOrganization((payload as { organizationId: OrganizationId }).organizationId),
  'copy-membership': (payload) => copyMembership(payload as MembershipJob),
  'copy-machines': (payload) => copyMachines(payload as MachinesJob),
  'copy-members': (payload) => copyMembers((payload as { organizationId: OrganizationId }).organizationId),
  'copy-sign-in-settings': (payload) =>
    copySignInSettings((payload as { organizationId: OrganizationId }).organizationId),
};
