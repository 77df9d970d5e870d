import { success } from '#app/failures.ts';
import { requireAccess } from './caller.server.ts';
import { endpoint } from './endpoint.server.ts';
import { Me } from './shapes.server.ts';

/** Who calls: the first thing to try with a new credential. */
export const getMe = endpoint(
  { id: 'getMe', method: 'GET', path: '/me', group: 'caller', scope: 'any', answer: Me, failures: [] },
  async ({ args, caller }) => {
    const { kind, person, machine, organizationId, scopes } = caller;
    const access = organizationId === null ? null : await requireAccess(args, caller, organizationId);
    const organization = access && { id: access.organizationId, slug: access.slug, name: access.organizationName };
    return success({
      caller: machine
        ? { kind, id: machine.id, name: machine.name, role: machine.role, permissions: access!.permissions }
        : { kind, id: person!.userId, name: person!.name, email: person!.email },
      ...(organization && { organization }),
      ...(scopes && { scopes: [...scopes] }),
    });
  },
);
