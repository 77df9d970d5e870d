import { z } from 'zod';
import { heldNow } from '#app/auth/held-now.server.ts';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type FailureCode, type Result } from '#app/failures.ts';
import { type Language, languages } from '#app/i18n/languages.ts';
import { isLogtoError, type LogtoError } from '#app/logto/errors.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { refusalFor } from '#app/member-rules.ts';
import { fits, settingOf } from '#app/organization-settings.ts';
import { isRole, type Permission, type Role } from '#app/permissions.ts';
import { forgetUnsent, markSent, reserveInvitations } from '#app/tenants/invitations.server.ts';
import { isClosed } from '#app/tenants/closing.server.ts';
import { lockPlan } from '#app/tenants/limits.server.ts';
import { membersAmong } from '#app/tenants/members.server.ts';
import type { Progress } from '#app/tenants/operations.server.ts';
import { refuseInvitations } from '#app/tenants/seats.server.ts';
import { actorIn } from './actor.server.ts';
import { createInvitation, findOwn } from './create-invitation.server.ts';
import { emailList } from './email-list.server.ts';
import { mailFailure } from './invitation-mail.server.ts';
import { operation, type Run } from './operation.server.ts';
import { failureOf, Refusal, refuseIf } from './refusal.server.ts';

export const mostEmails = 1_000;

/**
 * How many somebody waits for. An address is a call in which Logto mails it: half a second to a second and a half with a
 * mail provider behind, so four rounds of five take a few seconds. A worker invites longer lists.
 */
export const mostAtOnce = 20;

/** Calls under way at a time. Logto Cloud takes about 200 in 10 s. */
const abreast = 5;

/** How many addresses a worker invites before it asks again whether the inviter still may. */
const groupSize = 25;

/** What the form offers. */
export const expiryDays = [1, 7, 14, 30] as const;

const isExpiry = (days: number) => fits('invitation-days', days);

/** So many bad addresses are named; the others are counted. */
const mostNamed = 10;

export const InviteMembers = z.object({
  emails: z.string().transform((text, context) => {
    const { emails, refused } = emailList(text);
    const complain = (message: FailureCode, params = {}) => context.addIssue({ code: 'custom', message, params });
    const lines = text.trim().includes('\n');
    for (const { text: email, line } of refused.slice(0, mostNamed)) {
      complain('email-invalid', { email, ...(lines && { line }) });
    }
    if (refused.length > mostNamed) complain('more-emails-invalid', { count: refused.length - mostNamed });
    if (emails.length + refused.length === 0) complain('emails-missing');
    if (emails.length > mostEmails) complain('emails-too-many', { max: mostEmails });
    return emails;
  }),
  role: z.string().refine(isRole, 'role-unknown'),
  note: z
    .string()
    .trim()
    .max(500, 'note-too-long')
    .default('')
    .transform((text) => text || null),
  /** Left out: what is usual in the organization. */
  days: z.coerce.number('expiry-invalid').refine(isExpiry, 'expiry-invalid').optional(),
  /** Of the mail; left out, the inviter's, which is the best guess. */
  language: z.enum(languages).optional(),
});

export type InviteMembers = {
  emails: string[];
  role: string;
  note: string | null;
  /** How long the invitations are open. */
  days?: number;
  language: Language;
};

/** What became of each address: sent, or why not. */
export type Invited = { email: string; refused: FailureCode | null };

type Input = Omit<InviteMembers, 'role'> & { role: Role; days: number; organizationId: string };
type Reserved = { invitations: Pending[]; refused: Invited[]; expiresAt: string };
type Pending = { id: string; email: string };

/**
 * Invites people by mail with a role. An address that cannot be invited stops no other one.
 *
 * One call to Logto an address, after the live check. Fails as a whole with `not-permitted`, `role-above-own`,
 * `seats-used-up` (`limit`, and how many are `left`), `emails-too-many`,
 * `no-email-connector`, `role-unknown`, `logto-unreachable`, `rate-limited`, and with `still-working` (`values.operation`)
 * when a worker does it: a long list, or what Logto interrupted. An address with `already-member`, `already-invited`,
 * `mail-limit`, `mail-not-sent`, `logto-refused`, and with the first three of the above when they come up on the way.
 */
