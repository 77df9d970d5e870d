import { html, page, raw } from './layout.ts';
import { pageLanguage } from './texts.ts';

/** The page of `/oidc/session/end`: a form that submits itself, with a button for browsers without JavaScript. */
export function signOutPage(acceptLanguage: string, form: string): string {
  const t = pageLanguage(acceptLanguage);
  const body = html`<h1>${t.signOut}</h1>
    <p class="muted">${t.signOutQuestion}</p>
    ${raw(form)}
    <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${t.signOut}</button>`;
  return page({ t, title: t.signOut, body, script: `document.querySelector('button[name="logout"]').click()` });
}

export function signedOutPage(acceptLanguage: string): string {
  const t = pageLanguage(acceptLanguage);
  return page({ t, title: t.signedOut, body: html`<h1>${t.signedOut}</h1>` });
}
