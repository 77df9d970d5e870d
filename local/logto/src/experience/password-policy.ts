import { LogtoError } from '../errors.ts';

export const MIN_LENGTH = 8;

/** Logto's default policy without the check against leaked passwords, which needs the internet. */
export function requireAcceptable(password: string): void {
  if (password.length >= MIN_LENGTH) return;
  throw new LogtoError('password.rejected', 422, {
    data: [{ code: 'password_rejected.too_short', interpolation: { min: MIN_LENGTH } }],
  });
}
