import { requireMachine } from './caller.server.ts';
import { type ApiArgs, endpoint } from './endpoint.server.ts';
import { problem } from './problem.server.ts';

const me = endpoint({
  GET: async (args) => {
    const { kind, id, name, role, permissions, organization } = await requireMachine(args, 'read:data');
    return Response.json({ caller: { kind, id, name, role, permissions }, organization });
  },
});

export const answerApi = (args: ApiArgs): Promise<Response> | Response =>
  args.params['*'] === 'me' ? me(args) : problem(args, 'not-found');
