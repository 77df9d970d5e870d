import type { AppLoadContext } from '@remix-run/node';
import { type FailureCode, failureStatus } from '#app/failures.ts';

/** What the root error boundary renders, by its code. */
export type RefusalPage = {
  code: FailureCode;
  requestId: string;
  /** With `waits-for-seat`: where, and who can do something about it. */
  waiting?: { workspace: string; owners: { name: string | null; email: string | null }[] };
};

/** Ends a request with an expected failure: `throw refuse('not-found', context)`. A `Response`, so resource routes answer it too. */
export const refuse = (
  code: FailureCode,
  { requestId }: Pick<AppLoadContext, 'requestId'>,
  more: Pick<RefusalPage, 'waiting'> = {},
): Response => Response.json({ code, requestId, ...more } satisfies RefusalPage, { status: failureStatus[code] });
