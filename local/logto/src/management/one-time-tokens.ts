import { z } from 'zod/v3';
import { LogtoError } from '../errors.ts';
import { longId, secret } from '../ids.ts';
import type { OneTimeToken } from '../store/entities.ts';
import { TENANT } from '../store/store.ts';
import { consume, verify } from '../users/one-time-tokens.ts';
import { created, noContent, ok, type Routes } from './route.ts';
import { paged } from './pagination.ts';
import { notExistsWithId } from '../errors.ts';

const DEFAULT_SECONDS = 600;

const CreateToken = z.object({
  email: z
    .string()
    .regex(/^\S+@\S+\.\S+$/)
    .max(128),
  expiresIn: z.number().min(1).optional(),
  context: z.object({ jitOrganizationIds: z.string().array().optional() }).optional(),
});
const VerifyToken = z.object({ email: z.string(), token: z.string().min(1) });
const Status = z.object({ status: z.enum(['active', 'consumed', 'revoked', 'expired']) });

export function registerOneTimeTokens(routes: Routes): void {
  routes.add('GET', '/one-time-tokens', {}, (call) => {
    const email = call.query.get('email');
    const status = call.query.get('status');
    const rows = [...call.tenant.store.oneTimeTokens.values()].filter(
      (row) => (!email || row.email === email) && (!status || row.status === status),
    );
    return paged(call, rows.reverse());
  });

  routes.add('POST', '/one-time-tokens', { body: CreateToken }, ({ tenant: { store }, body }) => {
    const now = Date.now();
    const token: OneTimeToken = {
      tenantId: TENANT,
      id: longId(),
      email: body.email,
      token: secret(),
      context: body.context ?? {},
      status: 'active',
      createdAt: now,
      expiresAt: now + (body.expiresIn ?? DEFAULT_SECONDS) * 1000,
    };
    store.oneTimeTokens.set(token.id, token);
    return created(token);
  });

  routes.add('POST', '/one-time-tokens/verify', { body: VerifyToken }, ({ tenant: { store }, body }) =>
    ok(consume(verify(store, body.email, body.token))),
  );

  routes.add('GET', '/one-time-tokens/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    const token = store.oneTimeTokens.get(id);
    if (!token) throw notExistsWithId('one_time_tokens', id);
    return ok(token);
  });

  routes.add(
    'PUT',
    '/one-time-tokens/:id/status',
    { body: Status },
    ({ tenant: { store }, params: { id = '' }, body }) => {
      const token = store.oneTimeTokens.get(id);
      if (!token) throw notExistsWithId('one_time_tokens', id);
      if (body.status === 'active') throw new LogtoError('one_time_token.cannot_reactivate_token', 400);
      token.status = body.status;
      return ok(token);
    },
  );

  routes.add('DELETE', '/one-time-tokens/:id', {}, ({ tenant: { store }, params: { id = '' } }) => {
    if (!store.oneTimeTokens.delete(id)) throw new LogtoError('entity.not_found', 404);
    return noContent();
  });
}
