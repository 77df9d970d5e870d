import { failure, success } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { isOperationId, readProgress } from '#app/flows/progress.server.ts';
import { cancelRemoval } from '#app/flows/remove-members.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import { endpoint } from './endpoint.server.ts';
import { addressOutcome, memberOutcome } from './outcomes.server.ts';
import { Operation } from './shapes.server.ts';

/** How far something is that goes on without its caller. Who began it sees it, and nobody else. */
export const getOperation = endpoint(
  {
    id: 'getOperation',
    method: 'GET',
    path: '/organizations/{organization}/operations/{operation}',
    group: 'operations',
    scope: ['members:manage', 'invitations:manage', 'membership:leave', 'ownership:transfer'],
    answer: Operation,
    failures: [],
  },
  async ({ args: { request }, access, params: { operation: id } }) => {
    const progress = await readProgress(access, id);
    if (!progress) return failure('not-found');
    const { kind, state, until, total, rows, failure: failed } = progress;
    const outcomes = rows.map(({ id, name, refused }) =>
      kind === 'invite-members'
        ? addressOutcome(request, id, refused?.code ?? null)
        : memberOutcome(request, { userId: id, name, refused: refused && { ok: false, ...refused } }),
    );
    return success({
      ...{ id, kind, total, outcomes, done: rows.length },
      state: until ? 'waiting' : state === 'working' ? 'running' : state,
      ...(until && { until: until.toISOString() }),
      ...(failed && { code: failed.code, detail: failureText(translator(languageOf(request)), failed) }),
    });
  },
);

/** Takes back what waits. Once more, for whoever did not hear the answer, does no harm. */
export const cancelOperation = endpoint(
  {
    id: 'cancelOperation',
    method: 'DELETE',
    path: '/organizations/{organization}/operations/{operation}',
    group: 'operations',
    scope: 'members:manage',
    failures: ['too-late'],
  },
  async ({ access, params: { operation: id } }) =>
    isOperationId(id) ? cancelRemoval(access, id) : failure('not-found'),
);
