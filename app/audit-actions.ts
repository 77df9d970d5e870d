import type { Role } from './permissions.ts';

/**
 * What the audit log can tell of, by the groups that it is filtered by. A new action needs a sentence in every language
 * (`app/i18n/audit-sentence.ts`), or it does not compile. Plain data, usable on both sides.
 */
export const auditGroups = {
  invitations: [
    'invitation.sent',
    'invitation.sent-again',
    'invitation.accepted',
    'invitation.declined',
    'invitation.revoked',
  ],
  members: ['member.joined', 'member.roles-changed', 'member.removed', 'member.left'],
  ownership: ['ownership.transferred'],
  workspace: [
    'organization.created',
    'organization.renamed',
    'organization.described',
    'organization.moved',
    'organization.logo-changed',
    'organization.logo-removed',
    'organization.closed',
    'organization.restored',
    'plan.changed',
    'setting.changed',
    'audit.exported',
  ],
  signIn: ['mfa.required', 'mfa.not-required', 'domain.added', 'domain.removed', 'domain.roles-changed'],
  machines: [
    'api-key.created',
    'api-key.rotated',
    'api-key.revoked',
    'machine.added',
    'machine.roles-changed',
    'machine.removed',
    'widget-origin.added',
    'widget-origin.removed',
  ],
  projects: ['project.created', 'project.renamed', 'project.deleted'],
} as const satisfies Record<string, readonly string[]>;

export type AuditGroup = keyof typeof auditGroups;

export type AuditAction = (typeof auditGroups)[AuditGroup][number];

export const auditGroupNames = Object.keys(auditGroups) as AuditGroup[];

export const auditActions: readonly AuditAction[] = Object.values(auditGroups).flat();

export const isAuditGroup = (name: string): name is AuditGroup => Object.hasOwn(auditGroups, name);

export const isAuditAction = (name: string): name is AuditAction => (auditActions as readonly string[]).includes(name);

/** Who acted, in an address, when it was Logto itself: its events have no id there. */
export const logtoActor = 'logto';

/** API keys and Logto's machines act under ids of their own: see app/auth/machine.ts. */
export const machineKindOf = (actorId: string): 'key' | 'machine' | undefined =>
  actorId.startsWith('key:') ? 'key' : actorId.startsWith('machine:') ? 'machine' : undefined;

/** Role names as Logto has them, some of which may not be ours. */
type RoleName = Role | (string & {});

/** What an action has to say beside who and on whom. Others may be added to it: they are shown as they are. */
export type AuditDetails = {
  'invitation.sent': { role: RoleName };
  'invitation.accepted': { roles: RoleName[] };
  /** `domain`: why, when an organization takes in whoever registers with an address of its domain. */
  'member.joined': { roles?: RoleName[]; domain?: string };
  'member.roles-changed': { before: RoleName[]; after: RoleName[] };
  'organization.renamed': { from: string; to: string };
  'organization.moved': { from: string; to: string };
  'plan.changed': { from: string; to: string };
  'setting.changed': { setting: string; from: string; to: string };
  'domain.added': { domain: string };
  'domain.removed': { domain: string };
  'domain.roles-changed': { before: RoleName[]; after: RoleName[] };
  'api-key.created': { role: RoleName };
  'widget-origin.added': { origin: string };
  'widget-origin.removed': { origin: string };
  'machine.added': { roles: RoleName[] };
  'machine.roles-changed': { before: RoleName[]; after: RoleName[] };
};
