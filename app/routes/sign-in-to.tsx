import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { getPerson } from '#app/auth/session.server.ts';
import { paths } from '#app/paths.ts';

/**
 * The organization's own way in, to be handed out. Whoever is signed in goes straight there; others by Logto's page, which
 * has the organization's name and logo. An address that is nobody's looks like any other sign-in, and ends at nothing.
 */
export async function loader(args: LoaderFunctionArgs) {
  const home = paths.home(args.params['slug'] ?? '');
  return redirect((await getPerson(args)) ? home : paths.signIn(home));
}

/** Never shown: the loader redirects. */
export default function SignInTo() {
  return null;
}
