import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { isDatabaseAway } from '#app/tenants/db.server.ts';
import { problem } from './problem.server.ts';

export type ApiArgs = LoaderFunctionArgs | ActionFunctionArgs;

type Answers = Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', (args: ApiArgs) => Promise<Response>>>;

/**
 * An address of the API: one function for its loader and its action, which answers JSON whatever happens.
 *
 *     const answer = endpoint({ GET: (args) => … });
 *     export const loader = answer;
 *     export const action = answer;
 */
export function endpoint(answers: Answers) {
  const allow = Object.keys(answers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return async (args: ApiArgs): Promise<Response> => {
    const method = args.request.method === 'HEAD' ? 'GET' : args.request.method;
    const answer = answers[method as keyof Answers];
    if (!answer) return problem(args, 'method-not-allowed', { allow: allow.join(', ') });
    try {
      return await answer(args);
    } catch (error) {
      if (isDatabaseAway(error)) return problem(args, 'database-unreachable', { 'retry-after': '30' });
      if (error instanceof Response) return error; // a problem that was thrown
      args.context.log.error({ err: error, method, path: new URL(args.request.url).pathname }, 'request failed');
      return problem(args, 'unexpected');
    }
  };
}
