import type { AffectedMember } from '#app/tenants/change-members.server.ts';
import type { Json, Progress } from '#app/tenants/operations.server.ts';
import type { Outcome } from './outcome.ts';
import type { MembersInput, ReservedMembers } from './reserve-members.server.ts';

/** How far a change of members is that goes on without whoever started it; people in the order they were named. */
export function membersProgress({ input, context, steps }: Pick<Progress, 'input' | 'context' | 'steps'>): {
  outcomes: Outcome[];
  waiting: Pick<AffectedMember, 'userId' | 'name'>[];
} {
  const { userIds } = input as unknown as MembersInput;
  const { members, refused } = (context as unknown as { reserved: ReservedMembers }).reserved;
  const known = new Map([...refused, ...Object.values(steps).filter(isOutcome)].map((each) => [each.userId, each]));
  return {
    outcomes: userIds.flatMap((userId) => known.get(userId) ?? []),
    waiting: members.filter(({ userId }) => !known.has(userId)).map(({ userId, name }) => ({ userId, name })),
  };
}

const isOutcome = (answer: unknown): answer is Outcome & Json =>
  typeof answer === 'object' && answer !== null && 'userId' in answer && 'refused' in answer;
