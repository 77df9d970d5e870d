import { requireMachine } from '#app/api/caller.server.ts';
import { endpoint } from '#app/api/endpoint.server.ts';

/** Who calls: what a new key is tried out with. */
const answer = endpoint({
  GET: async (args) => {
    const { kind, id, name, role, permissions, organization } = await requireMachine(args, 'read:data');
    return Response.json({ caller: { kind, id, name, role, permissions }, organization });
  },
});

export const loader = answer;
export const action = answer;
