import { LogtoError, LogtoRequestError, OidcError } from '@logto/js';
import { LogtoClientError } from '@logto/node';
import { errors } from 'jose';
import { TookTooLong } from './in-time.server.ts';
import type { SignInProblem } from './sign-in-problems.ts';

/** What the SDK throws at the callback, as a problem a person can be told of; undefined for a bug. */
export function problemOf(error: unknown): SignInProblem | undefined {
  if (error instanceof TookTooLong || error instanceof errors.JWKSTimeout || isNetworkFailure(error))
    return 'unreachable';
  if (error instanceof LogtoError) return error.data instanceof OidcError ? ofRedirect(error.data.error) : 'failed';
  if (error instanceof LogtoRequestError) return ofTokenEndpoint(error);
  if (error instanceof LogtoClientError || error instanceof errors.JOSEError) return 'failed';
  return undefined;
}

/** The `error` that Logto sent the browser back with (RFC 6749 §4.1.2.1). */
function ofRedirect(error: string): SignInProblem {
  if (error === 'access_denied') return 'cancelled';
  return error === 'temporarily_unavailable' || error === 'server_error' ? 'unreachable' : 'failed';
}

function ofTokenEndpoint({ code, cause }: LogtoRequestError): SignInProblem {
  if (code === 'oidc.invalid_grant') return 'lost'; // the code was used before, or is too old
  return cause && (cause.status === 429 || cause.status >= 500) ? 'unreachable' : 'failed';
}

/** What `fetch` throws without an answer, or with half of one. */
const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
