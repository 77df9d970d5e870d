import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import type { Access } from '#app/auth/organization.server.ts';
import type { Result } from '#app/failures.ts';
import type { Caller, Person } from './caller.server.ts';
import type { Contract, ParamNames } from './contract.ts';

export type ApiArgs = LoaderFunctionArgs | ActionFunctionArgs;

/** What an answer is made of, once everything in the contract was checked. */
export type Call<C extends Contract> = {
  args: ApiArgs;
  params: Record<ParamNames<C['path']>, string>;
  query: C extends { query: infer Query extends z.ZodType } ? z.output<Query> : null;
  body: C extends { body: infer Body extends z.ZodType } ? z.output<Body> : null;
  /** Of the header `Idempotency-Key`, or a fresh one. */
  key: string;
  caller: C extends { caller: 'anybody' } ? null : Caller;
  person: C extends { caller: 'person' } ? Person : Person | null;
  access: C['path'] extends `${string}{organization}${string}` ? Access : null;
};

export type Answer<C extends Contract> = C extends { answer: infer Schema extends z.ZodType } ? z.input<Schema> : null;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the router knows addresses, not types
export type Endpoint = { contract: Contract; answer(call: any): Promise<Result<unknown>> };

/**
 * An address of the API: its contract, and how it answers. The router has checked the rest before `answer` is asked.
 *
 *     export const getThing = endpoint({ id: 'getThing', method: 'GET', … }, async ({ access }) => success(…));
 */
export const endpoint = <const C extends Contract>(
  contract: C,
  answer: (call: Call<C>) => Promise<Result<Answer<C>>>,
): Endpoint & { contract: C } => ({ contract, answer });
