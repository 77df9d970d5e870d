import { failure, type FailureCode } from '#app/failures.ts';
import { isLogtoError, type LogtoError } from '#app/logto/errors.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { type MemberAction, sameRoles } from '#app/member-rules.ts';
import { dropAccess } from '#app/tenants/access.server.ts';
import {
  type AffectedMember,
  letGo,
  writeRemoval,
  writeRoles,
  writeTruth,
} from '#app/tenants/change-members.server.ts';
import type { Db } from '#app/tenants/db.server.ts';
import type { Json } from '#app/tenants/operations.server.ts';
import { heldByActor, type MembersRun, refusalNow, rolesInLogto } from './look-at-member.server.ts';
import type { Outcome } from './outcome.ts';
import { Refusal } from './refusal.server.ts';

/** One person's change, of which the flows that change members are made. */
export type Change = {
  /** Names the step; an operation may change somebody twice. */
  step: string;
  action: MemberAction;
  /** What they are to have instead of what they have; null: they go. */
  gets(has: string[]): string[] | null;
  audit: 'member.roles-changed' | 'ownership.transferred' | 'member.removed' | 'member.left';
  /** Whom the audit event is about, if not the person themselves. */
  about?: { id: string; name: string };
};

const stepOf = ({ step }: Change, { userId }: AffectedMember) => `${step} ${userId}`;
const begunStepOf = (change: Change, member: AffectedMember) => `${stepOf(change, member)}: begun`;

/**
 * Looks, judges, changes Logto, writes it down. Whole by itself, and bears being repeated: what Logto did though its
 * answer was lost is seen and written down, not judged anew. Throws a `LogtoError` that may be gone at the next try.
 */
export async function changeMember(run: MembersRun, member: AffectedMember, change: Change): Promise<Outcome> {
  const done = run.remembered<Outcome>(stepOf(change, member));
  if (done) return done;
  try {
    return await lookAndChange(run, member, change);
  } catch (error) {
    if (!saysNo(error)) throw error;
    return refuse(run, member, change, 'logto-refused', member.roles);
  }
}

async function lookAndChange(run: MembersRun, member: AffectedMember, change: Change): Promise<Outcome> {
  const leaving = change.action === 'leave';
  const [held, has] = await Promise.all([leaving ? [] : heldByActor(run), rolesInLogto(run, member.userId)]);
  const had = hadBefore(run, member, change);
  if (had && isSo(has, change.gets(had))) return write(run, member, change, had);
  if (has === null) return refuse(run, member, change, 'not-found', null);

  const gets = change.gets(has);
  const refused = await refusalNow(run, change.action, member, { held, has, gets: gets ?? [] });
  if (refused) return refuse(run, member, change, refused, has);
  if (!isSo(has, gets)) {
    await run.step(begunStepOf(change, member), async () => has);
    const now = await inLogto(run, member, gets);
    if (!isSo(now, gets)) return refuse(run, member, change, now ? 'logto-refused' : 'not-found', now);
  }
  return write(run, member, change, has);
}

const isSo = (has: string[] | null, wanted: string[] | null): boolean =>
  has === null || wanted === null ? has === wanted : sameRoles(has, wanted);

/** Logto's no is about this person alone; all else is for the engine. */
const saysNo = (error: unknown): boolean =>
  isLogtoError(error) && (error.kind === 'refused' || error.kind === 'not-found');

/** How it is afterwards. */
async function inLogto(run: MembersRun, { userId }: AffectedMember, gets: string[] | null): Promise<string[] | null> {
  const { members } = logto();
  const { organizationId } = run.input;
  try {
    await (gets ? members.setRoles(organizationId, userId, gets) : members.remove(organizationId, userId));
    return gets;
  } catch (error) {
    if (!saysNo(error)) throw error;
    return rolesInLogto(run, userId);
  }
}

