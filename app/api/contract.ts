import type { z } from 'zod';
import type { FailureCode } from '#app/failures.ts';
import type { Permission } from '#app/permissions.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';
import type { EndpointId } from './ids.ts';

/**
 * What an address of the API takes and answers: the checks, the OpenAPI document and the reference page are all made
 * from it, so that none of them can say something else than the others. What it is for stands in the catalogs, under its id.
 */
export type Contract = {
  id: EndpointId;
  method: Method;
  /** Below `/api/v1`: `/organizations/{organization}/members/{user}`. `{organization}` is looked up before the answer. */
  path: `/${string}`;
  /** What the reference groups by. */
  group: Group;
  /** `person`: no machine. `anybody`: no token either. Left out: any caller. */
  caller?: 'person' | 'anybody';
  /** Not for a credential that is good for one organization only. */
  everywhere?: true;
  /** What a widget token must cover, one of several; `any`: whatever it covers. Left out: no widget token opens it. */
  scope?: WidgetScope | readonly WidgetScope[] | 'any';
  /** Of the organization in the path; left out, membership is enough. */
  permission?: Permission;
  /** A widget token does it once: the next time it needs a fresh one. */
  grave?: true;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** Left out: 204, nothing. */
  answer?: z.ZodType;
  /** Of success. Left out: 200, or 204 when there is no answer. */
  status?: 200 | 201 | 204;
  /** It may go on without the caller: 202 with the operation. */
  mayTakeLonger?: true;
  /** Beside those that every address of its kind can answer. */
  failures: readonly FailureCode[];
};

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type Method = (typeof methods)[number];

/** In the order of the reference. */
export const groups = ['organizations', 'members', 'invitations', 'operations', 'widgets', 'caller'] as const;

export type Group = (typeof groups)[number];

/** `{organization}` and `{user}` of a path. */
export type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

export const paramsOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

export const scopesOf = ({ scope }: Pick<Contract, 'scope'>): readonly WidgetScope[] | 'any' =>
  scope === undefined || scope === 'any' ? (scope ?? []) : typeof scope === 'string' ? [scope] : scope;

export const statusOf = ({ answer, status }: Pick<Contract, 'answer' | 'status'>): 200 | 201 | 204 =>
  status ?? (answer ? 200 : 204);
