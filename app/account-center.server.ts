import { env } from '#app/env.server.ts';
import { paths } from '#app/paths.ts';

/**
 * Logto's own pages about an account, which lead back here: since 1.37, where an administrator has turned the account center
 * on. https://docs.logto.io/end-user-flows/account-settings/by-account-center-ui
 */
export function signInPages(): { password: string; email: string; authenticator: string } {
  const back = new URL(paths.account, env().APP_URL).href;
  const page = (path: string) => {
    const url = new URL(`${env().LOGTO_ENDPOINT.replace(/\/$/, '')}/account/${path}`);
    url.searchParams.set('redirect', back);
    return url.href;
  };
  return { password: page('password'), email: page('email'), authenticator: page('authenticator-app') };
}