function write(run: MembersRun, member: AffectedMember, change: Change, before: string[]): Promise<Outcome> {
  const who = { tenantId: run.actor.tenantId!, userId: member.userId };
  const told = { actor: run.actor, target: change.about ?? { id: member.userId, name: member.name } };
  const after = change.gets(before);
  return finish(run, member, change, null, async (db) => {
    const { audit } = change;
    if (audit === 'member.removed' || audit === 'member.left') return writeRemoval(db, who, { action: audit, ...told });
    if (isSo(before, after)) return writeTruth(db, who.tenantId, member, before);
    return writeRoles(db, who, { before, after: after! }, { action: audit, ...told });
  });
}

/** Nothing was done, and the copy learns what Logto said. */
function refuse(
  run: MembersRun,
  member: AffectedMember,
  change: Change,
  code: FailureCode,
  now: string[] | null,
): Promise<Outcome> {
  const tenantId = run.actor.tenantId!;
  return finish(run, member, change, code, async (db) => {
    await writeTruth(db, tenantId, member, now);
    if (code === 'not-permitted') await dropAccess({ tenantId, userId: run.actor.userId }, db);
  });
}

function finish(
  run: MembersRun,
  member: AffectedMember,
  change: Change,
  code: FailureCode | null,
  work: (db: Db) => Promise<void>,
): Promise<Outcome> {
  const { userId, name } = member;
  const named = userId === run.actor.userId ? {} : { values: { name } };
  const outcome: Outcome = { userId, name, refused: code && failure(code, named) };
  return run.write(stepOf(change, member), async (db) => {
    await work(db);
    return outcome as unknown as Json;
  }) as unknown as Promise<Outcome>;
}

/** One after the other as they were named, the actor last: what they give up themselves is theirs until then. */
export async function changeEach(run: MembersRun, change: Change): Promise<Outcome[]> {
  const { members, refused } = run.reserved;
  const outcomes = new Map(refused.map((outcome) => [outcome.userId, outcome]));
  const isOther = ({ userId }: AffectedMember) => userId !== run.actor.userId;
  for (const member of [...members.filter(isOther), ...members.filter((each) => !isOther(each))]) {
    outcomes.set(member.userId, await changeMember(run, member, change));
  }
  const all = run.input.userIds.flatMap((userId) => outcomes.get(userId) ?? []);
  if (all.length === 1) stopIfRefused(all[0]!);
  return all;
}

export function stopIfRefused({ refused }: Outcome): void {
  if (refused) throw new Refusal(refused.code, refused.values ? { values: refused.values } : {});
}

/** Whether somebody's change has taken effect, or may have: then it is finished, whatever the person is told. */
export const mayHaveBegun = (run: MembersRun, error: LogtoError | undefined, ...changes: Change[]): boolean =>
  run.again ||
  run.reserved.members.some((member) =>
    changes.some((change) => {
      const outcome = run.remembered<Outcome>(stepOf(change, member));
      if (outcome) return outcome.refused === null;
      return hadBefore(run, member, change) !== undefined && error?.effect !== 'none';
    }),
  );

export const isDone = (run: MembersRun, member: AffectedMember, change: Change): boolean =>
  run.remembered<Outcome>(stepOf(change, member))?.refused === null;

/** The roles they had when their change was begun. */
export const hadBefore = (run: MembersRun, member: AffectedMember, change: Change): string[] | undefined =>
  run.remembered<string[]>(begunStepOf(change, member));

/** Ends it where it is: what Logto did though its answers were lost is written down, and the marks go. */
export async function endChange(run: MembersRun, change: Change): Promise<void> {
  await writeWhatIsSo(run, change);
  await letAllGo(run);
}

export async function writeWhatIsSo(run: MembersRun, change: Change): Promise<void> {
  for (const member of run.reserved.members) {
    const had = hadBefore(run, member, change);
    if (!run.again || !had || run.remembered(stepOf(change, member))) continue;
    const now = await rolesInLogto(run, member.userId);
    if (isSo(now, change.gets(had))) await write(run, member, change, had);
    else await refuse(run, member, change, 'logto-unreachable', now);
  }
}

/** Others may change these people from now on. */
export async function letAllGo(run: MembersRun): Promise<void> {
  await run.write('let go', async (db) => {
    await letGo(db, run.actor.tenantId!, run.id);
    return null;
  });
}
