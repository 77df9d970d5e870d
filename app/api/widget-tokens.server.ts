import { z } from 'zod';
import { env } from '#app/env.server.ts';
import { success } from '#app/failures.ts';
import { requireAccess } from './caller.server.ts';
import { endpoint } from './endpoint.server.ts';
import { mintFor } from './mint-widget-token.server.ts';
import { Scope } from './shapes.server.ts';

/** What an embedding site's backend or page exchanges its own credential for. */
export const createWidgetToken = endpoint(
  {
    id: 'createWidgetToken',
    method: 'POST',
    path: '/widget-tokens',
    group: 'widgets',
    body: z.strictObject({
      origin: z.string().max(300).optional(),
      scopes: z.array(Scope).min(1).max(20).optional(),
      organization: z.string().min(1).max(64).optional(),
      user: z.string().min(1).max(64).optional(),
    }),
    answer: z.object({ token: z.string(), expiresAt: z.iso.datetime(), scopes: z.array(Scope) }),
    status: 201,
    failures: [
      ...(['origin-invalid', 'origin-not-allowed', 'not-permitted', 'not-found', 'mfa-required'] as const),
      ...(['waits-for-seat', 'organization-closed'] as const),
    ],
  },
  async ({ args, caller, body: { organization, ...input } }) => {
    const within = organization ?? caller.organizationId;
    const access = within === null ? null : await requireAccess(args, caller, within);
    const header = args.request.headers.get('origin');
    const minted = await mintFor({ caller, access, input, header, appUrl: env().APP_URL });
    if (!minted.ok) return minted;
    const { expiresAt, ...rest } = minted.value;
    return success({ ...rest, expiresAt: expiresAt.toISOString() });
  },
);
