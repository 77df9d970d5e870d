import type { Context } from 'hono';
import { accountCenter } from '../management/account-center.ts';
import type { Tenant } from '../tenant.ts';
import { html, page } from './layout.ts';
import { pageLanguage } from './texts.ts';

/** The documented pages, by the field that each one edits. */
const fieldOf = new Map([
  ['email', 'email'],
  ['phone', 'phone'],
  ['username', 'username'],
  ['password', 'password'],
  ['passkey/add', 'mfa'],
  ['passkey/manage', 'mfa'],
  ['authenticator-app', 'mfa'],
  ['authenticator-app/replace', 'mfa'],
  ['backup-codes/generate', 'mfa'],
  ['backup-codes/manage', 'mfa'],
]);

/** A note in place of a page of Logto's account center: what is there in the real one, and the way back to the app. */
export function accountCenterPage(tenant: Tenant, c: Context): Response | Promise<Response> {
  const path = c.req.path.replace('/account/', '');
  const field = fieldOf.get(path);
  if (!field) return c.text('Not Found', 404);
  const back = wayBack(tenant, c.req.query('redirect'));
  const title = 'Account center';
  const body = html`<h1>${title}</h1>
    <p>${whatIsHere(tenant, path, field)}</p>
    ${back !== undefined && html`<p><a class="button" href="${back}">Back to the app</a></p>`}`;
  c.header('cache-control', 'no-store');
  return c.html(page({ t: pageLanguage('en'), title, body }));
}

function whatIsHere({ store }: Tenant, path: string, field: string): string {
  const { enabled, fields } = accountCenter(store) as { enabled: boolean; fields: Record<string, string> };
  if (!enabled) return 'The account center is switched off here: `PATCH /api/account-center` switches it on.';
  if (fields[field] !== 'Edit')
    return `People may not edit “${field}” here: the settings of the account center say so.`;
  return `A real Logto has its page /account/${path} here. This local one has none: nothing can be changed.`;
}

/** Only to an origin where an application has a redirect URI: anybody can write a link to this page. */
function wayBack({ store }: Tenant, asked = ''): string | undefined {
  const url = URL.parse(asked);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const registered = [...store.applications.values()].flatMap((app) => app.oidcClientMetadata.redirectUris);
  return registered.some((uri) => URL.parse(uri)?.origin === url.origin) ? url.href : undefined;
}