export async function inviteMembers(access: Access, input: InviteMembers, key: string): Promise<Result<Invited[]>> {
  const max = settingOf(access, 'invitations-at-once');
  if (input.emails.length > max) return failure('emails-too-many', { field: 'emails', values: { max } });
  const live = await liveCheck(access, 'invite:member');
  if (!live.ok) return live;
  const role = input.role as Role;
  const refused = mayNotInvite(live.value, role);
  if (refused) return failure(refused, { field: 'role' });
  const days = input.days ?? settingOf(access, 'invitation-days');
  const asked = { ...input, days, role, organizationId: access.organizationId };
  const invite = isJob(asked) ? perform.later : perform;
  return invite(actorIn(access), asked, key);
}

/** What Logto permits now and this session was granted. */
const both = (live: readonly Permission[], granted: readonly Permission[] = live) =>
  live.filter((permission) => granted.includes(permission));

/** Nobody invites with a role above their own. */
export const mayNotInvite = (held: readonly Permission[], role: string): FailureCode | undefined =>
  refusalFor('invite', { held, self: false, has: [], gets: [role], anotherOwner: true });

const perform = operation<Input, Reserved, Invited[]>({
  kind: 'invite-members',

  async reserve(db, { id, actor, input }) {
    const tenantId = actor.tenantId!;
    const expiresAt = new Date(Date.now() + input.days * 86_400_000);
    await lockPlan(db, tenantId); // two who invite at once are not both given the last seat
    const members = await membersAmong(db, tenantId, input.emails);
    const invitations = await reserveInvitations(db, {
      tenantId,
      operationId: id,
      emails: input.emails.filter((email) => !members.has(email)),
      role: input.role,
      note: input.note,
      language: input.language,
      invitedById: actor.userId,
      invitedByName: actor.name,
      expiresAt,
    });
    refuseIf(await refuseInvitations(db, tenantId, invitations.length));
    const reserved = new Set(invitations.map(({ email }) => email));
    const refused = input.emails
      .filter((email) => !reserved.has(email))
      .map((email) => ({ email, refused: members.has(email) ? 'already-member' : 'already-invited' }) as const);
    return { invitations, refused, expiresAt: expiresAt.toISOString() };
  },

  async steps(run) {
    const open = run.reserved.invitations.filter(({ id }) => outcome(run, id) === undefined);
    for (let from = 0; from < open.length && !stopped(run); from += groupSize) {
      if (from > 0 || isJob(run.input) || run.again) await lookAtInviter(run);
      if (!stopped(run)) await eachOf(open.slice(from, from + groupSize), (each) => inviteOne(run, each));
    }
    const rest = run.reserved.invitations.filter(({ id }) => outcome(run, id) === undefined);
    await forgetUnsent(
      run.actor.tenantId!,
      rest.map(({ id }) => id),
    );
    const stop = stopped(run);
    if (stop && !anySent(run)) throw new Refusal(stop, stop === 'role-unknown' ? { field: 'role' } : {});
    return soFar(run.reserved, run.remembered, stop ?? null);
  },

  // What was mailed stands, and what was accepted as a job is done: whatever comes between, a worker finishes it.
  mustFinish: (run, error) => isJob(run.input) || anySent(run) || error?.effect === 'unknown',

  // An invitation that Logto has was mailed, and stands. Only those that were on their way can be there.
  async undo(run) {
    const tenantId = run.actor.tenantId!;
    const unsent = run.reserved.invitations.filter(({ id }) => outcome(run, id) === undefined);
    for (const { id, email } of unsent.slice(0, abreast)) {
      const made = await findOwn({ ...run.input, email, expiresAt: new Date(run.reserved.expiresAt) });
      if (made) await markSent(tenantId, id, made.id, run.actor);
    }
    await forgetUnsent(
      tenantId,
      unsent.map(({ id }) => id),
    );
  },
});

