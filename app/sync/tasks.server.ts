import type { TaskList } from 'graphile-worker';
import { copySignInSettings } from '#app/flows/copy-sign-in-settings.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { copyMachines, type MachinesJob } from './copy-machines.server.ts';
import { copyChangedMembers } from './copy-changed-members.server.ts';
import { lookAtMembership } from './copy-membership.server.ts';
import { copyOrganization } from './copy-organization.server.ts';
import { copyUser } from './copy-user.server.ts';
import type { MembershipJob, UserJob } from './jobs.server.ts';

type Organization = { organizationId: OrganizationId };

/** What the jobs of `jobs.server.ts` do. One that fails is tried again, later each time. */
export const copyTasks: TaskList = {
  'copy-user': (payload) => copyUser((payload as UserJob).userId, payload as UserJob),
  'copy-organization': (payload) => copyOrganization((payload as Organization).organizationId),
  'copy-membership': (payload) => lookAtMembership(payload as MembershipJob),
  'copy-machines': (payload) => copyMachines(payload as MachinesJob),
  'copy-members': (payload) => copyChangedMembers((payload as Organization).organizationId),
  'copy-sign-in-settings': (payload) => copySignInSettings((payload as Organization).organizationId),
};
