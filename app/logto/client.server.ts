/**
 * The Management API module: what the app asks of Logto as itself. Used by flows, sync and scripts; knows no Prisma and
 * no Remix. Every method answers or throws a `LogtoError`. The credentials are full rights over the Logto tenant: no id
 * from a request reaches a method here before it was looked up inside the organization it should belong to.
 */
import { applications } from './applications.server.ts';
import { invitations } from './invitations.server.ts';
import { joining } from './joining.server.ts';
import { connectManagementApi, type ManagementApiOptions } from './management-api.server.ts';
import { members } from './members.server.ts';
import { oneTimeTokens } from './one-time-tokens.server.ts';
import { organizations } from './organizations.server.ts';
import { roles } from './roles.server.ts';
import { signInExperience } from './sign-in-experience.server.ts';
import { users } from './users.server.ts';

export type LogtoOptions = ManagementApiOptions & {
  /** How long a lost request may take to show its effect: the pause of `organizations.findOrCreate`; milliseconds. */
  settleMs?: number;
};

export type Logto = ReturnType<typeof createLogto>;

/** One per process: it keeps the machine token and the role ids. */
export const createLogto = ({ settleMs = 3_000, ...options }: LogtoOptions) => {
  const api = connectManagementApi(options);
  return {
    organizations: organizations(api, { settleMs }),
    members: members(api),
    invitations: invitations(api),
    oneTimeTokens: oneTimeTokens(api),
    applications: applications(api, { settleMs }),
    users: users(api),
    roles: roles(api),
    joining: joining(api),
    signInExperience: signInExperience(api),
  };
};