/** What became of each address so far, for the page that shows how far it is; the others wait. */
export function invitedSoFar({ context, steps, state, result }: Progress): { total: number; invited: Invited[] } {
  const { reserved } = context as unknown as { reserved: Reserved };
  const failed = state === 'failed' ? ((result as { code?: FailureCode } | null)?.code ?? 'unexpected') : undefined;
  const remembered = <T>(name: string) => steps[name] as T | undefined;
  const stop = remembered<FailureCode>('stop') ?? failed;
  return {
    total: reserved.invitations.length + reserved.refused.length,
    invited: soFar(reserved, remembered, stop),
  };
}

type Remembered = Run<Input, Reserved>['remembered'];

/** With `rest`, all of them: what has no outcome of its own has that one. */
function soFar({ invitations, refused }: Reserved, remembered: Remembered, rest?: FailureCode | null): Invited[] {
  const tried = invitations.flatMap(({ id, email }) => {
    const known = remembered<FailureCode | null>(`invite ${id}`);
    const reason = known === undefined ? rest : known;
    return reason === undefined ? [] : [{ email, refused: reason }];
  });
  return [...tried, ...refused];
}

const isJob = ({ emails }: Input): boolean => emails.length > mostAtOnce;

const outcome = (run: Run<Input, Reserved>, id: string) => run.remembered<FailureCode | null>(`invite ${id}`);

const anySent = (run: Run<Input, Reserved>) => run.reserved.invitations.some(({ id }) => outcome(run, id) === null);

/** What stands in the way of all the others too. */
const stopped = (run: Run<Input, Reserved>) => run.remembered<FailureCode>('stop');

const concernsAll: readonly FailureCode[] = ['no-email-connector', 'role-unknown'];

/** They may have been demoted or removed since they pressed, or the workspace closed. */
async function lookAtInviter({ actor, input, step }: Run<Input, Reserved>): Promise<void> {
  if (await isClosed(actor.tenantId!)) {
    await step('stop', () => Promise.resolve('organization-closed' as const));
    return;
  }
  const { userId, machine, permissions } = actor;
  const organizationId = asOrganizationId(input.organizationId);
  const held = await heldNow({ tenantId: actor.tenantId!, organizationId, userId, machine });
  const refused = mayNotInvite(both(held, permissions), input.role);
  if (refused) await step('stop', () => Promise.resolve(refused));
}

async function inviteOne(run: Run<Input, Reserved>, { id, email }: Pending): Promise<void> {
  const tenantId = run.actor.tenantId!;
  const { role, note, language, organizationId } = run.input;
  const expiresAt = new Date(run.reserved.expiresAt);
  const invitation = { id, email, tenantId, organizationId, role, note, language, expiresAt };
  const refused = await run.step(`invite ${id}`, async () => {
    try {
      await markSent(tenantId, id, await createInvitation(invitation, run.actor), run.actor);
      return null;
    } catch (error) {
      // Only what concerns this address: no answer at all is for the engine, which stops and goes on later.
      const reason = isLogtoError(error) ? reasonOf(error) : undefined;
      if (!reason) throw error;
      await forgetUnsent(tenantId, [id]);
      return reason;
    }
  });
  if (refused && concernsAll.includes(refused)) await run.step('stop', () => Promise.resolve(refused));
}

function reasonOf(error: LogtoError): FailureCode | undefined {
  switch (error.code) {
    case 'entity.unique_integrity_violation':
      return 'already-invited';
    case 'request.invalid_input':
      return error.status === 422 ? 'already-member' : 'expiry-invalid'; // the only ones with this code
    case 'entity.relation_foreign_key_not_found':
    case 'organization.role_names_not_found':
      return 'role-unknown'; // deleted in Logto's console
  }
  const refused = error.kind === 'refused' || error.kind === 'not-found';
  return mailFailure(error) ?? (refused ? failureOf(error).code : undefined);
}

/** A few at a time. After a failure no further one begins, and those under way end first. */
async function eachOf<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const failures: unknown[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      await work(next).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  if (failures.length > 0) throw failures[0];
}
