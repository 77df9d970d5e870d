import type { AuditGroup } from '#app/audit-actions.ts';
import type { AuditSentences, Sentence } from '../audit-sentence.ts';
import { projects } from './projects.ts';

type Named = { actor: string; target: string; action: string };

/** The audit log: who did what, on whom. */
export const audit = {
  title: 'Audit log',
  context: ({ workspace }: { workspace: string }) => `Who changed what in ${workspace}, newest first.`,
  export: 'Export as CSV',
  list: 'Events',
  filter: {
    title: 'Filter',
    what: 'What',
    everything: 'Everything',
    who: 'Who',
    whoPlaceholder: 'Name',
    onWhom: 'On whom',
    onWhomPlaceholder: 'Name or e-mail',
    from: 'From',
    to: 'To',
    zone: ({ zone }: { zone: string }) => `Days begin and end at midnight in ${zone}.`,
    apply: 'Show',
    clear: 'Show everything',
    only: {
      actor: ({ name }: { name: string }) => `Only what ${name} did`,
      target: ({ name }: { name: string }) => `Only what was done to ${name}`,
      remove: ({ text }: { text: string }) => `Remove: ${text}`,
    },
    thisPerson: 'this person',
  },
  groups: {
    projects: projects.title,
    invitations: 'Invitations',
    members: 'Members and roles',
    ownership: 'Ownership',
    workspace: 'Workspace',
    signIn: 'Ways in',
    machines: 'API keys and machines',
  } as Record<AuditGroup, string>,
  details: {
    when: 'When',
    from: 'IP address',
    unknownAddress: 'not known',
    actor: 'Who',
    target: 'On whom',
    action: 'Action',
    allBy: ({ name }: { name: string }) => `Everything ${name} did`,
    allOn: ({ name }: { name: string }) => `Everything done to ${name}`,
  },
  machineKinds: { key: 'API key', machine: 'Machine' },
  empty: {
    title: 'Nothing has happened yet',
    text: 'Every change to members, roles and invitations appears here, with who made it and from where.',
  },
  nothingFound: {
    title: 'No event matches',
    text: 'Nothing in the log fits all of these filters. Widen the days, or leave one out.',
  },
  nobody: 'somebody',
  noRole: 'no role',
  sentences: {
    byPeople: {
      ...projects.events,
      'organization.created': ({ actor, target }) => `${actor} created the workspace ${target}.`,
      'organization.renamed': ({ actor, from, to }) => `${actor} renamed the workspace from ${from} to ${to}.`,
      'organization.described': ({ actor }) => `${actor} changed the description of the workspace.`,
      'organization.moved': ({ actor, from, to }) => `${actor} moved the workspace from ${from} to ${to}.`,
      'organization.logo-changed': ({ actor }) => `${actor} changed the logo.`,
      'organization.logo-removed': ({ actor }) => `${actor} removed the logo.`,
      'organization.closed': ({ actor }) => `${actor} closed the workspace, to be deleted after seven days.`,
      'organization.restored': ({ actor }) => `${actor} restored the workspace.`,
      'plan.changed': ({ actor, from, to }) => `${actor} changed the plan from ${from} to ${to}.`,
      'setting.changed': ({ actor, setting, from, to }) =>
        `${actor} changed the setting “${setting}” from ${from} to ${to}.`,
      'mfa.required': ({ actor }) => `${actor} made two-step verification a must.`,
      'mfa.not-required': ({ actor }) => `${actor} no longer asks for two-step verification.`,
      'widget-origin.added': ({ actor, origin }) => `${actor} lets pages of ${origin} show widgets.`,
      'widget-origin.removed': ({ actor, origin }) => `${actor} no longer lets pages of ${origin} show widgets.`,
      'domain.added': ({ actor, domain }) => `${actor} lets in whoever registers with an address at ${domain}.`,
      'domain.removed': ({ actor, domain }) => `${actor} no longer lets in addresses at ${domain}.`,
      'domain.roles-changed': ({ actor, before, after }) =>
        `${actor} changed the role of who joins by a domain from ${before} to ${after}.`,
      'api-key.created': ({ actor, target, role }) => `${actor} created the API key ${target} as ${role}.`,
      'api-key.rotated': ({ actor, target }) => `${actor} gave the API key ${target} a new secret.`,
      'api-key.revoked': ({ actor, target }) => `${actor} revoked the API key ${target}.`,
      'machine.added': ({ actor, target, role }) => `${actor} added the machine ${target} as ${role}.`,
      'machine.roles-changed': ({ actor, target, before, after }) =>
        `${actor} changed the role of the machine ${target} from ${before} to ${after}.`,
      'machine.removed': ({ actor, target }) => `${actor} removed the machine ${target}.`,
      'audit.exported': ({ actor }) => `${actor} exported the audit log.`,
      'invitation.sent': ({ actor, target, role }) => `${actor} invited ${target} as ${role}.`,
      'invitation.sent-again': ({ actor, target }) => `${actor} sent the invitation to ${target} again.`,
      'invitation.accepted': ({ actor, role }) => `${actor} accepted an invitation and joined as ${role}.`,
      'invitation.declined': ({ actor, target }) => `${actor} declined the invitation to ${target}.`,
      'invitation.revoked': ({ actor, target }) => `${actor} withdrew the invitation to ${target}.`,
      'member.joined': ({ target, role }) => `${target} joined as ${role}.`,
      'member.roles-changed': ({ actor, target, before, after }) =>
        `${actor} changed the role of ${target} from ${before} to ${after}.`,
      'member.removed': ({ actor, target }) => `${actor} removed ${target}.`,
      'member.left': ({ actor }) => `${actor} left the workspace.`,
      'ownership.transferred': ({ actor, target }) => `${actor} handed the workspace over to ${target}.`,
    },
    inLogto: {
      'member.joined': ({ target, role }) => `${target} was added in Logto, as ${role}.`,
      'member.roles-changed': ({ target, before, after }) =>
        `The role of ${target} was changed in Logto, from ${before} to ${after}.`,
      'member.removed': ({ target }) => `${target} was removed in Logto.`,
      'machine.added': ({ target, role }) => `The machine ${target} was added in Logto, as ${role}.`,
      'machine.roles-changed': ({ target, before, after }) =>
        `The role of the machine ${target} was changed in Logto, from ${before} to ${after}.`,
      'machine.removed': ({ target }) => `The machine ${target} was removed in Logto.`,
      'domain.removed': ({ domain }) =>
        `The domain ${domain} was removed in Logto: its addresses are no longer let in.`,
      'domain.roles-changed': ({ before, after }) =>
        `The role of who joins by a domain was changed in Logto, from ${before} to ${after}.`,
    },
    joinedByDomain: (({ target, domain }) => `${target} joined with an address at ${domain}.`) as Sentence,
  } satisfies AuditSentences & { joinedByDomain: Sentence },
  /** For what a later or an earlier version of the product wrote. */
  unknown: {
    onTarget: ({ actor, target, action }: Named) => `${actor}: “${action}”, on ${target}.`,
    plain: ({ actor, action }: Omit<Named, 'target'>) => `${actor}: “${action}”.`,
  },
};
