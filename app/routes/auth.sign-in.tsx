import type { LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { brandingOf } from '#app/auth/branding.server.ts';
import { sessionCookie } from '#app/auth/cookies.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { getPerson } from '#app/auth/session.server.ts';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { SignInProblemPage } from '#app/auth/sign-in-message.tsx';
import { byAddress, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';

/** `?returnTo=<path>&first_screen=register`; nothing else of the query reaches Logto. */
export async function loader(args: LoaderFunctionArgs) {
  const { clientIp } = args.context;
  if (await refuseBeyond(limits.signIns, byAddress(clientIp))) throw refuse('rate-limited', args.context);
  const { searchParams } = new URL(args.request.url);
  // A session that was ended elsewhere, or ran out: Logto still knows the browser, and would let it in without a question.
  const ended = sessionCookie.read(args.request) !== undefined && !(await getPerson(args));
  const returnTo = searchParams.get('returnTo') ?? '';
  return startSignIn(args, {
    returnTo,
    organizationId: await brandingOf(returnTo),
    firstScreen: searchParams.get('first_screen') === 'register' ? 'register' : undefined,
    locale: languageOf(args.request),
    ...(ended && { prompt: 'login consent' as const }),
  });
}

/** Never shown: the loader redirects. A route without a component would answer its refusals as bare JSON. */
export default function SignIn() {
  return null;
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 503) return <SignInProblemPage problem="unreachable" />;
  throw error; // the root's
}
