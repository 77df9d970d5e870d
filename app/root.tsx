import { data, type LinksFunction, type LoaderFunctionArgs } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
  useRouteLoaderData,
  type MetaFunction,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { useLanguage, useT } from '#app/i18n/react.tsx';
import { Announcer } from '#app/ui/announcer.tsx';
import { ErrorPage } from '#app/ui/error-page.tsx';
import { takeFlash } from '#app/ui/flash.server.ts';
import { Flash } from '#app/ui/flash.tsx';
import { useNonce } from '#app/ui/nonce.ts';
import { usePage } from '#app/ui/page.ts';
import { PendingBar } from '#app/ui/pending-bar.tsx';
import { preferencesOf } from '#app/ui/preferences.server.ts';
import { productName } from '#app/ui/product.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';
import { ThemeContext } from '#app/ui/theme.tsx';
import styles from '#app/styles/app.css?url';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: productName }];

/** Runs with every page view, so it looks at cookies only. */
export function loader({ request }: LoaderFunctionArgs) {
  const { language, theme } = preferencesOf(request);
  const flash = takeFlash(request);
  return data(
    { lang: language, theme, appName: productName, flash: flash?.message },
    flash ? { headers: { 'set-cookie': flash.clear } } : undefined,
  );
}

export function Layout({ children }: { children: ReactNode }) {
  const t = useT();
  const page = usePage();
  const theme = useRouteLoaderData<typeof loader>('root')?.theme ?? page.theme;
  return (
    <html lang={useLanguage()} dir="ltr" data-theme={theme} data-reference={page.reference} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        <Links />
      </head>
      <body>
        <a href="#content" className="skip-link">
          {t.frame.skipToContent}
        </a>
        <ThemeContext.Provider value={theme}>{children}</ThemeContext.Provider>
        <PageScripts />
      </body>
    </html>
  );
}

/** Pages that only inform (`handle = { static: true }`) bring no scripts when they are opened. */
function PageScripts() {
  const nonce = useNonce();
  const isStatic = useMatches().some(({ handle }) => (handle as { static?: boolean } | undefined)?.static);
  if (isStatic) return null;
  return (
    <>
      <ScrollRestoration nonce={nonce} />
      <Scripts nonce={nonce} />
    </>
  );
}

export default function App() {
  const flash = useRouteLoaderData<typeof loader>('root')?.flash;
  return (
    <>
      <PendingBar />
      <Announcer />
      <Outlet />
      <Flash message={flash} />
    </>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <PublicFrame>
      <ErrorPage error={error} />
    </PublicFrame>
  );
}
