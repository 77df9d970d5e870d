import { html, page, type Brand, type Html } from './layout.ts';
import { alert, digitFields, digitScript, hiddenUid, submitButton } from './parts.ts';
import { fill, type Texts } from './texts.ts';

export interface View {
  t: Texts;
  uid: string;
  brand: Brand;
  error?: string;
  /** Logto shows some errors as a toast. */
  errorRole?: 'alert' | 'toast';
}

const form = ({ uid, error, errorRole }: View, action: string, fields: Html): Html =>
  html`<form method="post" action="${action}" novalidate>${hiddenUid(uid)}${fields}${alert(error, errorRole)}</form>`;

const show = (view: View, title: string, body: Html, script?: string) =>
  page({
    t: view.t,
    brand: view.brand,
    title,
    body: html`<h1>${title}</h1>
      ${body}${footer(view.t)}`,
    script,
  });

function footer(t: Texts): Html {
  const [before = '', after = ''] = t.local.split('{0}');
  return html`<footer>
    ${before}<a href="/local/mailbox" target="_blank" rel="noopener">${t.mailbox}</a>${after}
  </footer>`;
}

const passwordField = (name: string, label: string, autocomplete: string): Html =>
  html`<label>${label}<input name="${name}" type="password" autocomplete="${autocomplete}" /></label>`;

export function signInPage(
  view: View,
  {
    value,
    withPassword,
    mayRegister,
    search,
  }: { value: string; withPassword: boolean; mayRegister: boolean; search: string },
): string {
  const { t } = view;
  const fields = html`<label
      >${t.identifier}<input name="identifier" type="text" value="${value}" autocomplete="username" autofocus
    /></label>
    ${withPassword && passwordField('password', t.password, 'current-password')}${submitButton(t.signIn)}`;
  return show(
    view,
    t.signInTitle,
    html`${form(view, '/sign-in', fields)}
    ${mayRegister && html`<p class="muted">${t.noAccount} <a href="/register${search}">${t.createAccount}</a></p>`}`,
  );
}

export function passwordPage(
  view: View,
  { identifier, codeLink, forgotLink }: { identifier: string; codeLink: boolean; forgotLink: boolean },
): string {
  const { t, uid } = view;
  const fields = html`<input type="hidden" name="identifier" value="${identifier}" />
    <label>${t.password}<input name="password" type="password" autocomplete="current-password" autofocus /></label
    >${submitButton(t.continue)}`;
  return show(
    view,
    t.enterPassword,
    html`<p class="muted">${identifier}</p>
      ${form(view, '/sign-in/password', fields)}
      ${codeLink && html`<form method="post" action="/sign-in/send-code">${hiddenUid(uid)}<button class="link">${t.withCode}</button></form>`}
      ${forgotLink && html`<p><a href="/forgot-password?i=${uid}">${t.forgot}</a></p>`}
      <p><a href="/sign-in?i=${uid}">${t.back}</a></p>`,
  );
}

export function codePage(
  view: View,
  {
    action,
    email,
    passwordLink,
    existing,
  }: { action: string; email: string; passwordLink: boolean; existing: boolean },
): string {
  const { t, uid } = view;
  const fields = html`${digitFields(t, 'passcode')}<button type="submit">${t.continue}</button>`;
  const dialog = html`<dialog open role="dialog" aria-modal="true" aria-label="${t.signIn}">
    <p>${fill(t.accountExists, email)}</p>
    <form method="post" action="/register/sign-in-instead" class="row">
      ${hiddenUid(uid)} <a href="/register?i=${uid}">${t.back}</a><button type="submit">${t.continue}</button>
    </form>
  </dialog>`;
  const resend = html`<form method="post" action="${action}/resend">
    ${hiddenUid(uid)}<button class="link" data-resend="${t.resendAfter}" data-seconds="59">${t.resend}</button>
  </form>`;
  const body = html`<p class="muted">${fill(t.codeSent, email)}</p>
    ${existing ? dialog : html`${form(view, action, fields)}${resend}`}
    ${passwordLink && html`<p><a href="/sign-in/password?i=${uid}">${t.withPassword}</a></p>`}`;
  return show(view, t.enterCode, body, existing ? undefined : digitScript);
}

export function registerPage(
  view: View,
  { value, type, search }: { value: string; type: 'email' | 'text'; search: string },
): string {
  const { t } = view;
  const fields = html`<label
      >${type === 'email' ? t.email : t.username}<input
        name="identifier"
        type="${type}"
        value="${value}"
        autocomplete="${type === 'email' ? 'email' : 'username'}"
        autofocus
    /></label>
    ${submitButton(t.createAccount)}`;
  return show(
    view,
    t.createTitle,
    html`${form(view, '/register', fields)}
      <p class="muted">${t.haveAccount} <a href="/sign-in${search}">${t.signIn}</a></p>`,
  );
}

