import type { z } from 'zod';
import type { FailureCode } from '#app/failures.ts';
import type { Permission } from '#app/permissions.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';

/**
 * What an address of the API takes and answers: the checks, the OpenAPI document and the reference page are all made
 * from it, so that none of them can say something else than the others.
 */
export type Contract<
  Body extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  /** Of OpenAPI: a verb and a noun, `listMembers`. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`: `/organizations/{organization}/members/{user}`. */
  path: `/${string}`;
  /** What the reference groups by. */
  group: 'organizations' | 'members' | 'invitations' | 'operations' | 'widgets' | 'caller';
  summary: string;
  description?: string;
  /** `person`: no machine. `anybody`: no token either. Left out: any caller. */
  caller?: 'person' | 'anybody';
  /** What a widget token must cover; without one, no widget token opens it. */
  scope?: WidgetScope;
  /** Of the organization in the path; without one, membership is enough. */
  permission?: Permission;
  /** A widget token does it once: the next time it needs a fresh one. */
  grave?: boolean;
  query?: Query;
  body?: Body;
  /** Left out: 204, nothing. */
  answer?: Answer;
  /** Of success. 200 or 204 unless something was made. */
  status?: 200 | 201 | 202 | 204;
  /** Beside those that every address of its kind can answer. */
  failures: readonly FailureCode[];
};
