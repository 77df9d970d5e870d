import type { Role } from '#app/permissions.ts';

/** The roles as people read them. */
export const roles: { names: Record<Role, string>; about: Record<Role, string>; label: string; role: string } = {
  names: { owner: 'Owner', admin: 'Admin', member: 'Member' },
  about: {
    owner: 'Everything, including deleting the workspace and handing it over',
    admin: 'Invites people, changes roles and settings',
    member: 'Works with everything inside the workspace',
  },
  role: 'Role',
  label: 'What may they do?',
};
