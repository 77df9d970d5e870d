/** Parameters of `/oidc/auth` that the library does not know and that matter to Logto's pages. */
export const extraParams = [
  'organization_id',
  'first_screen',
  'interaction_mode',
  'identifier',
  'one_time_token',
  'direct_sign_in',
];

type Params = Record<string, unknown>;

/** Where `/oidc/auth` sends a browser that has to sign in, with what the page needs to know. */
export function signInUrl(params: Params): string {
  const query = new URLSearchParams({ app_id: String(params.client_id) });
  for (const name of ['organization_id', 'one_time_token', 'login_hint', 'ui_locales', 'identifier']) {
    if (typeof params[name] === 'string') query.set(name, params[name]);
  }
  return `${firstScreen(params)}?${query}`;
}

export const consentUrl = (params: Params): string =>
  `/consent?${new URLSearchParams({ app_id: String(params.client_id) })}`;

function firstScreen({ first_screen: screen, interaction_mode: mode }: Params): string {
  if (screen === 'identifier:register') return '/identifier-register';
  if (screen === 'reset_password') return '/reset-password';
  return screen === 'register' || mode === 'signUp' ? '/register' : '/sign-in';
}
