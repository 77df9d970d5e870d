import type { AuditAction } from '#app/audit-actions.ts';
import { isRole } from '#app/permissions.ts';
import type { Catalog } from './catalog.ts';

/** What the sentences are filled with, each ready to be read. */
export type Told = {
  actor: string;
  target: string;
  /** A role or several: “admin”, “admin and auditor”. */
  role: string;
  before: string;
  after: string;
  domain: string;
  origin: string;
  /** A name, an address or a value, as it was and as it is. */
  from: string;
  to: string;
  setting: string;
};

export type Sentence = (told: Told) => string;

/** What happens in Logto itself too, and then reads otherwise: nobody we know did it. */
export const actionsInLogto = [
  'member.joined',
  'member.roles-changed',
  'member.removed',
  'machine.added',
  'machine.roles-changed',
  'machine.removed',
  'domain.removed',
  'domain.roles-changed',
] as const;

/** A sentence for every action: one without does not compile, in either language. */
export type AuditSentences = {
  byPeople: Record<AuditAction, Sentence>;
  inLogto: Record<(typeof actionsInLogto)[number], Sentence>;
};

/** An event as the log has it, whoever wrote it and however long ago. */
export type ToldEvent = {
  /** Empty for Logto itself. */
  actorId: string;
  actorName: string;
  action: string;
  targetName: string | null;
  details: unknown;
};

/** What an event says in the reader's language, whatever it is; `mark` makes names stand out. */
export function auditSentence(
  t: Catalog,
  list: (items: readonly string[]) => string,
  event: ToldEvent,
  mark = (name: string) => name,
): string {
  const { sentences, unknown, noRole, nobody } = t.audit;
  const details = isObject(event.details) ? event.details : {};
  const roles = (given: unknown) => list(strings(given).map((role) => roleName(t, role))) || noRole;
  const told: Told = {
    actor: mark(event.actorName || nobody),
    target: mark(event.targetName || nobody),
    role: roles(details['roles'] ?? details['role']),
    before: roles(details['before']),
    after: roles(details['after']),
    domain: text(details['domain']),
    origin: text(details['origin']),
    from: text(details['from']),
    to: text(details['to']),
    setting: text(details['setting']),
  };
  const { byPeople, inLogto } = sentences;
  const { action } = event;
  if (action === 'member.joined' && told.domain) return sentences.joinedByDomain(told);
  if (event.actorId === '' && has(inLogto, action)) return inLogto[action](told);
  if (has(byPeople, action)) return byPeople[action](told);
  return event.targetName ? unknown.onTarget({ ...told, action }) : unknown.plain({ ...told, action });
}

const roleName = (t: Catalog, role: string): string => (isRole(role) ? t.roles.names[role].toLocaleLowerCase() : role);

const text = (given: unknown): string => (typeof given === 'string' ? given : '');

const has = <T extends object>(map: T, key: PropertyKey): key is keyof T => Object.hasOwn(map, key);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
