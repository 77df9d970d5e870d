import { Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { Calls } from './control/calls.ts';
import { controlApi } from './control/control.ts';
import type { Faults } from './control/faults.ts';
import { experienceApi } from './experience/api.ts';
import { Browser } from './experience/browser.ts';
import { Lockout } from './experience/lockout.ts';
import { signInExperience } from './experience/settings.ts';
import { managementApi, managementRoutes } from './management/api.ts';
import { myAccount } from './management/my-account.ts';
import { openApi } from './management/open-api.ts';
import { publicAccountCenter, publicSignInExperience } from './management/well-known.ts';
import type { OidcRows } from './oidc/adapter.ts';
import { accountCenterPage } from './pages/account-center.ts';
import { consent } from './pages/consent.ts';
import { registerContinueEmailPages } from './pages/continue-email.ts';
import { registerForgotPasswordPages } from './pages/forgot-password.ts';
import { homePage } from './pages/home.ts';
import { registerMfaPages } from './pages/mfa.ts';
import { registerOneTimeTokenPages } from './pages/one-time-token.ts';
import { Pages } from './pages/pages.ts';
import { registerRegisterPages } from './pages/register.ts';
import { registerSignInPages } from './pages/sign-in.ts';
import { unknownSessionPage } from './pages/sign-in-pages.ts';
import { pageLanguage } from './pages/texts.ts';
import type { App } from './server.ts';
import type { Tenant } from './tenant.ts';
import type { Provider } from './oidc/library.ts';

interface Parts {
  tenant: Tenant;
  provider: Provider;
  rows: OidcRows;
  faults: Faults;
  calls: Calls;
  cookieName: string;
}

/** Everything but `/oidc`: the Management API, the sign-in pages and their headless API, and `/local`. */
export function createApp({ tenant, provider, rows, faults, calls, cookieName }: Parts): App {
  const app: App = new Hono<{ Bindings: HttpBindings }>();
  const browser = new Browser(cookieName);
  const lockout = new Lockout();
  const experience = { tenant, provider, rows };
  const routes = managementRoutes();
  const management = managementApi(tenant, routes, calls);
  const account = myAccount(tenant, provider);

  app.route('/local', controlApi(tenant, rows, faults, calls));
  app.route('/api/experience', experienceApi(experience, lockout, browser));
  app.get('/api/status', (c) => c.body(null, 204));
  app.get('/api/my-account', (c) => account(c.req.raw));
  app.get('/api/.well-known/sign-in-exp', (c) => c.json(publicSignInExperience(tenant)));
  app.get('/api/.well-known/account-center', (c) => c.json(publicAccountCenter(tenant)));
  for (const path of ['/api/swagger.json', '/api/.well-known/management.openapi.json'])
    app.get(path, (c) => c.json(openApi(routes, tenant.endpoint)));
  app.all('/api/*', (c) => management(c.req.raw, browser.client(c).ip));

  const pages = new Pages(experience, lockout, browser);
  registerSignInPages(pages);
  registerRegisterPages(pages);
  registerForgotPasswordPages(pages);
  registerContinueEmailPages(pages);
  registerOneTimeTokenPages(pages);
  registerMfaPages(pages);
  app.route('/', pages.app);
  app.get('/consent', (c) => consent(provider, browser, c));
  app.get('/unknown-session', (c) => {
    const { unknownSessionRedirectUrl } = signInExperience(tenant.store);
    if (unknownSessionRedirectUrl) return c.redirect(unknownSessionRedirectUrl, 303);
    return c.html(unknownSessionPage(pageLanguage(c.req.header('accept-language'))));
  });
  app.get('/account/*', (c) => accountCenterPage(tenant, c));
  app.get('/', (c) => c.html(homePage(tenant)));
  app.notFound((c) => c.text('Not Found', 404));
  app.onError((error, c) => {
    console.error(error);
    return c.text('Internal Server Error', 500);
  });
  return app;
}
