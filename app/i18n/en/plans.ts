import type { PlanName } from '#app/plans.ts';

type Used = { used: string; limit: string };
type Counted = { number: string };

/** Plans and seats: the page of the plan, and what those see who have no seat. */
export const plans = {
  names: { free: 'Free', team: 'Team', unlimited: 'Unlimited' } satisfies Record<PlanName, string>,
  title: 'Plan',
  current: ({ plan }: { plan: string }) => `This workspace is on the ${plan} plan`,
  currentText: 'What the plan includes, and how much of it is in use.',
  unknown: ({ name, plan }: { name: string; plan: string }) =>
    `The plan ${name} is no longer offered. Until another one is chosen, what counts is ${plan}.`,
  limits: {
    seats: 'Seats',
    apiKeys: 'API keys',
    projects: 'Projects',
    organizations: 'Workspaces you own',
  },
  about: {
    seats: ({ members, invited }: { members: number; invited: number }) =>
      `${members === 1 ? '1 member' : `${members} members`}, ${invited === 1 ? '1 open invitation' : `${invited} open invitations`}`,
    apiKeys: 'Keys that can still be used',
    projects: 'All projects of this workspace',
    organizations: 'Of all plans; closed ones do not count',
  },
  used: ({ used, limit }: Used) => `${used} of ${limit}`,
  noLimit: ({ used }: { used: string }) => `${used} · no limit`,
  nearly: 'Nearly full',
  full: 'Full',
  waiting: ({ count }: { count: number }) => (count === 1 ? '1 waits for a seat' : `${count} wait for a seat`),
  wayOn: {
    seats: 'Remove a member, withdraw an invitation, or choose a larger plan.',
    apiKeys: 'Revoke a key, or choose a larger plan.',
    projects: 'Delete a project, or choose a larger plan.',
    organizations: 'Delete a workspace or hand one over before you make another.',
  },
  toMembers: 'See members',
  others: 'Other plans',
  includes: {
    seats: ({ number }: Counted) => `${number} seats`,
    apiKeys: ({ number }: Counted) => `${number} API keys`,
    projects: ({ number }: Counted) => `${number} projects`,
    organizations: ({ number }: Counted) => `${number} workspaces per owner`,
    unlimited: {
      seats: 'Any number of seats',
      apiKeys: 'Any number of API keys',
      projects: 'Any number of projects',
      organizations: 'Any number of workspaces',
    },
  },
  choose: ({ plan }: { plan: string }) => `Change to ${plan}`,
  portal: 'Invoices and payment',
  noProvider: 'Plans cannot be changed on this page. Ask whoever runs this service for another one.',
  smaller: 'With a smaller plan nobody is removed: the newest members wait for a seat until there is one.',
  short: {
    title: ({ count }: { count: number }) =>
      count === 1 ? 'One member waits for a seat' : `${count} members wait for a seat`,
    text: ({ limit }: { limit: number }) =>
      `The plan has ${limit} seats. Who waits cannot open this workspace yet. Remove somebody or choose a larger plan, and whoever waits longest is in at once.`,
    toPlan: 'See the plan',
    mark: 'Waits for a seat',
  },
  noSeat: {
    title: ({ workspace }: { workspace: string }) => `${workspace} has no free seat for you yet`,
    text: 'You are a member, and the plan of this workspace has no seat left. As soon as one is free, this page opens the workspace.',
    owners: 'Who can free a seat or choose a larger plan:',
    nobody: 'An owner of the workspace can free a seat or choose a larger plan.',
    safe: 'You do not need to sign in again, and nothing was lost.',
  },
};
