import type { LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { SignInProblemPage } from '#app/auth/sign-in-message.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

/** `?returnTo=<path>&first_screen=register`; nothing else of the query reaches Logto. */
export function loader(args: LoaderFunctionArgs) {
  const { searchParams } = new URL(args.request.url);
  return startSignIn(args, {
    returnTo: searchParams.get('returnTo') ?? '',
    firstScreen: searchParams.get('first_screen') === 'register' ? 'register' : undefined,
    locale: languageOf(args.request),
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
