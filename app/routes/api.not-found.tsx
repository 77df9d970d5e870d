import type { ApiArgs } from '#app/api/endpoint.server.ts';
import { problem } from '#app/api/problem.server.ts';

/** Any address under `/api/` that nothing else answers. */
const answer = (args: ApiArgs): Response => problem(args, 'not-found');

export const loader = answer;
export const action = answer;
