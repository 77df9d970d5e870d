/**
 * Who may do what in an organization: the only list.
 *
 * Used by sign-in (the scopes it requests), the set-up of Logto (the organization template), the guards, the pages
 * (what they show) and the API (what it answers). Plain data, so server, browser and widgets may import it.
 */

export const permissions = {
  'manage:organization': 'Change the name, slug and settings of the organization',
  'delete:organization': 'Delete the organization or hand it to another owner',
  'manage:member': 'Change the roles of members and remove them',
  'invite:member': 'Invite people and revoke invitations',
  'read:audit': 'Read the audit log',
  'read:data': 'See the data of the organization',
  'write:data': 'Create and change data of the organization',
  'delete:data': 'Delete data of the organization',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

const member = ['read:data', 'write:data', 'delete:data'] as const;
const admin = [...member, 'invite:member', 'manage:member', 'manage:organization', 'read:audit'] as const;

/** What each role permits, highest first. Each role holds all that the roles below it hold. */
export const roles = {
  owner: { permissions: permissionNames, description: 'Everything, and the organization itself' },
  admin: { permissions: admin, description: 'Members, invitations and settings' },
  member: { permissions: member, description: 'The organization’s data' },
} as const satisfies Record<string, { permissions: readonly Permission[]; description: string }>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as Role[];

export const isRole = (name: string): name is Role => Object.hasOwn(roles, name);

export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);

/** The highest of several roles; `undefined` for none. A member may hold several in Logto. */
export const highestRole = (held: readonly string[]): Role | undefined => roleNames.find((role) => held.includes(role));

/**
 * Whether someone with these permissions may grant or take this role: only what they hold themselves in full.
 * Ranks are compared by what a role permits, never by its name.
 */
export const mayGrant = (held: readonly Permission[], role: Role): boolean =>
  roles[role].permissions.every((permission) => held.includes(permission));

/** The roles that someone with these permissions may grant. */
export const grantableRoles = (held: readonly Permission[]): Role[] => roleNames.filter((role) => mayGrant(held, role));

/** What a machine may hold, an API key or an application of Logto: never what only an owner may do. Highest first. */
export const machineRoleNames = ['admin', 'member'] as const satisfies readonly Role[];

export type MachineRole = (typeof machineRoleNames)[number];

export const isMachineRole = (name: string): name is MachineRole =>
  (machineRoleNames as readonly string[]).includes(name);

/**
 * Logto’s organization roles are for people or for machines, never for both: these are the twins that its machines hold.
 * They permit what the role does, and are no roles of people (`isRole`).
 */
export const machineRoles = {
  admin: { name: 'machine-admin', description: 'What an admin may, for a machine' },
  member: { name: 'machine-member', description: 'What a member may, for a machine' },
} as const satisfies Record<MachineRole, { name: string; description: string }>;

/** What someone with these permissions may give a machine, lowest first. */
export const grantableMachineRoles = (held: readonly Permission[]): MachineRole[] =>
  machineRoleNames.filter((role) => mayGrant(held, role)).reverse();

/** The highest role that a machine holds under these names of Logto’s; `undefined` for none of ours. */
export const machineRoleOf = (held: readonly string[]): MachineRole | undefined =>
  machineRoleNames.find((role) => held.includes(machineRoles[role].name));

/** Whether Logto’s role of this name is a twin of ours. */
export const isTwin = (name: string): boolean => machineRoleOf([name]) !== undefined;