const emailField = (t: Texts, value: string): Html =>
  html`<label>${t.email}<input name="identifier" type="email" value="${value}" autocomplete="email" autofocus /></label>
    ${submitButton(t.continue)}`;

export function forgotPasswordPage(view: View, value: string): string {
  const { t, uid } = view;
  return show(
    view,
    t.resetTitle,
    html`${form(view, '/forgot-password', emailField(t, value))}
      <p><a href="/sign-in?i=${uid}">${t.back}</a></p>`,
  );
}

/** Asks an identified user for the address that is missing. */
export const emailPage = (view: View, value: string): string =>
  show(view, view.t.linkEmail, form(view, '/continue/email', emailField(view.t, value)));

export function newPasswordPage(view: View, action: string): string {
  const { t } = view;
  const fields = html`<label
      >${t.newPassword}<input name="newPassword" type="password" autocomplete="new-password" autofocus
    /></label>
    ${passwordField('confirmPassword', t.confirmPassword, 'new-password')}${submitButton(t.savePassword)}`;
  return show(
    view,
    t.setPassword,
    html`<p class="muted">${t.passwordHint}</p>
      ${form(view, action, fields)}`,
  );
}

/** Goes on by itself; a browser without scripts, which sees nothing of the real one, has a button. */
export const oneTimeTokenPage = (view: View): string =>
  show(
    view,
    view.t.signInTitle,
    form(view, '/one-time-token', html`<button type="submit">${view.t.continue}</button>`),
    `document.querySelector('form').requestSubmit()`,
  );

export function switchAccountPage(
  view: View,
  { current, wanted, backTo, oneTimeToken }: { current: string; wanted: string; backTo: string; oneTimeToken: string },
): string {
  const { t, uid } = view;
  return show(
    view,
    t.switchTitle,
    html`<p>${fill(t.switchText, current, wanted)}</p>
      <form method="post" action="/switch-account">
        ${hiddenUid(uid)}<input type="hidden" name="one_time_token" value="${oneTimeToken}" />
        <button type="submit">${fill(t.continueAs, wanted)}</button>
      </form>
      <p><a href="${backTo}">${t.backToCurrent}</a></p>`,
  );
}

/** The real page is a dead end, too: no button and no link back. */
export const badLinkPage = (view: Pick<View, 't' | 'brand'>): string =>
  page({
    t: view.t,
    brand: view.brand,
    title: view.t.badLink,
    body: html`<h1>${view.t.badLink}</h1>
      <p class="muted">${view.t.badLinkText}</p>`,
  });

export const unknownSessionPage = (t: Texts): string =>
  page({
    t,
    title: t.notFound,
    body: html`<h1>${t.notFound}</h1>
      <p class="muted">${t.sessionNotFound}</p>`,
  });

export function totpPage(view: View, { action, secret }: { action: string; secret?: string }): string {
  const { t } = view;
  const key =
    secret &&
    html`<p><a href="#secret">${t.cannotScan}</a></p>
      <p id="secret"><code>${secret}</code></p>`;
  const fields = html`${digitFields(t, 'totpCode')}<button type="submit">${t.continue}</button>`;
  return show(
    view,
    secret ? t.totpTitle : t.totpVerifyTitle,
    html`<p class="muted">${secret ? t.totpText : t.totpVerifyText}</p>
      ${key}${form(view, action, fields)}`,
    digitScript,
  );
}

export function backupCodesPage(view: View, codes: string[]): string {
  const { t } = view;
  const list = codes.join('\n');
  const fields = html`<div class="row">
    <a class="button" download="backup-codes.txt" role="button" href="data:text/plain,${encodeURIComponent(list)}"
      >${t.download}</a
    >
    <button type="button" class="quiet" data-copy>${t.copy}</button><button type="submit">${t.continue}</button>
  </div>`;
  const script = `document.querySelector('[data-copy]').addEventListener('click', () => navigator.clipboard.writeText(document.querySelector('pre').textContent))`;
  return show(
    view,
    t.backupTitle,
    html`<p class="muted">${t.backupText}</p>
      <pre>${list}</pre>
      ${form(view, '/mfa-binding/BackupCode', fields)}`,
    script,
  );
}

/** A stop with a reason. */
export const notePage = (view: View): string => show(view, view.t.signIn, html`${alert(view.error)}`);
