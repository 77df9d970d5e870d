import { z } from 'zod/v3';
import { LogtoError } from '../errors.ts';
import { digits } from '../ids.ts';
import { noContent, type Routes } from './route.ts';

const CODE_MS = 10 * 60 * 1000;
const MAX_TRIES = 10;
const email = z.string().regex(/^\S+@\S+\.\S+$/);

interface Pending {
  code: string;
  expiresAt: number;
  failures: number;
}

/** Codes that an app's own backend sends and checks, outside any sign-in. A new one replaces the one before. */
export function registerVerificationCodes(routes: Routes): void {
  const pending = new Map<string, Pending>();

  routes.add('POST', '/verification-codes', { body: z.object({ email }) }, async ({ tenant, body, ip }) => {
    const code = digits(6);
    await tenant.mailer.send({ to: body.email, type: 'Generic', payload: { code }, ip });
    pending.set(body.email, { code, expiresAt: Date.now() + CODE_MS, failures: 0 });
    return noContent();
  });

  routes.add(
    'POST',
    '/verification-codes/verify',
    { body: z.object({ email, verificationCode: z.string().min(1) }) },
    ({ body }) => {
      const found = pending.get(body.email);
      if (!found) throw new LogtoError('verification_code.not_found', 400);
      if (found.expiresAt < Date.now()) throw new LogtoError('verification_code.expired', 400);
      if (found.failures >= MAX_TRIES) throw new LogtoError('verification_code.exceed_max_try', 400);
      if (found.code !== body.verificationCode) {
        found.failures += 1;
        throw new LogtoError('verification_code.code_mismatch', 400);
      }
      pending.delete(body.email);
      return noContent();
    },
  );
}
