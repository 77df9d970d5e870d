import { data, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { arrive, completeSignIn } from '#app/auth/callback.server.ts';
import { SignInProblemPage } from '#app/auth/sign-in-message.tsx';
import { isSignInProblem, signInProblems } from '#app/auth/sign-in-problems.ts';
import { welcomePerson } from '#app/flows/welcome-person.server.ts';
import { paths } from '#app/paths.ts';

/**
 * Where Logto sends the browser back to (`?code&state`), where the session's cookie is looked for (`?to`), and what is
 * shown when either did not work (`?problem`).
 */
export async function loader(args: LoaderFunctionArgs) {
  const { searchParams } = new URL(args.request.url);
  const to = searchParams.get('to');
  const noticed = searchParams.get('problem');
  const outcome = isSignInProblem(noticed)
    ? { problem: noticed, returnTo: paths.workspaces }
    : to !== null
      ? await arrive(args, to)
      : await completeSignIn(args, { welcome: welcomePerson });
  if (outcome instanceof Response) throw outcome;
  return data(outcome, { status: signInProblems[outcome.problem], headers: { 'Cache-Control': 'no-store' } });
}

export default function SignInFailed() {
  const { problem, returnTo } = useLoaderData<typeof loader>();
  return <SignInProblemPage problem={problem} returnTo={returnTo} />;
}
