import { env } from '#app/env.server.ts';

/**
 * Logto's own page on which somebody adds an authenticator app to their account, and comes back. It is there since 1.37,
 * when the account center is switched on. https://docs.logto.io/end-user-flows/account-settings/by-account-center-ui
 */
export function authenticatorPage(returnTo: string): string {
  const page = new URL('/account/authenticator-app', env().LOGTO_ENDPOINT);
  page.searchParams.set('redirect', `${env().APP_URL}${returnTo}`);
  return page.href;
}
