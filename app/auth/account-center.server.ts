import { env } from '#app/env.server.ts';

/**
 * Logto's own pages about an account, each of which leads back here when it is done. `npm run logto:setup` switches them on
 * (`scripts/logto-setup/account-center.ts`). https://docs.logto.io/end-user-flows/account-settings/by-account-center-ui
 */
export function accountCenterPages(returnTo: string): { password: string; email: string; authenticator: string } {
  const back = new URL(returnTo, env().APP_URL).href;
  const page = (path: string) => {
    const url = new URL(`/account/${path}`, env().LOGTO_ENDPOINT);
    url.searchParams.set('redirect', back);
    return url.href;
  };
  return { password: page('password'), email: page('email'), authenticator: page('authenticator-app') };
}
