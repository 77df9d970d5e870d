import { redirect } from '@remix-run/node';
import type { Access } from '#app/auth/organization.server.ts';
import type { Failure } from '#app/failures.ts';
import { paths } from '#app/paths.ts';
import { findProgress, type Json, type Progress, waitsUntil } from '#app/tenants/operations.server.ts';
import { invitedSoFar } from './invite-members.server.ts';
import type { Outcome } from './outcome.ts';

/** How far an operation is that goes on without whoever started it, as its page shows it. */

export type ProgressView = {
  kind: ProgressKind;
  state: 'working' | 'done' | 'failed';
  /** It has not begun, and can be taken back until then. */
  until: Date | null;
  total: number;
  /** One for each person or address that is through, the refused ones first. */
  rows: ProgressRow[];
  /** Why nothing was done at all. */
  failure: Pick<Failure, 'code' | 'values'> | null;
};

export type ProgressRow = { id: string; name: string; refused: Pick<Failure, 'code' | 'values'> | null };

const kinds = [
  'invite-members',
  'change-member-roles',
  'remove-members',
  'leave-organization',
  'transfer-ownership',
] as const;

export type ProgressKind = (typeof kinds)[number];

/** Where to look on, when a flow answered that a worker finishes it. */
export function goesOn(slug: string, { code, values }: Failure): Response | undefined {
  const operation = code === 'still-working' ? values?.['operation'] : undefined;
  return operation === undefined ? undefined : redirect(paths.progress(slug, String(operation)));
}

/** Null for ids of nothing, of other people's operations, and of other organizations'. */
export async function readProgress(access: Access, id: string): Promise<ProgressView | null> {
  if (!isOperationId(id)) return null;
  const progress = await findProgress(access, id);
  const kind = kinds.find((name) => name === progress?.kind);
  if (!progress || !kind) return null;
  const { total, rows } = kind === 'invite-members' ? invited(progress) : changed(progress);
  const failed = progress.state === 'failed';
  return {
    kind,
    total,
    until: waitsUntil(progress),
    state: failed ? 'failed' : progress.state === 'done' ? 'done' : 'working',
    rows: rows.toSorted((left, right) => Number(left.refused === null) - Number(right.refused === null)),
    failure: failed ? (progress.result as unknown as Failure | null) : null,
  };
}

function invited(progress: Progress) {
  const { total, invited } = invitedSoFar(progress);
  const rows = invited.map(({ email, refused }): ProgressRow => {
    return { id: email, name: email, refused: refused && { code: refused, values: { email } } };
  });
  return { total, rows };
}

/** What a page or a program names may be anything. */
export const isOperationId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/** Each person's step answers their outcome; a single person's stands for the whole. */
function changed({ context, steps, input }: Progress) {
  const { reserved } = context as unknown as { reserved: { refused: Outcome[] } };
  const through = Object.values(steps).filter(isOutcome);
  const outcomes = new Map([...reserved.refused, ...through].map((outcome) => [outcome.userId, outcome]));
  const rows = [...outcomes.values()].map(({ userId, name, refused }): ProgressRow => ({ id: userId, name, refused }));
  return { total: (input as { userIds: string[] }).userIds.length, rows };
}

const isOutcome = (answer: Json | Outcome): answer is Outcome =>
  typeof answer === 'object' && answer !== null && 'userId' in answer && 'refused' in answer;
